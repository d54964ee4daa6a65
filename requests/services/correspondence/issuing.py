"""發出: what was written is frozen under the school's letterhead; and the paper of a letter, draft or frozen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from accounts import selectors as accounts
from ledger.choices import Verb
from ledger.witnesses import digest_of
from printing.documents import require_drawable
from requests import selectors, transitions
from requests.choices import LetterKind, Status
from requests.documents.letters import LetterPaper, LetterText, titled
from requests.documents.letters.paper import form_of
from requests.models import Letter, Snapshot, make_salt
from requests.services.chain.notices import send
from requests.services.correspondence.records import opened, require_draft, write_down

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User
    from requests.models import ReviewRequest


@transaction.atomic
def issue(*, letter_id: int, actor: User, now: dt.datetime) -> Letter:
    """Issue a draft: from now on it says what it says. Who asked with an account is told.

    Raises NotTheHandler, NoSuchLetter where the case has moved on, LetterRefused, CharacterMissingError.
    """
    case, letter = opened(letter_id, actor, now)
    require_draft(letter)
    kind = LetterKind(letter.kind)
    transitions.require_letter(Status(case.status), kind, is_extended=case.extended_at is not None)
    paper = _headed(case, letter, actor)
    require_drawable(paper.to_json())
    letter.snapshot = _freeze(case, paper, now)
    letter.issued_by, letter.issued_at, letter.content = accounts.in_words(actor, now).name, now, ""
    letter.save(update_fields=["snapshot", "issued_by", "issued_at", "content"])
    if case.applicant is not None and not selectors.is_for_agency(case):
        send([case.applicant], case, f"調閱申請 {case.number} 的{kind.label}已發出", now)
    write_down(Verb.LETTER_ISSUED, case, kind, actor, now)
    return letter


def paper_of(case: ReviewRequest, letter: Letter, reader: User) -> LetterPaper:
    """Return a letter that has a text: as it was issued, or a draft under the letterhead it would get from `reader`."""
    return LetterPaper.from_json(letter.snapshot.content) if letter.snapshot else _headed(case, letter, reader)


def _headed(case: ReviewRequest, letter: Letter, handler: User) -> LetterPaper:
    school, to_agency, kind = accounts.the_school(), selectors.is_for_agency(case), LetterKind(letter.kind)
    return LetterPaper(
        agency=school.name,
        form=form_of(kind, to_agency=to_agency),
        address=school.address,
        phone=handler.phone or school.phone,
        handler=handler.name,
        number=case.number or "",
        title=titled(kind, to_agency=to_agency),
        text=LetterText.from_json(letter.content),
    )


def _freeze(case: ReviewRequest, paper: LetterPaper, now: dt.datetime) -> Snapshot:
    salt, content = make_salt(), paper.to_json()
    return Snapshot.objects.create(
        review_request=case, content=content, salt=salt, sha256=digest_of({"letter": content}, salt=salt), made_at=now
    )
