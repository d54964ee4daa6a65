"""A letter's draft: begun from what is known of the case, edited as often as needed, dropped when nobody needs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from accounts import selectors as accounts
from ledger.choices import Verb
from requests import policies, transitions
from requests.choices import LetterKind, Status
from requests.documents.letters import LetterText, draft, letter_facts
from requests.models import Letter
from requests.services.correspondence.errors import LetterRefused
from requests.services.correspondence.records import ACT, opened, require_draft, write_down
from requests.services.records import locked

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User
    from requests.models import ReviewRequest


def fresh_text(case: ReviewRequest, kind: LetterKind, now: dt.datetime) -> LetterText:
    """Return the first text of a letter. Raises NoSuchLetter."""
    transitions.require_letter(Status(case.status), kind, is_extended=case.extended_at is not None)
    return draft(kind, letter_facts(case, now))


@transaction.atomic
def save_draft(
    *, case_id: int, kind: LetterKind, text: LetterText, actor: User, now: dt.datetime, letter_id: int | None = None
) -> Letter:
    """Keep a letter's text as it was typed: a new draft, or the one of `letter_id`.

    Raises NotTheHandler, NoSuchLetter, LetterRefused.
    """
    if letter_id is None:
        case = locked(case_id)
        policies.require_handler(actor, case, ACT, now)
        letter = Letter(review_request=case, kind=kind, drafted_at=now)
    else:
        case, letter = opened(letter_id, actor, now)
        require_draft(letter)
    transitions.require_letter(Status(case.status), LetterKind(letter.kind), is_extended=case.extended_at is not None)
    _require_whole(text)
    letter.content, letter.drafted_by = text.to_json(), accounts.in_words(actor, now).name
    letter.save()
    write_down(Verb.LETTER_SAVED, case, letter.kind, actor, now)
    return letter


def _require_whole(text: LetterText) -> None:
    for field, label in (("addressee", "受文者"), ("subject", "主旨"), ("explanation", "說明")):
        if not getattr(text, field).strip():
            raise LetterRefused(f"請填寫{label}。", field=field)


@transaction.atomic
def drop_draft(*, letter_id: int, actor: User, now: dt.datetime) -> Letter:
    """Drop a draft: its text goes, that there was one stays. Raises NotTheHandler, LetterRefused."""
    case, letter = opened(letter_id, actor, now)
    require_draft(letter)
    letter.dropped_at, letter.content = now, ""
    letter.save(update_fields=["dropped_at", "content"])
    write_down(Verb.LETTER_DROPPED, case, letter.kind, actor, now)
    return letter
