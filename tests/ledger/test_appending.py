from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from ledger import origin
from ledger import services as ledger
from ledger.apps import make_head
from ledger.choices import SENTENCES, Verb, verbs, words_of
from ledger.models import Entry, Head
from ledger.rules import GENESIS, seal
from tests.ledger.book import DEAN, START, TEACHER, arm, cells, disarm, sql, submit

pytestmark = pytest.mark.django_db


def test_an_entry_holds_who_what_when_and_from_where(now: dt.datetime) -> None:
    with origin.from_where("192.168.1.23"):
        number = ledger.append(
            verb=Verb.CASE_DECIDED,
            actor=DEAN,
            subject="案 115-0037",
            now=now,
            detail={"word": "准予調閱"},
            digest="ab" * 32,
        )
    entry = Entry.objects.get(sequence=number)
    assert number == 1
    assert (entry.actor, entry.account, entry.role, entry.acting_for) == (
        "教務主任 陳煒騏",
        "dean",
        "校長",
        "校長 蘇翊甯",
    )
    assert (entry.verb, entry.subject, entry.origin) == ("requests.decided", "案 115-0037", "192.168.1.23")
    assert (entry.at, entry.detail, entry.digest) == (now, {"word": "准予調閱"}, "ab" * 32)


def test_the_format_of_an_entry_never_changes() -> None:
    """Golden bytes: rows that schools hold must verify for ever."""
    at = dt.datetime(2026, 11, 23, 9, 0, 0, 120, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    submit()
    submit(verb=Verb.CASE_RETURNED, now=at, detail={"to": '申請人 "補正"\n'}, digest="ab" * 32)
    body, previous_hash, this_hash = cells("SELECT body, previous_hash, hash FROM ledger_entry WHERE sequence = 2")
    assert body.decode() == (
        '[2,"2026-11-23 01:00:00.000120+00:00","requests.returned","五年三班導師 許喆安","teacher","教職員","",'
        f'"系統","案 115-0001","{"ab" * 32}",{{"to":"申請人 \\"補正\\"\\n"}}]'
    )
    (on_the_second,) = cells("SELECT body FROM ledger_entry WHERE sequence = 1")
    assert on_the_second.startswith(b'[1,"2026-11-23 01:00:01.000000+00:00",')
    assert this_hash == hashlib.sha256(previous_hash + body).digest()
    assert cells("SELECT hash FROM ledger_entry WHERE sequence = 1") == (previous_hash,)
    assert cells("SELECT previous_hash FROM ledger_entry WHERE sequence = 1") == (bytes(32),)
    sealed = hmac.digest(settings.LEDGER_HEAD_KEYS[0], (2).to_bytes(8, "big") + this_hash, "sha256")
    assert cells("SELECT sequence, hash, mac FROM ledger_head") == (2, this_hash, sealed)


def test_an_append_is_three_statements() -> None:
    with CaptureQueriesContext(connection) as queries:
        submit()
    acts = [statement.split()[0] for query in queries for statement in query["sql"].split("; ")]
    assert acts == ["SELECT", "INSERT", "UPDATE"]
    assert ("FOR NO KEY UPDATE" in queries[0]["sql"]) is (connection.vendor == "postgresql")


def test_an_act_that_cannot_be_recorded_does_not_happen() -> None:
    disarm()
    sql("DELETE FROM ledger_head")
    with pytest.raises(ledger.HeadMissing, match="鏈首不見了，無法記錄；請執行 verify_ledger "), transaction.atomic():
        submit()
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"verb": "requests.invented"}, "沒有這個行為"),
        ({"now": dt.datetime(2026, 11, 23, 9, 0)}, r"^時間須含時區$"),  # noqa: DTZ001 - the naive moment is the point
        ({"detail": {"word": "核准"}}, "內容須為"),
        ({"verb": Verb.CASE_RETURNED}, r"內容須為\['to'\]"),
        ({"verb": Verb.CASE_RETURNED, "detail": {"to": 5}}, "文字"),
        ({"verb": Verb.CASE_RETURNED, "detail": {"to": "申請人\0"}}, "空字元"),
        ({"subject": "案" * 401}, "400 字以內"),
        ({"subject": "案\0"}, "空字元"),
        ({"subject": ""}, r"^行為人與對象不可空白$"),
        ({"actor": ledger.Actor(name="")}, "不可空白"),
        ({"actor": ledger.Actor(name="林" * 121)}, "120 字以內"),
        ({"digest": "AB" * 32}, "十六進位"),
        ({"digest": "ab" * 31}, r"^對象摘要須為 64 個小寫十六進位字元$"),
    ],
)
def test_wrong_words_are_refused_and_leave_nothing(changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ledger.WrongEntry, match=sentence):
        submit(**changes)
    assert not Entry.objects.exists()
    assert submit() == 1


@pytest.mark.counted_elsewhere
@pytest.mark.parametrize("verb", Verb)
def test_every_verb_has_a_sentence_and_can_be_recorded(verb: Verb) -> None:
    words = {word: f"〈{word}〉" for word in words_of(verb)}
    number = ledger.append(verb=verb, actor=TEACHER, subject="〈對象〉", now=START, detail=words)
    said = ledger.sentence(Entry.objects.get(sequence=number))
    assert set(SENTENCES) == set(Verb) == {value for value, _ in verbs()}
    assert all(text in said for text in words.values())
    assert "{" not in said


def test_a_sentence_says_for_whom_a_deputy_acts() -> None:
    submit(verb=Verb.CASE_DECIDED, actor=DEAN, detail={"word": "准予調閱"})
    submit(verb=Verb.CASE_RETURNED, detail={"to": "{actor}"})
    deputy, braces = Entry.objects.order_by("sequence")
    assert ledger.sentence(deputy) == "教務主任 陳煒騏（代校長 蘇翊甯）核定案 115-0001：准予調閱"
    assert ledger.sentence(braces) == "五年三班導師 許喆安退回案 115-0001 予{actor}"


def test_the_head_is_made_once_and_never_over_entries() -> None:
    make_head()
    assert Head.objects.get().sequence == 0
    submit()
    disarm()
    sql("DELETE FROM ledger_head")
    make_head()
    assert not Head.objects.exists()


def test_no_head_is_made_before_the_tables_are_there() -> None:
    disarm()
    sql("ALTER TABLE ledger_head RENAME TO ledger_head_elsewhere")
    make_head()
    sql("ALTER TABLE ledger_head_elsewhere RENAME TO ledger_head")
    assert Head.objects.get().sequence == 0


def test_a_number_is_never_used_twice() -> None:
    submit()
    disarm()
    sql("UPDATE ledger_head SET sequence = 0, hash = %s, mac = %s", GENESIS, seal(0, GENESIS))
    with pytest.raises(IntegrityError), transaction.atomic():
        submit()


def test_the_body_is_readable_json_on_its_own() -> None:
    submit(detail=None)
    (body,) = cells("SELECT body FROM ledger_entry")
    assert json.loads(body)[3] == TEACHER.name


def test_a_head_somebody_changed_is_not_sealed_anew() -> None:
    """Who holds the database alone cuts the tail and sets the head back; the next act must not make that genuine."""
    submit(1)
    submit(2)
    sequence, entry_hash = cells("SELECT sequence, hash FROM ledger_entry WHERE sequence = 1")
    disarm()
    sql("DELETE FROM ledger_entry WHERE sequence = 2")
    sql("UPDATE ledger_head SET sequence = %s, hash = %s", sequence, entry_hash)
    arm()
    with pytest.raises(ledger.HeadForged, match="驗證碼不符，停止記錄；請執行 verify_ledger "), transaction.atomic():
        submit(3)
    assert not ledger.verify().ok


def test_with_another_key_nothing_is_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    submit(1)
    monkeypatch.setattr(settings, "LEDGER_HEAD_KEYS", [bytes(32)])
    with pytest.raises(ledger.HeadForged), transaction.atomic():
        submit(2)
