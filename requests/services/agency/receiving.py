"""收文: a public body's letter becomes a case at once, with its own clock and the 暫時留存 of what it asks for (伍、二)."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from django.db import transaction

from accounts import selectors as accounts
from ledger import services as ledger
from ledger.choices import Verb
from printing.rules import local_date
from requests import policies, rules, selectors, transitions
from requests.choices import Action, Asker, Status
from requests.models import AgencyLetter, ReviewRequest
from requests.services.agency.content import AgencyRefused
from requests.services.drafts.content import record_attachments, write
from requests.services.drafts.keeping import keep_footage
from requests.services.drafts.sending import send_case
from work.selectors import calendar

if TYPE_CHECKING:
    import datetime as dt
    import uuid

    from accounts.models import User
    from requests.services.agency.content import LetterContent, Wanted


@transaction.atomic
def receive_letter(
    *, handler: User, letter: LetterContent, wanted: Wanted, form_key: uuid.UUID, now: dt.datetime
) -> ReviewRequest:
    """Take in a letter: number, clock and hold at once. The same form sent twice is one case.

    Raises MayNotEnter, AgencyRefused.
    """
    policies.require_may_enter(handler, now)
    if sent := ReviewRequest.objects.filter(draft_key=form_key, entered_by=handler).first():
        return sent
    check_received(letter.dated_on, letter.received_at, now)
    actor = accounts.in_words(handler, now)
    case = begin_case(handler, letter.body, form_key, now)
    write(case, wanted.content(letter.body, letter.purpose))
    write_letter(case, letter, recorded_by=actor.name, now=now)
    due_at = rules.letter_due_at(letter.received_at, letter.priority, letter.reply_by, calendar())
    send_case(case, received_at=letter.received_at, due_at=due_at, now=now)
    record_attachments(wanted.attachments, actor, now)
    keep_footage(case, "公務機關來文", actor, now)
    detail = {"body": letter.body, "number": letter.number}
    ledger.append(verb=Verb.LETTER_RECEIVED, actor=actor, detail=detail, now=now, **selectors.CASES.said(case))
    return case


def check_received(dated_on: dt.date, received_at: dt.datetime, now: dt.datetime) -> None:
    """Raises AgencyRefused for a letter that came before it was written, or has not come yet."""
    if received_at > now:
        raise AgencyRefused("收文時間不能在未來，請確認日期與時間。", field="received_at")
    if dated_on > local_date(received_at):
        raise AgencyRefused("來文日期不能晚於收文日期，請再核對公文。", field="dated_on")


def begin_case(handler: User, body: str, form_key: uuid.UUID, now: dt.datetime) -> ReviewRequest:
    """Make the row of a public body's case, still to be filled in and sent; `form_key` makes it one."""
    case = ReviewRequest(draft_key=form_key, entered_by=handler, asker=Asker.AGENCY, created_at=now)
    case.applicant_name = body
    case.save()
    case.status = transitions.next_status(Status(case.status), None, Action.SUBMIT)
    return case


def write_letter(case: ReviewRequest, letter: LetterContent, *, recorded_by: str, now: dt.datetime) -> AgencyLetter:
    """Write a new letter of `case`."""
    return AgencyLetter.objects.create(case=case, recorded_by=recorded_by, recorded_at=now, **asdict(letter))
