"""Taking an act of the chain back: what the case was before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from requests.choices import Action, Status
from requests.models import Approval

if TYPE_CHECKING:
    from requests.models import ReviewRequest


def last_act(case: ReviewRequest) -> Approval | None:
    """Return the newest act of the chain, in force or not, or None."""
    return case.approvals.filter(same_as_left=False).order_by("-at", "-pk").first()


def stands(case: ReviewRequest, act: Approval) -> bool:
    """Say whether what `act` did still holds: a signature in force; a 退回 that nobody has answered since."""
    if act.recalled_at or act.objected_at:
        return False
    if act.action not in (Action.RETURN_TO_APPLICANT, Action.RETURN_TO_PREVIOUS):
        return act.is_current
    if act != last_act(case):
        return False
    if act.action == Action.RETURN_TO_APPLICANT:
        return case.status == Status.RETURNED
    return case.status == Status.IN_REVIEW and case.step < act.step and _taken_away_by(case, act) is not None


def undo(case: ReviewRequest, act: Approval) -> None:
    """Let `case` stand where it stood before `act`, which `stands`: at its step, with the signatures before it in force.

    The caller writes the status.
    """
    restored = _taken_away_by(case, act) or [] if act.action == Action.RETURN_TO_PREVIOUS else []
    case.step, case.decided_at, case.decided_on = act.step, None, None
    case.save(update_fields=["status", "step", "decided_at", "decided_on"])
    case.approvals.filter(step__gte=act.step, is_current=True).update(is_current=False)
    Approval.objects.filter(pk__in=[one.pk for one in restored]).update(is_current=True)
    act.is_current = False


def _taken_away_by(case: ReviewRequest, act: Approval) -> list[Approval] | None:
    """Return the signatures a 退回前一關 took out of force; None when one of them was taken back itself since."""
    in_force = {one.step for one in case.approvals.filter(is_current=True)}
    taken = []
    for step in range(1, act.step):
        if step in in_force:
            continue
        newest = case.approvals.filter(step=step, action=Action.PROPOSE).order_by("-at", "-pk").first()
        if newest is None or newest.recalled_at or newest.objected_at:
            return None
        taken.append(newest)
    return taken
