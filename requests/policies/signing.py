"""Who signs the current step, and which steps one act signs (rulings 1–3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from accounts import selectors as accounts
from accounts.choices import Role
from requests.policies.parties import may_know, parties

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from accounts.models import PlanStep, User
    from accounts.selectors import Seating, Signatory
    from requests.models import ReviewRequest


def signs_now(user: User, case: ReviewRequest, step: PlanStep, now: dt.datetime) -> Signatory | None:
    """Return as what `user` may sign `step` of `case`, or None."""
    return signs_from(accounts.seating(Role(step.role), now), user, case)


def signs_from(seats: Seating, user: User, case: ReviewRequest) -> Signatory | None:
    """Return as what `user` may sign the step of `case` whose role has these `seats`, or None.

    A party never acts on the case, and nobody who signed an earlier step signs the last one for somebody else
    (ruling 2); by one's own appointment one may hold both steps, as in a small school. Uses prefetched `recusals`, `readers`
    of a 限制案 and, for a deputy, `approvals`.
    """
    out = parties(case)
    if not seats.names(user) or not may_know(user, case):
        return None
    signatory = seats.signatory(user, excluded=out)
    if signatory is not None and signatory.acting_for is None:
        return signatory
    signed = {act.actor_id for act in case.approvals.all() if act.is_current}
    return seats.signatory(user, excluded=out | signed)


def signs_at_once(
    seats: Mapping[Role, Seating], user: User, case: ReviewRequest, steps: Iterable[PlanStep]
) -> list[PlanStep]:
    """Return the current step and the neighbouring ones `user` holds too: they are signed once (ruling 2, 「（兼）同左」).

    `steps` are the case's steps from the current one on, in order; empty when the first is not `user`'s. A deputy
    signs one step only.
    """
    first, *later = steps
    signatory = signs_from(seats[Role(first.role)], user, case)
    if signatory is None:
        return []
    held = [first]
    for step in later if signatory.acting_for is None else ():
        if not seats[Role(step.role)].holds(user):
            break
        held.append(step)
    return held


def goes_on_as(user: User, case: ReviewRequest, step: PlanStep, now: dt.datetime) -> tuple[Role, Signatory] | None:
    """Return as what `user` goes on with a case that was not corrected: who signs `step`, which returned it, or 承辦人."""
    for role in dict.fromkeys((Role(step.role), Role.HANDLER)):
        if signatory := signs_from(accounts.seating(role, now), user, case):
            return role, signatory
    return None


class NotYourStep(PermissionDenied):
    """The signed-in person may not sign this step."""

    def __init__(self, step_title: str) -> None:
        super().__init__(f"這一關是「{step_title}」，您目前不能簽核。")


def require_signatory(user: User, case: ReviewRequest, step: PlanStep, now: dt.datetime) -> Signatory:
    """Return as what `user` signs. Raises NotYourStep."""
    signatory = signs_now(user, case, step, now)
    if signatory is None:
        raise NotYourStep(step.title)
    return signatory
