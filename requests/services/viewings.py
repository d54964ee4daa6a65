"""Accompanied viewing and its row in the 調閱登記簿 (伍、四)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts import selectors as accounts
from ledger import services as ledger
from ledger.choices import Verb
from requests import policies, selectors
from requests.choices import Status
from requests.models import ReviewRequest, ViewingSession
from requests.services.records import locked

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User


class ViewingRefused(Exception):
    """The viewing cannot start or end; the sentence says why."""


class NotAnEscort(PermissionDenied):
    """伍、四: school staff accompany, never the applicant."""

    def __init__(self) -> None:
        super().__init__("調閱須由辦理調閱的人員陪同，申請人不得自行陪同。")


@transaction.atomic
def start_viewing(
    *, case_id: int, escort: User, people_present: str, told_not_to_film: bool, now: dt.datetime
) -> ViewingSession:
    """Start an accompanied viewing of an approved case. Raises ViewingRefused, NotAnEscort."""
    case = locked(case_id)
    if Status(case.status) not in policies.VIEWABLE:
        raise ViewingRefused("案件核准後才能調閱。")
    if not policies.may_escort(escort, case, now):
        raise NotAnEscort
    if not people_present.strip():
        raise ViewingRefused("請填寫在場人。")
    if not told_not_to_film:
        raise ViewingRefused("請先告知在場人不得翻拍、複製，並勾選。")
    if case.viewings.filter(ended_at__isnull=True).exists():
        raise ViewingRefused("這一案正在調閱中，請先結束前一次調閱。")
    viewing = ViewingSession.objects.create(
        review_request=case, escort=escort, escort_name=accounts.in_words(escort, now).name,
        people_present=people_present.strip(), told_not_to_film=True, started_at=now,
    )  # fmt: skip
    _append(Verb.VIEWING_STARTED, case, escort, now)
    return viewing


@transaction.atomic
def end_viewing(*, viewing_id: int, escort: User, remarks: str, now: dt.datetime) -> ViewingSession:
    """End the viewing and complete its row. Raises ViewingRefused when it has ended, NotAnEscort."""
    case = locked(ViewingSession.objects.values_list("review_request_id", flat=True).get(pk=viewing_id))
    viewing = ViewingSession.objects.select_for_update(no_key=True).get(pk=viewing_id)
    if viewing.ended_at is not None:
        raise ViewingRefused("這一次調閱已經結束。")
    if not policies.may_escort(escort, case, now):
        raise NotAnEscort
    viewing.ended_at, viewing.remarks = now, remarks.strip()
    viewing.save(update_fields=["ended_at", "remarks"])
    _append(Verb.VIEWING_ENDED, case, escort, now)
    return viewing


def _append(verb: Verb, case: ReviewRequest, escort: User, now: dt.datetime) -> None:
    ledger.append(verb=verb, actor=accounts.in_words(escort, now), now=now, **selectors.CASES.said(case))
