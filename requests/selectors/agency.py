"""What a public body's letter says (伍、二)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.witnesses import RowWitness, row_facts
from requests import rules
from requests.choices import Priority, Secrecy
from requests.models import AgencyLetter

if TYPE_CHECKING:
    import datetime as dt

    from requests.models import ReviewRequest

SECRET_LETTERS = RowWitness(
    AgencyLetter.objects.filter(case=None), subject=lambda letter: f"密件收文 {letter.pk}", facts=row_facts
)
"""Witness of the stubs of 密件; what another letter says is a part of what its case says."""

AGENCY_ROWS = ("agency_letter",)
"""What of a case the facts of a public body need prefetched."""


def agency_said(case: ReviewRequest) -> dict[str, object]:
    """Return what the rows of a public body's case say, for the facts of the case; empty for everybody else's."""
    letter = letter_of(case)
    return {"letter": row_facts(letter)} if letter else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyFacts:
    """What is known of a public body's letter. `number` is empty, and its dates None, while the letter is owed.

    reply_by: the body's own 限期, None when it set none; the day the case is due stands in `case.due_at`.
    missing: the labels of the four items it does not state (法令依據, 調閱目的, 範圍, 用途).
    """

    body: str
    dated_on: dt.date | None
    number: str
    received_number: str
    received_at: dt.datetime | None
    priority: Priority
    secrecy: Secrecy
    legal_basis: str
    purpose: str
    scope: str
    use: str
    reply_by: dt.date | None
    no_reply_reason: str
    missing: tuple[str, ...]


def letter_of(case: ReviewRequest) -> AgencyLetter | None:
    """Return the letter of a public body's case, also one that is owed; None for everybody else's case."""
    letter: AgencyLetter | None = getattr(case, "agency_letter", None)
    return letter


def agency_facts(case: ReviewRequest) -> AgencyFacts | None:
    """Return what the body's letter says; None when `case` is not a public body's."""
    letter = letter_of(case)
    if letter is None:
        return None
    return AgencyFacts(
        body=letter.body,
        dated_on=letter.dated_on,
        number=letter.number,
        received_number=letter.received_number,
        received_at=letter.received_at,
        priority=Priority(letter.priority),
        secrecy=Secrecy(letter.secrecy),
        legal_basis=letter.legal_basis,
        purpose=letter.purpose,
        scope=letter.scope,
        use=letter.use,
        reply_by=letter.reply_by,
        no_reply_reason=letter.no_reply_reason,
        missing=missing_items(letter),
    )


def missing_items(letter: AgencyLetter) -> tuple[str, ...]:
    """Return the labels of the four items the letter does not state; all of them while it is owed (伍、二)."""
    return tuple(label for column, label in rules.FOUR_ITEMS if not (letter.is_here and getattr(letter, column)))
