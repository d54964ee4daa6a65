"""送出申請 and 代填: number, both clocks and the 暫時留存 at once, before any approval (keeping is not disclosing)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from accounts import selectors as accounts
from ledger import services as ledger
from ledger.choices import Verb
from printing.rules import roc_year
from requests import policies, rules, selectors, transitions
from requests.choices import FOR_A_CHILD, Action, Answer, Asker, Status
from requests.models import CaseNumber, ReviewRequest
from requests.services.chain.notices import tell_nobody_may_sign
from requests.services.drafts.content import record_restriction, restrict_if_coded
from requests.services.drafts.keeping import keep_footage
from requests.services.errors import ReviewError
from requests.services.records import case_url, freeze
from requests.services.standing import check_standing_of, keep_signed_form
from work.rules import due_by
from work.selectors import calendar
from work.services import notify

if TYPE_CHECKING:
    import datetime as dt
    import uuid

    from accounts.models import User
    from files.models import StoredFile
    from ledger.services import Actor


class NoteNotAccepted(ReviewError):
    """Note 1 of the form must be accepted before sending (ruling 7)."""

    def __init__(self) -> None:
        super().__init__("請閱讀並勾選同意附錄1 的注意事項後再送出。")


class EntryRefused(ReviewError):
    """A request on paper cannot be typed in so; the sentence says why."""


@transaction.atomic
def submit(*, key: uuid.UUID, applicant: User, accepts_note: bool, now: dt.datetime) -> ReviewRequest:
    """Send one's own draft. Raises NoteNotAccepted, MayNotAsk; WrongOrder when it was sent already."""
    policies.require_may_ask(applicant, now)
    case = _draft(key, applicant=applicant, entered_by=None)
    if not accepts_note:
        raise NoteNotAccepted
    appointment = accounts.main_appointment(applicant, timezone.localdate(now))
    case.applicant_name, case.applicant_title = applicant.name, appointment.title if appointment else ""
    actor = accounts.in_words(applicant, now)
    became_restricted = send_case(case, received_at=now, now=now)
    keep_footage(case, "調閱申請送出", actor, now)
    ledger.append(verb=Verb.CASE_SUBMITTED, actor=actor, now=now, **selectors.CASES.said(case))
    if became_restricted:
        record_restriction(case, actor, now)
    return case


@transaction.atomic
def enter(
    *,
    key: uuid.UUID,
    handler: User,
    accepts_note: bool,
    signed_form: StoredFile | None = None,
    now: dt.datetime,
    is_emergency: bool = False,
) -> ReviewRequest:
    """Send what `handler` typed in from paper (ruling 7): the clock counts from its receipt, the hold from now.

    In an emergency (ruling 10) anybody of the chain types it in.

    Raises NoteNotAccepted, EntryRefused, MayNotEnter; WrongOrder when it was sent already.
    """
    policies.require_may_enter(handler, now, is_emergency=is_emergency)
    case = _draft(key, entered_by=handler)
    if not accepts_note:
        raise NoteNotAccepted
    _check_entry(case, handler, now)
    case.applicant_title = _title_of(case, now)
    actor = accounts.in_words(handler, now)
    became_restricted = send_case(case, received_at=case.received_at or now, now=now)
    if case.applicant:
        text = f"承辦人已依您的紙本申請代填調閱申請 {case.number}"
        notify(recipients=[case.applicant], text=text, url=case_url(case), subject=str(case), now=now)
    keep_footage(case, "代填調閱申請", actor, now)
    asker = Asker(case.asker).label
    ledger.append(verb=Verb.CASE_ENTERED, actor=actor, detail={"asker": asker}, now=now, **selectors.CASES.said(case))
    if became_restricted:
        record_restriction(case, actor, now)
    return _keep_what_came_along(case, handler, actor, signed_form, now, is_emergency=is_emergency)


def _draft(key: uuid.UUID, **authors: User | None) -> ReviewRequest:
    drafts = ReviewRequest.objects.select_for_update(of=("self",), no_key=True).select_related("applicant")
    case = drafts.get(draft_key=key, **authors)
    case.status = transitions.next_status(Status(case.status), None, Action.SUBMIT)
    return case


def _check_entry(case: ReviewRequest, handler: User, now: dt.datetime) -> None:
    if case.applicant_id == handler.pk:
        raise EntryRefused("您自己的申請不能代填，請用「新增調閱」。")
    if not case.applicant_name:
        raise EntryRefused("請填寫申請人姓名。")
    if case.received_at is None or not rules.may_be_received(case.received_at, now):
        days = rules.ENTERED_AT_MOST.days
        raise EntryRefused(f"收件時間須在今天之前 {days} 日內，且不能在未來；請修改收件日期時間。")


def _title_of(case: ReviewRequest, now: dt.datetime) -> str:
    appointment = accounts.main_appointment(case.applicant, timezone.localdate(now)) if case.applicant else None
    return appointment.title if appointment else Asker(case.asker).label


def send_case(
    case: ReviewRequest, *, received_at: dt.datetime, now: dt.datetime, due_at: dt.datetime | None = None
) -> bool:
    """Give the case what every sent case has; say whether it is a 限制案 from the start.

    due_at: the end of a public body's own clock; None for 附錄1, whose period is the plan's. The caller records it.
    """
    case.plan = accounts.plan_on(timezone.localdate(received_at))
    case.number, case.step = _take_number(now), 1
    case.submitted_at, case.received_at = now, received_at
    case.due_at = due_at or due_by(received_at, case.plan.reply_days, calendar())
    case.save()
    became_restricted = restrict_if_coded(case, now)
    freeze(case, now)
    notify(
        recipients=selectors.signatories(case, now), text=f"請擬辦調閱申請 {case.number}", url=case_url(case),
        subject=str(case), now=now,
    )  # fmt: skip
    for step in selectors.steps_nobody_may_sign(case, now):
        tell_nobody_may_sign(case, step, now)
    return became_restricted


def _take_number(now: dt.datetime) -> str:
    year = roc_year(timezone.localdate(now))
    CaseNumber.objects.get_or_create(roc_year=year)
    counter = CaseNumber.objects.select_for_update(no_key=True).get(roc_year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return rules.case_number(year, counter.last)


def _keep_what_came_along(
    case: ReviewRequest,
    handler: User,
    actor: Actor,
    signed_form: StoredFile | None,
    now: dt.datetime,
    *,
    is_emergency: bool,
) -> ReviewRequest:
    """Record what was answered and handed in together with the request: standing, and the signed form."""
    if case.asker in FOR_A_CHILD and (case.identity_checked or case.guardianship_confirmed or case.protection_order):
        case = check_standing_of(
            case_id=case.pk,
            actor=handler,
            identity_checked=case.identity_checked,
            guardianship_confirmed=case.guardianship_confirmed,
            protection_order=Answer(case.protection_order) if case.protection_order else None,
            now=now,
            is_emergency=is_emergency,
        )
    if signed_form is not None:
        case = keep_signed_form(case_id=case.pk, actor=handler, scan=signed_form, now=now)
    return case
