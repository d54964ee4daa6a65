"""Filling in 附錄1, submitting it, correcting it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from accounts import selectors as accounts
from cameras.selectors import cameras_that_recorded
from files.services import in_words as file_in_words
from ledger import services as ledger
from ledger.choices import Verb
from printing.rules import roc_year
from requests import rules, selectors, transitions
from requests.choices import Action, Need, Status
from requests.models import CaseNumber, ReviewRequest
from requests.policies import require_applicant, require_may_ask
from requests.services.records import case_url, freeze, locked
from retention.services import place_hold
from work.rules import due_by
from work.selectors import calendar
from work.services import notify

if TYPE_CHECKING:
    import datetime as dt
    import uuid
    from collections.abc import Iterable

    from accounts.models import User
    from cameras.models import Camera, Place
    from files.models import StoredFile
    from ledger.services import Actor


class NoteNotAccepted(ValueError):
    """Note 1 of the form must be accepted before sending (ruling 7)."""

    def __init__(self) -> None:
        super().__init__("請閱讀並勾選同意附錄1 的注意事項後再送出。")


@dataclass(frozen=True)
class Content:
    """What the applicant fills in: the eight things of ruling 8. Times are aware; `cameras` holds one or more."""

    need: Need
    relation: str
    phone: str
    unit: str
    id_number: str
    cameras: Iterable[Camera]
    places: Iterable[Place]
    starts_at: dt.datetime
    ends_at: dt.datetime
    long_period_reason: str
    reason: str
    attachments: Iterable[StoredFile] = field(default=())


COLUMNS = ("need", "relation", "phone", "unit", "id_number", "starts_at", "ends_at", "long_period_reason", "reason")


def _write(case: ReviewRequest, content: Content) -> None:
    for column in COLUMNS:
        setattr(case, column, getattr(content, column))
    case.save(update_fields=COLUMNS)
    case.places.set(content.places)
    of_places = cameras_that_recorded(timezone.localdate(content.starts_at)).filter(place__in=content.places)
    case.cameras.set({*content.cameras, *of_places})
    case.attachments.add(*content.attachments)


def _record_attachments(content: Content, actor: Actor, now: dt.datetime) -> None:
    for stored in content.attachments:
        ledger.append(verb=Verb.FILE_STORED, actor=actor, subject=file_in_words(stored), now=now)


@transaction.atomic
def save_draft(*, applicant: User, content: Content, key: uuid.UUID | None, now: dt.datetime) -> ReviewRequest:
    """Keep what was typed as a draft: a new row for `key` None, else the applicant's own draft of that key.

    Raises MayNotAsk; ReviewRequest.DoesNotExist when the draft was sent meanwhile.
    """
    require_may_ask(applicant, now)
    if key is None:
        case = ReviewRequest.objects.create(applicant=applicant, created_at=now)
    else:
        case = ReviewRequest.objects.select_for_update(no_key=True).get(
            draft_key=key, applicant=applicant, status=Status.DRAFT
        )
    _write(case, content)
    _record_attachments(content, accounts.in_words(applicant, now), now)
    return case


def _take_number(now: dt.datetime) -> str:
    year = roc_year(timezone.localdate(now))
    CaseNumber.objects.get_or_create(roc_year=year)
    counter = CaseNumber.objects.select_for_update(no_key=True).get(roc_year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return rules.case_number(year, counter.last)


@transaction.atomic
def submit(*, key: uuid.UUID, applicant: User, accepts_note: bool, now: dt.datetime) -> ReviewRequest:
    """Send a draft: number, both clocks and the 暫時留存 at once, before any approval (keeping is not disclosing).

    Raises NoteNotAccepted, MayNotAsk; WrongOrder when it was sent already.
    """
    require_may_ask(applicant, now)
    case = ReviewRequest.objects.select_for_update(no_key=True).get(draft_key=key, applicant=applicant)
    case.status = transitions.next_status(Status(case.status), None, Action.SUBMIT)
    if not accepts_note:
        raise NoteNotAccepted
    today = timezone.localdate(now)
    appointment = accounts.main_appointment(applicant, today)
    case.plan = accounts.plan_on(today)
    case.number, case.step = _take_number(now), 1
    case.submitted_at = case.received_at = now
    case.due_at = due_by(now, case.plan.reply_days, calendar())
    case.applicant_name, case.applicant_title = applicant.name, appointment.title if appointment else ""
    case.save()
    actor = accounts.in_words(applicant, now)
    freeze(case, now)
    notify(
        recipients=selectors.signatories(case, now), text=f"請擬辦調閱申請 {case.number}", url=case_url(case),
        subject=str(case), now=now,
    )  # fmt: skip
    _keep_footage(case, "調閱申請送出", actor, now)
    ledger.append(verb=Verb.CASE_SUBMITTED, actor=actor, now=now, **selectors.CASES.said(case))
    return case


def _keep_footage(case: ReviewRequest, reason: str, actor: Actor, now: dt.datetime) -> None:
    """暫時留存 of what the case asks for. The number of a 限制案 stays out of the hold, which others read."""
    place_hold(
        cameras=case.cameras.all(),
        starts_at=_at(case.starts_at),
        ends_at=_at(case.ends_at),
        reason=reason,
        reference="" if case.is_restricted else str(case.number),
        actor=actor,
        now=now,
    )


def _at(moment: dt.datetime | None) -> dt.datetime:
    if moment is None:
        raise ValueError("請填寫調閱監視畫面時段。")
    return moment


@transaction.atomic
def correct(*, case_id: int, applicant: User, content: Content, now: dt.datetime) -> ReviewRequest:
    """補正: change a returned case and send it back to the step that asked. A wider period is kept as well.

    Raises WrongOrder, NotYourCase.
    """
    case = locked(case_id)
    case.status = transitions.next_status(Status(case.status), None, Action.RESUBMIT)
    require_applicant(applicant, case, Action.RESUBMIT, now)
    _write(case, content)
    case.save(update_fields=["status"])
    actor = accounts.in_words(applicant, now)
    freeze(case, now)
    notify(
        recipients=selectors.signatories(case, now), text=f"調閱申請 {case.number} 已補正，請續辦", url=case_url(case),
        subject=str(case), now=now,
    )  # fmt: skip
    _record_attachments(content, actor, now)
    _keep_footage(case, "補正後送出", actor, now)
    ledger.append(verb=Verb.CASE_CORRECTED, actor=actor, now=now, **selectors.CASES.said(case))
    return case


@transaction.atomic
def withdraw(*, case_id: int, applicant: User, now: dt.datetime) -> ReviewRequest:
    """撤回, until the decision; what is kept stays kept for the plan's days. Raises WrongOrder, NotYourCase."""
    case = locked(case_id)
    kind = selectors.step_kind(case)
    target = transitions.next_status(Status(case.status), kind, Action.WITHDRAW)
    require_applicant(applicant, case, Action.WITHDRAW, now)
    waiting = selectors.signatories(case, now)
    case.status, case.step = target, 0
    case.save(update_fields=["status", "step"])
    notify(
        recipients=waiting,
        text=f"調閱申請 {case.number} 已由申請人撤回",
        url=case_url(case),
        subject=str(case),
        now=now,
    )
    actor = accounts.in_words(applicant, now)
    ledger.append(verb=Verb.CASE_WITHDRAWN, actor=actor, now=now, **selectors.CASES.said(case))
    return case
