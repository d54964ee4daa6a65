"""What retention may ask of a case it keeps footage for."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from requests.choices import Status
from requests.models import ReviewRequest
from retention.policies import CaseOfHold

if TYPE_CHECKING:
    from requests.models import ReviewRequest as Case

OVER = frozenset({Status.WITHDRAWN, Status.CLOSED})


def case_of_hold(number: str, now: dt.datetime) -> CaseOfHold | None:
    """Return how the case `number` stands towards its footage; None when no such case was sent."""
    case = ReviewRequest.objects.select_related("plan").filter(number=number).first()
    return CaseOfHold(_needs_footage(case, now), case.is_restricted) if case else None


def _needs_footage(case: Case, now: dt.datetime) -> bool:
    """Say whether a person may not release its holds: until it is over, and after a refusal while one may appeal.

    When a case is closed with its copy made, ruling 14's terms end its holds by themselves; that comes with the copies.
    """
    if case.status == Status.REFUSED and case.decided_at and case.plan:
        return now < case.decided_at + dt.timedelta(days=case.plan.appeal_days)
    return case.status not in OVER
