"""What a public body's letter prints on 附錄1 (ruling 20)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from printing.rules import long_date
from requests import rules
from requests.documents.appendix_1 import APPLICANT_LABEL, SignatureCell

if TYPE_CHECKING:
    from requests.models import AgencyLetter

LETTER_KEPT = "公文存卷"
NOT_STATED = "（來文未載明）"


def agency_reason(letter: AgencyLetter, said: str) -> str:
    """Return 申請事由 of a public body: 來文字號, then the four items; while the letter is owed, what the officer `said`."""
    if not letter.is_here or letter.dated_on is None:
        return f"（公文補送中）{said}"
    day, _, _weekday = long_date(letter.dated_on).partition("（")
    heading = f"{letter.body}{day}{letter.number}函"
    items = [f"{label}：{getattr(letter, column) or NOT_STATED}" for column, label in rules.FOUR_ITEMS]
    return "\n".join((heading, *items))


def agency_cell(letter: AgencyLetter) -> SignatureCell:
    """Return 申請人's cell of a public body: its name, and that its letter is on file."""
    return SignatureCell(APPLICANT_LABEL, (letter.body, LETTER_KEPT) if letter.is_here else (letter.body,))
