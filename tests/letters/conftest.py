"""Cases to write letters on: a mother's on paper, a teacher's, a public body's; and the acts of writing."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING

from requests.choices import Action, Asker, LetterKind, Need
from requests.services.agency import receive_letter
from requests.services.correspondence import fresh_text, issue, save_draft
from requests.services.drafts import Content, Entry, enter, save_entry
from tests.agency.conftest import letter, wanted
from tests.review.conftest import approved, at_principal, case, content, signs
from tests.shared import shared

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User
    from requests.models import Letter, ReviewRequest
    from requests.services.agency import LetterContent, Wanted
    from tests.conftest import Cast
    from tests.review.conftest import Signs

__all__ = ["approved", "at_principal", "case", "content", "letter", "signs", "wanted"]


@shared
def mothers(cast: Cast, content: Content, now: dt.datetime) -> ReviewRequest:
    """What a mother without an account asked on paper this morning."""
    who = Entry(asker=Asker.REPRESENTATIVE, applicant_name="高𣕑宇", received_at=now)
    asked = replace(content, need=Need.CHILD, relation="母親")
    key = save_entry(handler=cast.handler, entry=who, content=asked, key=None, now=now).draft_key
    return enter(key=key, handler=cast.handler, accepts_note=True, now=now)


@shared
def bodys(cast: Cast, letter: LetterContent, wanted: Wanted, now: dt.datetime) -> ReviewRequest:
    """What the police asked by letter."""
    return receive_letter(handler=cast.handler, letter=letter, wanted=wanted, form_key=uuid.uuid4(), now=now)


@shared
def refused_case(at_principal: ReviewRequest, cast: Cast, signs: Signs) -> ReviewRequest:
    """A case 校長 has refused, on two grounds."""
    return signs(
        at_principal, cast.principal, Action.REFUSE, opinion="申請時段與事由無關。", grounds=("PROC-2", "PDPA10-3")
    )


def drafted(case: ReviewRequest, kind: LetterKind, actor: User, now: dt.datetime) -> Letter:
    """A draft as the product wrote it."""
    case.refresh_from_db()
    text = fresh_text(case, kind, now)
    return save_draft(case_id=case.pk, kind=kind, text=text, actor=actor, now=now)


def issued(case: ReviewRequest, kind: LetterKind, actor: User, now: dt.datetime) -> Letter:
    """A letter as the product wrote it, issued."""
    return issue(letter_id=drafted(case, kind, actor, now).pk, actor=actor, now=now)
