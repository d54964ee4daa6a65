"""An officer without a letter (ruling 11): who he is was checked; his case keeps the footage at once, the letter is owed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from accounts import selectors as accounts
from ledger import services as ledger
from ledger.choices import Verb
from printing.rules import local_date, short_moment
from requests import policies, rules, selectors
from requests.models import AgencyLetter, OfficerVisit, ReviewRequest
from requests.services.agency.content import AgencyRefused
from requests.services.agency.receiving import begin_case
from requests.services.drafts.content import record_attachments, write
from requests.services.drafts.keeping import keep_footage
from requests.services.drafts.sending import send_case
from work.rules import after_working_days
from work.selectors import calendar

if TYPE_CHECKING:
    import datetime as dt
    import uuid

    from accounts.models import User
    from requests.services.agency.content import Officer, Wanted


@transaction.atomic
def receive_officer(
    *, handler: User, officer: Officer, wanted: Wanted, form_key: uuid.UUID, now: dt.datetime
) -> ReviewRequest:
    """Take in what an officer asks for before his letter is there. The same form sent twice is one case.

    Looking needs an oral consent besides (`record_oral_consent`). Raises MayNotEnter, AgencyRefused.
    """
    policies.require_may_enter(handler, now)
    if sent := ReviewRequest.objects.filter(draft_key=form_key, entered_by=handler).first():
        return sent
    _check(officer, now)
    actor = accounts.in_words(handler, now)
    case = begin_case(handler, officer.body, form_key, now)
    write(case, wanted.content(officer.body, officer.reason))
    days = accounts.plan_on(local_date(now)).letter_days or rules.LETTER_DAYS
    due_at = after_working_days(officer.came_at, days, calendar())
    AgencyLetter.objects.create(case=case, body=officer.body, recorded_by=actor.name, recorded_at=now)
    OfficerVisit.objects.create(
        case=case, officer=officer.name, badge=officer.badge, called_number=officer.called_number,
        called_at=officer.called_at, answered_by=officer.answered_by, called_by=actor.name, letter_due_at=due_at,
    )  # fmt: skip
    send_case(case, received_at=officer.came_at, due_at=due_at, now=now)
    record_attachments(wanted.attachments, actor, now)
    keep_footage(case, "公務機關人員到場", actor, now)
    detail = {"body": officer.body, "until": short_moment(due_at)}
    ledger.append(verb=Verb.OFFICER_RECEIVED, actor=actor, detail=detail, now=now, **selectors.CASES.said(case))
    return case


def _check(officer: Officer, now: dt.datetime) -> None:
    if not rules.may_be_received(officer.came_at, now):
        raise AgencyRefused("到場時間須在最近 30 日內，且不能在未來；請確認日期與時間。", field="came_at")
    if officer.called_at > now:
        raise AgencyRefused("回撥時間不能在未來，請先回撥查證再登錄。", field="called_at")
    if not (officer.called_number.strip() and officer.answered_by.strip() and officer.badge.strip()):
        raise AgencyRefused("請填寫服務證號、回撥電話與接聽人；未經查證的人員不能調閱。", field="called_number")
