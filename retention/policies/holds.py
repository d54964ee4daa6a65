"""Who keeps footage, who releases it, who decides by law (rulings 13, 14): also the deputies of those who do it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.utils.module_loading import import_string

from accounts.choices import Role
from accounts.models import User
from accounts.policies import roles_of
from accounts.selectors import seating, seatings

if TYPE_CHECKING:
    import datetime as dt
    import uuid
    from collections.abc import Sequence

    from accounts.selectors import Signatory
    from retention.models import Hold

MAY_KEEP = frozenset(Role) - {Role.AUDITOR}
"""緊急留存 is for whoever is there: keeping is not disclosing. A 稽核 reads and changes nothing."""


class NotYourHold(PermissionDenied):
    """Only certain posts may do this to a hold."""

    def __init__(self, who: str, act: str) -> None:
        super().__init__(f"只有{who}可以{act}。")


@dataclass(frozen=True, slots=True)
class CaseOfHold:
    """What retention needs to know of a case it keeps footage for: its key, whether it still needs it, whether it is a 限制案."""

    key: uuid.UUID
    needs_footage: bool
    is_coded: bool


_registry: set[str] = set()


def register_cases(path: str) -> None:
    """Let the room above answer for its cases: the dotted `path` of a callable (number, moment) → CaseOfHold or None."""
    _registry.add(path)


def case_of_hold(number: str, now: dt.datetime) -> CaseOfHold | None:
    """Return how the case `number` stands, None when there is none."""
    answers: list[CaseOfHold | None] = [import_string(path)(number, now) for path in _registry]
    return next((one for one in answers if one), None)


_parties: set[str] = set()


def register_parties(path: str) -> None:
    """Let the room above say who must keep out of a case: the dotted `path` of a callable (case key) → ids of people."""
    _parties.add(path)


def case_key_of(hold: Hold, now: dt.datetime) -> uuid.UUID | None:
    """Return the key of the case a hold keeps footage for, None where it rests on something else.

    One that names its case without its key is an emergency confirmed by an earlier release.
    """
    if hold.case_key or not hold.reference:
        return hold.case_key
    case = case_of_hold(hold.reference, now)
    return case.key if case else None


def kept_out_of(hold: Hold, now: dt.datetime) -> set[int]:
    """Return the ids of those who never act on what a hold keeps: the parties to its case (ruling 2)."""
    key = case_key_of(hold, now)
    return set().union(*(import_string(path)(key) for path in _parties)) if key else set()


def may_keep_in_emergency(user: User, day: dt.date) -> bool:
    """Whoever works at the school, without asking anybody."""
    return bool(roles_of(user, day) & MAY_KEEP)


def as_one_of(user: User, roles: Sequence[Role], now: dt.datetime) -> Signatory | None:
    """Return as what `user` acts for the first of `roles` he sits in, by appointment or as deputy, or None."""
    seats = seatings(roles, now)
    return next((found for role in roles if (found := seats[role].signatory(user, excluded=()))), None)


def reads_holds(user: User, now: dt.datetime) -> bool:
    """Those who handle cases, and while they are away their deputies."""
    return as_one_of(user, (Role.HANDLER, Role.SUPERVISOR, Role.PRINCIPAL), now) is not None


def looks_after_holds(user: User, now: dt.datetime) -> Signatory | None:
    """承辦人 and 處室主管 confirm and release a 暫時留存 and close a 備份工作."""
    return as_one_of(user, (Role.HANDLER, Role.SUPERVISOR), now)


def proposes(user: User, now: dt.datetime, hold: Hold | None = None) -> Signatory | None:
    """處室主管 proposes a 法定留存; where the school has none, 承辦人 does: two people all the same (ruling 2).

    On a `hold` of a case no party to it does.
    """
    seats = seatings((Role.SUPERVISOR, Role.HANDLER), now)
    role = Role.SUPERVISOR if seats[Role.SUPERVISOR].people else Role.HANDLER
    return seats[role].signatory(user, excluded=kept_out_of(hold, now) if hold else ())


def decides(user: User, proposer: str, now: dt.datetime, hold: Hold | None = None) -> Signatory | None:
    """校長 or a deputy decides on what the account `proposer` proposed for `hold`.

    Nobody does on his own proposal, nor on what keeps the footage of a case he is a party to: the next deputy does.
    """
    return seating(Role.PRINCIPAL, now).signatory(user, excluded=_who_may_not_decide(proposer, hold, now))


def deciders(proposer: str, now: dt.datetime, hold: Hold) -> list[User]:
    """Return who may decide on it now."""
    excluded = _who_may_not_decide(proposer, hold, now)
    return [one.user for one in seating(Role.PRINCIPAL, now).without(excluded)]


def _who_may_not_decide(proposer: str, hold: Hold | None, now: dt.datetime) -> set[int]:
    proposers = set(User.objects.filter(username=proposer).values_list("pk", flat=True))
    return proposers | (kept_out_of(hold, now) if hold else set())


def may_read_proposal(user: User, proposer: str, now: dt.datetime, *, is_known: bool, hold: Hold | None = None) -> bool:
    """Whoever may know what the hold is for, and of a 限制案 who proposed and who decides."""
    return is_known or user.username == proposer or decides(user, proposer, now, hold) is not None


def require(signatory: Signatory | None, who: str, act: str) -> Signatory:
    """Return `signatory`. Raises NotYourHold when there is none."""
    if signatory is None:
        raise NotYourHold(who, act)
    return signatory
