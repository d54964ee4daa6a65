"""「現在開始」: an accompanied viewing begins, and with it a row of the register (伍、四; ruling 30)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from accounts import selectors as accounts
from ledger import services as ledger
from ledger.choices import Verb
from printing.rules import local_date
from requests import policies, selectors
from requests.choices import AppointmentState, Status, ViewingKind
from requests.models import ViewingSession
from requests.services.records import locked
from requests.services.viewings.errors import CannotAccompany, NotAnEscort, ViewingRefused

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from accounts.models import User
    from requests.models import ReviewRequest

REFUSALS = {
    Status.CLOSED: "本案已結案，不能再調閱；如有需要，請重新申請。",
    Status.REFUSED: "本案不予核准，不能調閱。",
    Status.WITHDRAWN: "本案已撤回，不能調閱。",
}


@transaction.atomic
def start_viewing(
    *,
    case_id: int,
    escort: User,
    people_present: str,
    told_not_to_film: bool,
    now: dt.datetime,
    identity_checked: bool = False,
    place: str = "",
    others: Collection[User] = (),
) -> ViewingSession:
    """Start a viewing of what was granted, or on an oral consent that stands; `others` escort beside `escort`.

    Raises ViewingRefused, NotAnEscort.
    """
    case = locked(case_id)
    require_viewable(case, now)
    if not policies.may_escort(escort, case, now):
        raise NotAnEscort
    require_companions(case, others, now)
    require_told(case, people_present, told_not_to_film=told_not_to_film)
    if case.viewings.filter(ended_at__isnull=True).exists():
        raise ViewingRefused("這一案正在調閱中，請先結束前一次調閱。")
    granted = case.status in policies.VIEWABLE
    viewing = ViewingSession.objects.create(
        review_request=case, kind=ViewingKind.GRANTED if granted else ViewingKind.EMERGENCY, place=place.strip(),
        escort=escort, escort_name=names_of([escort, *others], now), people_present=people_present.strip(),
        identity_checked=identity_checked, told_not_to_film=True, started_at=now,
    )  # fmt: skip
    _take_up(case, viewing, now)
    append(Verb.VIEWING_STARTED, case, escort, now)
    return viewing


def require_viewable(case: ReviewRequest, now: dt.datetime) -> None:
    """Raises ViewingRefused with a sentence that says what is missing."""
    if policies.viewing_allowed(case, now):
        return
    if selectors.oral_consent_of(case) and case.status == Status.IN_REVIEW:
        raise ViewingRefused("口頭同意的補核期限已過，請先完成補核再調閱。")
    raise ViewingRefused(REFUSALS.get(Status(case.status), "案件核准後才能調閱。"))


def require_companions(case: ReviewRequest, people: Collection[User], now: dt.datetime) -> None:
    """Raises CannotAccompany."""
    if kept_out := [one for one in people if not policies.may_accompany(one, case, now)]:
        raise CannotAccompany(kept_out)


def require_told(case: ReviewRequest, people_present: str, *, told_not_to_film: bool) -> None:
    """Who is present was told not to film; where only the school looks, the applicant is not there. Raises ViewingRefused."""
    if not people_present.strip():
        raise ViewingRefused("請填寫在場人。", field="people_present")
    if case.applicant_name and case.applicant_name in people_present and selectors.is_told_only(case):
        raise ViewingRefused(
            "核定方式為由學校檢視後告知結果，申請人不得在場；在場人請填學校人員。", field="people_present"
        )
    if not told_not_to_film:
        raise ViewingRefused("請先告知在場人不得翻拍、複製，並勾選。", field="told_not_to_film")


def names_of(people: Collection[User], now: dt.datetime) -> str:
    """Return the escorts as the register prints them, each once, under title and name."""
    return "、".join(dict.fromkeys(accounts.in_words(one, now).name for one in people))


def _take_up(case: ReviewRequest, viewing: ViewingSession, now: dt.datetime) -> None:
    """What was arranged for today is held with this viewing."""
    planned = case.appointments.filter(state=AppointmentState.PLANNED).first()
    if planned and local_date(planned.at) == local_date(now):
        planned.state, planned.viewing = AppointmentState.HELD, viewing
        planned.save(update_fields=["state", "viewing"])


def append(verb: Verb, case: ReviewRequest, actor: User, now: dt.datetime, **detail: str) -> None:
    """Append an act on a viewing of `case`."""
    ledger.append(verb=verb, actor=accounts.in_words(actor, now), detail=detail, now=now, **selectors.CASES.said(case))
