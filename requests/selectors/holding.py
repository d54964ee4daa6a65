"""What retention may ask of a case it keeps footage for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from requests.choices import OVER
from requests.models import ReviewRequest
from requests.selectors.closing import footage_needed_until
from retention.choices import HoldKind
from retention.policies import CaseOfHold
from retention.selectors import holds_in_force, open_proposals

if TYPE_CHECKING:
    import datetime as dt
    import uuid
    from collections.abc import Collection

    from django.db.models import QuerySet

    from retention.models import Hold

_TEMPORARY = Q(kind=HoldKind.TEMPORARY)


def case_of_hold(number: str, now: dt.datetime) -> CaseOfHold | None:
    """Return how the case `number` stands towards its footage; None when no such case was sent.

    Until its terms are over a person does not release its holds; after that the duty `end_holds` does, where the copy is
    made or the reason recorded why there is none.
    """
    case = ReviewRequest.objects.select_related("plan").filter(number=number).first()
    return CaseOfHold(case.draft_key, _needs_footage(case, now), case.is_restricted) if case else None


def _needs_footage(case: ReviewRequest, now: dt.datetime) -> bool:
    until = footage_needed_until(case)
    return until is None or now < until


def holds_of(case: ReviewRequest) -> QuerySet[Hold]:
    """Return the holds in force that were placed for the case, also when they are coded."""
    return holds_in_force().filter(case_key=case.draft_key)


def temporary_holds_of(case: ReviewRequest) -> QuerySet[Hold]:
    """Return those of them that end with the case: no 法定留存, and none that 校長 is asked to make one."""
    return holds_of(case).filter(_TEMPORARY).exclude(pk__in=open_proposals().values("hold")).order_by("pk")


def cases_holding_on() -> list[int]:
    """Return the keys of the cases that are over and still keep footage by a 暫時留存, the oldest first."""
    kept = holds_in_force().filter(_TEMPORARY).exclude(case_key=None).values("case_key")
    return list(
        ReviewRequest.objects.filter(status__in=OVER, draft_key__in=kept).order_by("pk").values_list("pk", flat=True)
    )


def cases_over(case_keys: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Return which of the cases are closed or withdrawn: their copies may go on their day without being signed for."""
    over = ReviewRequest.objects.filter(draft_key__in=case_keys, status__in=OVER)
    return set(over.values_list("draft_key", flat=True))
