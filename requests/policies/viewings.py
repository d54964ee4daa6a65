"""Who accompanies a viewing, who signs for one that was entered later, who looks without a case (伍、四; rulings 10, 18)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from accounts import policies as people
from accounts import selectors as accounts
from accounts.choices import Role
from requests.policies.handling import works_on
from requests.policies.parties import may_know, parties
from requests.policies.seeing import still_reads

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User
    from requests.models import ReviewRequest, ViewingSession

COUNTERSIGNERS = (Role.SUPERVISOR, Role.PRINCIPAL)
LOOKS_AFTER = frozenset({Role.HANDLER, Role.SUPERVISOR, Role.PRINCIPAL, Role.GUARD})
"""Who watches, or answers for who watches (參、一、二)."""
READS_MANAGEMENT = LOOKS_AFTER | {Role.AUDITOR}


def may_escort(user: User, case: ReviewRequest, now: dt.datetime) -> bool:
    """Who handles cases, or deputises for one who does, accompanies a viewing; never of one's own case (伍、四)."""
    return works_on(user, case, now)


def may_accompany(person: User, case: ReviewRequest, now: dt.datetime) -> bool:
    """Say whether `person` may be beside who escorts: one of the school in office, no party, of a 限制案 only who reads it."""
    if person.pk in parties(case) or not may_know(person, case):
        return False
    if case.is_restricted and not still_reads(person, case, now):
        return False
    return bool(people.roles_of(person, timezone.localdate(now)) - {Role.AUDITOR})


def may_countersign(user: User, viewing: ViewingSession, case: ReviewRequest, now: dt.datetime) -> bool:
    """Say whether `user` signs for a row entered later: 處室主管 or 校長 who works on the case, not who entered it."""
    if user.pk == viewing.entered_by_id or not works_on(user, case, now):
        return False
    seats = accounts.seatings(COUNTERSIGNERS, now)
    return any(seats[role].signatory(user, excluded=parties(case)) for role in COUNTERSIGNERS)


def may_look(user: User, now: dt.datetime) -> bool:
    """Say whether `user` may look without a case, and must then say so: 警衛, 承辦人 and who answers for them."""
    return bool(people.roles_of(user, timezone.localdate(now)) & LOOKS_AFTER)


def may_read_looks(user: User, now: dt.datetime) -> bool:
    """Say whether `user` reads who looked without a case; a guard reads his own only."""
    return bool(people.roles_of(user, timezone.localdate(now)) & READS_MANAGEMENT)
