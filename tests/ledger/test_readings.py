from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from ledger import selectors
from ledger import services as ledger
from ledger.choices import Verb
from ledger.models import Entry
from tests.ledger.book import START, TEACHER, disarm, sql

pytestmark = pytest.mark.django_db
SECOND = dt.timedelta(seconds=1)
WINDOW = dt.timedelta(minutes=10)


def read(now: dt.datetime, actor: ledger.Actor = TEACHER, subject: str = "案 115-0037") -> int:
    return ledger.append_reading(verb=Verb.CASE_READ, actor=actor, subject=subject, now=now)


def test_reading_is_recorded_once_in_ten_minutes() -> None:
    first = read(START)
    assert read(START + WINDOW - SECOND) == first
    assert read(START + WINDOW) == first + 1
    assert Entry.objects.count() == 2


def test_another_person_case_or_act_is_another_reading() -> None:
    numbers = {
        read(START),
        read(START, subject="案 115-0038"),
        read(START, actor=replace(TEACHER, account="handler")),
        ledger.append_reading(
            verb=Verb.CASE_PRINTED, actor=TEACHER, subject="案 115-0037", now=START, detail={"form": "已核定"}
        ),
    }
    assert len(numbers) == 4


def test_who_has_no_account_is_recorded_every_time() -> None:
    assert read(START, ledger.SYSTEM) != read(START, ledger.SYSTEM)


def test_a_clock_set_back_hides_no_reading() -> None:
    later = read(START + dt.timedelta(days=1))
    assert read(START) == later + 1


def test_what_cannot_be_recorded_raises() -> None:
    disarm()
    sql("DELETE FROM ledger_head")
    with pytest.raises(ledger.HeadMissing), transaction.atomic():
        read(START)


def test_who_hides_a_refusal_cannot_go_on_in_the_same_transaction() -> None:
    disarm()
    sql("DELETE FROM ledger_head")
    with transaction.atomic():
        with pytest.raises(ledger.HeadMissing):
            read(START)
        assert connection.needs_rollback
        transaction.set_rollback(False)


def test_a_reading_that_stands_is_one_query_and_waits_for_nobody() -> None:
    read(START)
    with CaptureQueriesContext(connection) as queries:
        read(START + SECOND)
    assert len(queries) == 1
    assert "ledger_head" not in queries[0]["sql"]


def test_who_did_much_since_is_recorded_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selectors, "LOOKED_AT", 3)
    first = read(START)
    for number in range(2):
        read(START, subject=f"案 115-{number:04d}")
    assert read(START) == first
    read(START, subject="案 115-0099")
    assert read(START) == first + 4


def test_the_newest_of_several_readings_is_the_one_that_stands() -> None:
    read(START)
    second = read(START + WINDOW)
    assert read(START + WINDOW + SECOND) == second
