"""展延 of the 處理期限: once, with a written reason, told to the applicant (個資法 §13 II; house, "The case")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from accounts import selectors as accounts
from ledger import services as ledger
from ledger.choices import Verb
from printing.rules import long_date
from requests import policies, selectors, transitions
from requests.choices import Action, Need, Status
from requests.services.chain.notices import send
from requests.services.errors import ReviewError
from requests.services.records import locked
from work.rules import due_by
from work.selectors import calendar

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User
    from requests.models import ReviewRequest


class ExtensionRefused(ReviewError):
    """The period cannot be extended; the sentence says why."""


@transaction.atomic
def extend(*, case_id: int, actor: User, reason: str, now: dt.datetime) -> ReviewRequest:
    """Extend the 處理期限 by the plan's days, counted with the first period from 收件. Only before it is over.

    Raises WrongOrder, KeepsOut, ExtensionRefused.
    """
    case = locked(case_id)
    policies.require_works_on(actor, case, now)
    transitions.next_status(Status(case.status), selectors.step_kind(case), Action.EXTEND)
    if case.need == Need.AGENCY:
        raise ExtensionRefused("公務機關來文的期限依來文及速別，不適用展延；請函復來文機關說明。")
    if case.extended_at is not None:
        raise ExtensionRefused("處理期限以展延一次為限，本案已展延過。")
    if not reason.strip():
        raise ExtensionRefused("請填寫展延理由，系統會一併通知申請人。")
    if case.plan is None or case.received_at is None or case.due_at is None or now > case.due_at:
        raise ExtensionRefused("處理期限已過，不能再展延，請儘速辦理。")
    case.due_at = due_by(case.received_at, case.plan.reply_days + case.plan.extension_days, calendar())
    case.extended_at, case.extension_reason = now, reason.strip()
    case.save(update_fields=["due_at", "extended_at", "extension_reason"])
    until = long_date(case.due_at)
    send(selectors.asked_by(case, now), case, f"調閱申請 {case.number} 的處理期限展延至 {until}", now)
    words = accounts.in_words(actor, now)
    ledger.append(verb=Verb.CASE_EXTENDED, actor=words, detail={"until": until}, now=now, **selectors.CASES.said(case))
    return case
