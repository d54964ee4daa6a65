"""The same questions for who knows cases by their opaque keys only: retention, of its holds and copies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from accounts import selectors as accounts
from requests.choices import Status
from requests.models import Recusal, ReviewRequest
from requests.policies.parties import named_reader_of
from requests.policies.seeing import CHAIN, visible_to

if TYPE_CHECKING:
    import datetime as dt
    import uuid
    from collections.abc import Collection

    from accounts.models import User


def cases_worked_on(user: User, case_keys: Collection[uuid.UUID], now: dt.datetime) -> set[uuid.UUID]:
    """Return for which of the cases `user` may open copies: who works on one, never a party, of a 限制案 only readers.

    What `works_on` says of one case, said to the database of all of them at once: not one is fetched, nor who keeps out.
    """
    seats = [
        seat for seating in accounts.seatings(CHAIN, now).values() for seat in seating.seats if seat.user == user.pk
    ]
    if not seats:
        return set()
    cases = ReviewRequest.objects.filter(draft_key__in=case_keys, erased_at=None).exclude(status=Status.DRAFT)
    may_know = Q(is_restricted=False) | named_reader_of(user)
    is_party = Q(applicant=user) | Q(pk__in=user.recusals.values("review_request"))
    known = cases.filter(may_know & ~is_party)
    if all(seat.only_if_recused for seat in seats):
        known = known.filter(_keeping_out({seat.post for seat in seats}))
    return set(known.order_by().values_list("draft_key", flat=True))


def _keeping_out(people: Collection[int]) -> Q:
    """The cases one of `people` is a party to: there their deputies for 迴避 sit."""
    recused = Recusal.objects.filter(person__in=people).values("review_request")
    return Q(applicant__in=people) | Q(pk__in=recused)


def may_know_case(user: User, case_key: uuid.UUID, now: dt.datetime) -> bool:
    """Say whether `user` may know of the case at all."""
    return visible_to(user, now).filter(draft_key=case_key).exists()
