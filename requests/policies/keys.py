"""The same questions for who knows a case by its opaque key only: retention, of its holds and copies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from requests.choices import Status
from requests.models import ReviewRequest
from requests.policies.handling import works_on
from requests.policies.seeing import visible_to

if TYPE_CHECKING:
    import datetime as dt
    import uuid

    from accounts.models import User


def may_open_copy(user: User, case_key: uuid.UUID, now: dt.datetime) -> bool:
    """Say whether `user` may open a copy made for the case: who works on it, never a party, of a 限制案 only readers."""
    cases = ReviewRequest.objects.exclude(status=Status.DRAFT).prefetch_related("readers", "recusals")
    case = cases.filter(draft_key=case_key).first()
    return case is not None and works_on(user, case, now)


def may_know_case(user: User, case_key: uuid.UUID, now: dt.datetime) -> bool:
    """Say whether `user` may know of the case at all."""
    return visible_to(user, now).filter(draft_key=case_key).exists()
