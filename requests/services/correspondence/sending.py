"""What is known of a letter only afterwards: 發文字號 and 發文日期, how and when it arrived; and a reply made elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from accounts import selectors as accounts
from ledger.choices import Verb
from printing.rules import local_date, long_date
from requests import policies, selectors, transitions
from requests.choices import Delivery, LetterKind, Status
from requests.models import Letter
from requests.services.correspondence.errors import LetterRefused
from requests.services.correspondence.records import ACT, opened, require_issued, write_down
from requests.services.records import locked

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User


@transaction.atomic
def record_sending(*, letter_id: int, number: str, sent_on: dt.date, actor: User, now: dt.datetime) -> Letter:
    """Enter 發文字號 and 發文日期 of an issued letter; entered again, they are put right and the ledger keeps both.

    Raises NotTheHandler, LetterRefused.
    """
    case, letter = opened(letter_id, actor, now)
    require_issued(letter)
    _require_number(number)
    begins = case.received_at if letter.is_on_paper else letter.issued_at
    _require_past(sent_on, begins, now, "sent_on", "發文日期")
    letter.sent_number, letter.sent_on = number.strip(), sent_on
    letter.save(update_fields=["sent_number", "sent_on"])
    write_down(Verb.LETTER_SENT, case, letter.kind, actor, now, number=letter.sent_number, on=long_date(sent_on))
    return letter


@transaction.atomic
def record_delivery(
    *, letter_id: int, manner: Delivery, delivered_on: dt.date, actor: User, now: dt.datetime
) -> Letter:
    """Enter 送達方式 and 送達日 of an issued letter: from then on the periods of 救濟 run. Raises NotTheHandler, LetterRefused."""
    case, letter = opened(letter_id, actor, now)
    require_issued(letter)
    _require_past(delivered_on, letter.issued_at, now, "delivered_on", "送達日")
    letter.delivery, letter.delivered_on = manner, delivered_on
    letter.save(update_fields=["delivery", "delivered_on"])
    write_down(Verb.LETTER_DELIVERED, case, letter.kind, actor, now, manner=manner.label, on=long_date(delivered_on))
    return letter


@transaction.atomic
def record_on_paper(
    *, case_id: int, kind: LetterKind, number: str, sent_on: dt.date, actor: User, now: dt.datetime
) -> Letter:
    """Enter a letter that was written elsewhere: 密件 on paper, or in the school's 公文系統. Only its number is kept.

    Raises NotTheHandler, NoSuchLetter, LetterRefused.
    """
    case = locked(case_id)
    policies.require_handler(actor, case, ACT, now)
    transitions.require_letter(Status(case.status), kind, is_extended=case.extended_at is not None)
    if not selectors.is_for_agency(case):
        raise LetterRefused("只有公務機關來文的函覆可以只登錄發文字號。")
    _require_number(number)
    _require_past(sent_on, case.received_at, now, "sent_on", "發文日期")
    name = accounts.in_words(actor, now).name
    letter = Letter.objects.create(
        review_request=case, kind=kind, drafted_by=name, drafted_at=now, issued_by=name, issued_at=now,
        is_on_paper=True, sent_number=number.strip(), sent_on=sent_on,
    )  # fmt: skip
    write_down(Verb.LETTER_ON_PAPER, case, kind, actor, now, number=letter.sent_number, on=long_date(sent_on))
    return letter


def _require_number(number: str) -> None:
    if not number.strip():
        raise LetterRefused("請填寫發文字號，例如：瑞豐國小總字第1150001234號。", field="number")


def _require_past(day: dt.date, begins: dt.datetime | None, now: dt.datetime, field: str, label: str) -> None:
    if day > local_date(now):
        raise LetterRefused(f"{label}不能在今天之後。", field=field)
    if begins is not None and day < local_date(begins):
        raise LetterRefused(f"{label}不能早於 {long_date(begins)}。", field=field)
