"""密件 stays on paper: who wrote when, under which numbers, and nothing else."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from django.db import IntegrityError, transaction

from ledger.models import Entry
from requests import policies
from requests.choices import Priority, Secrecy
from requests.models import AgencyLetter, ReviewRequest
from requests.services.agency import AgencyRefused, receive_secret, settle_secret
from tests.review.acts import refused

if TYPE_CHECKING:
    from requests.services.agency import LetterContent
    from tests.conftest import Cast


def receive(cast: Cast, now: dt.datetime, **more: Any) -> AgencyLetter:
    said: dict[str, Any] = {
        "handler": cast.handler, "body": "臺灣桃園地方檢察署", "dated_on": now.date(), "number": "桃檢密字第1號",
        "received_number": "1150004568", "received_at": now, "priority": Priority.URGENT, "secrecy": Secrecy.RESTRICTED,
        "reply_by": None, "now": now,
    }  # fmt: skip
    return receive_secret(**(said | more))


def test_a_secret_letter_makes_no_case_and_says_nothing_in_the_ledger(cast: Cast, now: dt.datetime) -> None:
    letter = receive(cast, now)
    assert not ReviewRequest.objects.exists()
    entry = Entry.objects.latest("sequence")
    assert (entry.verb, entry.subject) == ("requests.secret_letter_received", f"密件收文 {letter.pk}")


def test_an_ordinary_letter_is_not_kept_as_a_stub(cast: Cast, now: dt.datetime) -> None:
    with refused(AgencyRefused, "普通件"):
        receive(cast, now, secrecy=Secrecy.NONE)


def test_a_secret_letter_is_entered_once_and_by_who_handles_requests(cast: Cast, now: dt.datetime) -> None:
    receive(cast, now)
    with refused(AgencyRefused, "已經登錄"):
        receive(cast, now)
    with refused(policies.MayNotEnter):
        receive(cast, now, handler=cast.guard, number="另一件")


def test_it_is_settled_once_on_a_day_that_can_be(cast: Cast, now: dt.datetime) -> None:
    letter = receive(cast, now)
    for day in (now.date() + dt.timedelta(days=1), now.date() - dt.timedelta(days=1)):
        with refused(AgencyRefused, "辦畢日期"):
            settle_secret(letter_id=letter.pk, handler=cast.handler, settled_on=day, now=now)
    assert settle_secret(letter_id=letter.pk, handler=cast.handler, settled_on=now.date(), now=now).settled_on
    with refused(AgencyRefused, "已登錄辦畢"):
        settle_secret(letter_id=letter.pk, handler=cast.handler, settled_on=now.date(), now=now)


def test_the_database_refuses_a_secret_letter_that_says_more(
    cast: Cast, case: ReviewRequest, letter: LetterContent, now: dt.datetime
) -> None:
    stub = receive(cast, now)
    for change in ({"purpose": letter.purpose}, {"case": None, "contact": "偵查佐"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            AgencyLetter.objects.filter(pk=stub.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        AgencyLetter.objects.filter(case=case).update(secrecy=Secrecy.SECRET)
    assert AgencyLetter.objects.get(case=case).secrecy == Secrecy.NONE
