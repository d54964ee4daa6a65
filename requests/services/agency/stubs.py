"""密件: the letter, its case and its answer stay on paper; a stub says who wrote when, and that it is settled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from accounts import selectors as accounts
from ledger import services as ledger
from ledger.choices import Verb
from printing.rules import local_date
from requests import policies, selectors
from requests.choices import Priority, Secrecy
from requests.models import AgencyLetter
from requests.services.agency.content import AgencyRefused
from requests.services.agency.receiving import check_received

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User


@transaction.atomic
def receive_secret(
    *,
    handler: User,
    body: str,
    dated_on: dt.date,
    number: str,
    received_number: str,
    received_at: dt.datetime,
    priority: Priority,
    secrecy: Secrecy,
    reply_by: dt.date | None,
    now: dt.datetime,
) -> AgencyLetter:
    """Keep the stub of a letter that has a 密等. Raises MayNotEnter, AgencyRefused."""
    policies.require_may_enter(handler, now)
    if secrecy == Secrecy.NONE:
        raise AgencyRefused("普通件請登錄為案件，不要只登錄文號。", field="secrecy")
    if AgencyLetter.objects.filter(case=None, body=body, number=number).exists():
        raise AgencyRefused("這件密件已經登錄。", field="number")
    check_received(dated_on, received_at, now)
    actor = accounts.in_words(handler, now)
    letter = AgencyLetter.objects.create(
        case=None, body=body, dated_on=dated_on, number=number, received_number=received_number, priority=priority,
        received_at=received_at, secrecy=secrecy, reply_by=reply_by, recorded_by=actor.name, recorded_at=now,
    )  # fmt: skip
    ledger.append(verb=Verb.SECRET_LETTER_RECEIVED, actor=actor, now=now, **selectors.SECRET_LETTERS.said(letter))
    return letter


@transaction.atomic
def settle_secret(*, letter_id: int, handler: User, settled_on: dt.date, now: dt.datetime) -> AgencyLetter:
    """Record the day on which a 密件 was settled on paper. Raises MayNotEnter, AgencyRefused."""
    policies.require_may_enter(handler, now)
    letter = AgencyLetter.objects.select_for_update(of=("self",), no_key=True).get(pk=letter_id, case=None)
    if letter.settled_on is not None:
        raise AgencyRefused("這件密件已登錄辦畢。")
    if settled_on > local_date(now) or (letter.received_at and settled_on < local_date(letter.received_at)):
        raise AgencyRefused("辦畢日期須在收文當日以後，且不能在未來。", field="settled_on")
    letter.settled_on = settled_on
    letter.save(update_fields=["settled_on"])
    actor = accounts.in_words(handler, now)
    ledger.append(verb=Verb.SECRET_LETTER_SETTLED, actor=actor, now=now, **selectors.SECRET_LETTERS.said(letter))
    return letter
