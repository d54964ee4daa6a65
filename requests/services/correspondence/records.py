"""What every act on a letter does: lock the case and the letter, name it, append."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts import selectors as accounts
from ledger import services as ledger
from requests import policies, selectors
from requests.choices import LetterKind
from requests.documents.letters import titled
from requests.models import Letter
from requests.services.correspondence.errors import LetterRefused
from requests.services.records import locked

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User
    from ledger.choices import Verb
    from requests.models import ReviewRequest

ACT = "辦理書函"


def opened(letter_id: int, actor: User, now: dt.datetime) -> tuple[ReviewRequest, Letter]:
    """Return a letter and its case, both locked, for 承辦人 of the case. Raises NotTheHandler, LetterRefused."""
    case = locked(Letter.objects.values_list("review_request_id", flat=True).get(pk=letter_id))
    policies.require_handler(actor, case, ACT, now)
    letter = Letter.objects.select_for_update(of=("self",), no_key=True).get(pk=letter_id)
    if letter.dropped_at is not None:
        raise LetterRefused("這份草稿已經作廢。")
    return case, letter


def require_draft(letter: Letter) -> None:
    """Raises LetterRefused for what was issued: it is frozen."""
    if not letter.is_draft:
        raise LetterRefused("這份書函已經發出，不能再更改；內容有誤時，請另擬一份更正。")


def require_issued(letter: Letter) -> None:
    """Raises LetterRefused for a draft."""
    if letter.is_draft:
        raise LetterRefused("這份書函尚未發出，請先發出。")


def write_down(verb: Verb, case: ReviewRequest, kind: str, actor: User, now: dt.datetime, **detail: str) -> None:
    """Append the act to the ledger, last of all."""
    name = titled(LetterKind(kind), to_agency=selectors.is_for_agency(case))
    ledger.append(
        verb=verb, actor=accounts.in_words(actor, now), detail={"kind": name, **detail}, now=now,
        **selectors.CASES.said(case),
    )  # fmt: skip
