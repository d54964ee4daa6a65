"""The same questions for who knows cases by their opaque keys only: retention, of its holds and copies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Prefetch, prefetch_related_objects

from accounts import selectors as accounts
from accounts.models import User
from requests.models import Recusal, ReviewRequest
from requests.policies.handling import works_from
from requests.policies.seeing import CHAIN, visible_to

if TYPE_CHECKING:
    import datetime as dt
    import uuid
    from collections.abc import Collection

ASKED = ("draft_key", "status", "applicant", "is_restricted", "erased_at")
"""What says who works on a case; the rest of it, some of it sealed, need not be read for that."""


def cases_worked_on(user: User, case_keys: Collection[uuid.UUID], now: dt.datetime) -> set[uuid.UUID]:
    """Return for which of the cases `user` may open copies: who works on one, never a party, of a 限制案 only readers."""
    cases = list(ReviewRequest.objects.filter(draft_key__in=case_keys).only(*ASKED))
    prefetch_related_objects(cases, Prefetch("recusals", Recusal.objects.only("review_request", "person").order_by()))
    oneself = User.objects.filter(pk=user.pk).only("pk").order_by()  # whether the others read does not matter here
    prefetch_related_objects([case for case in cases if case.is_restricted], Prefetch("readers", oneself))
    seats = list(accounts.seatings(CHAIN, now).values())
    return {case.draft_key for case in cases if works_from(seats, user, case)}


def may_know_case(user: User, case_key: uuid.UUID, now: dt.datetime) -> bool:
    """Say whether `user` may know of the case at all."""
    return visible_to(user, now).filter(draft_key=case_key).exists()
