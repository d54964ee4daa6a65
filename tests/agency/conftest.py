"""A letter of the police, and an officer who came without one."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

from requests.choices import Action, Answer, ConsentGround, Priority, Proposal
from requests.services.agency import LetterContent, Officer, Wanted, receive_letter, receive_officer
from requests.services.consents import record_oral_consent
from retention.models import Hold
from tests.copies.making import made
from tests.review.conftest import signs
from tests.shared import shared

if TYPE_CHECKING:
    from cameras.models import Camera
    from requests.models import ReviewRequest
    from retention.models import EvidenceCopy
    from tests.conftest import Cast
    from tests.review.conftest import Signs

__all__ = ["signs"]

BODY = "桃園市政府警察局八德分局"
NUMBER = "德警分刑字第1150031234號"


@shared
def letter(now: dt.datetime) -> LetterContent:
    """A letter that states all four items, received this morning."""
    return LetterContent(
        body=BODY, dated_on=now.date() - dt.timedelta(days=3), number=NUMBER, received_number="1150004567",
        received_at=now - dt.timedelta(minutes=30), priority=Priority.URGENT, legal_basis="刑事訴訟法第230條",
        purpose="偵辦竊盜案件", scope="操場東側 11 月 20 日 12 時至 12 時 15 分", use="作為偵查之證據", contact="偵查佐 高𣕑宇",
    )  # fmt: skip


@shared
def wanted(cameras: list[Camera], now: dt.datetime) -> Wanted:
    """Two cameras, fifteen minutes at noon three days ago, and a copy."""
    noon = now - dt.timedelta(days=3) + dt.timedelta(hours=3)
    return Wanted(
        cameras=cameras[:2],
        starts_at=noon,
        ends_at=noon + dt.timedelta(minutes=15),
        wants_copy=True,
        phone="03-0000000",
    )


@shared
def case(cast: Cast, letter: LetterContent, wanted: Wanted, now: dt.datetime) -> ReviewRequest:
    """The case 承辦人 made of the letter: 待承辦人擬辦."""
    return receive_letter(handler=cast.handler, letter=letter, wanted=wanted, form_key=uuid.uuid4(), now=now)


@shared
def officer(now: dt.datetime) -> Officer:
    """Who he is was checked: the school called the station on a number it found itself."""
    return Officer(
        body=BODY, name="葉𣕑安", badge="警 4471", reason="偵辦竊盜案件，公文後補", came_at=now - dt.timedelta(minutes=20),
        called_number="03-0000110", called_at=now - dt.timedelta(minutes=10), answered_by="值班台 高員",
    )  # fmt: skip


@shared
def visit(cast: Cast, officer: Officer, wanted: Wanted, now: dt.datetime) -> ReviewRequest:
    """The case of an officer whose letter is owed."""
    return receive_officer(handler=cast.handler, officer=officer, wanted=wanted, form_key=uuid.uuid4(), now=now)


def consented(case: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    """校長 said yes on the telephone."""
    record_oral_consent(
        case_id=case.pk, ground=ConsentGround.OFFICER, consented_by=cast.principal, consented_at=now, recorder=cast.handler,
        now=now,
    )  # fmt: skip


def granted(
    case: ReviewRequest, cast: Cast, signs: Signs, *, copies: Answer = Answer.YES, **when: Any
) -> ReviewRequest:
    """The chain says yes, and to the copy what `copies` says; `now` may be given."""
    case.refresh_from_db()
    signs(case, cast.handler, Action.PROPOSE, proposal=Proposal.APPROVE, **when)
    signs(case, cast.supervisor, Action.PROPOSE, proposal=Proposal.APPROVE, **when)
    signs(case, cast.principal, Action.APPROVE, grants_copy=copies, copy_answer="依來文。", **when)
    case.refresh_from_db()
    return case


def copied(case: ReviewRequest, cast: Cast, now: dt.datetime, **more: Any) -> EvidenceCopy:
    """The school's finished copy of what the case asks for."""
    return made(Hold.objects.get(case_key=case.draft_key), cast.handler, now, **more)
