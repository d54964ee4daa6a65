"""A letter of the police, and an officer who came without one."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

import pytest

from requests.choices import Priority
from requests.services.agency import LetterContent, Wanted, receive_letter
from tests.review.conftest import signs

if TYPE_CHECKING:
    from cameras.models import Camera
    from requests.models import ReviewRequest
    from tests.conftest import Cast

__all__ = ["signs"]

BODY = "桃園市政府警察局八德分局"
NUMBER = "德警分刑字第1150031234號"


@pytest.fixture
def letter(now: dt.datetime) -> LetterContent:
    """A letter that states all four items, received this morning."""
    return LetterContent(
        body=BODY, dated_on=now.date() - dt.timedelta(days=3), number=NUMBER, received_number="1150004567",
        received_at=now - dt.timedelta(minutes=30), priority=Priority.URGENT, legal_basis="刑事訴訟法第230條",
        purpose="偵辦竊盜案件", scope="操場東側 11 月 20 日 12 時至 12 時 15 分", use="作為偵查之證據", contact="偵查佐 高𣕑宇",
    )  # fmt: skip


@pytest.fixture
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


@pytest.fixture
def case(cast: Cast, letter: LetterContent, wanted: Wanted, now: dt.datetime) -> ReviewRequest:
    """The case 承辦人 made of the letter: 待承辦人擬辦."""
    return receive_letter(handler=cast.handler, letter=letter, wanted=wanted, form_key=uuid.uuid4(), now=now)
