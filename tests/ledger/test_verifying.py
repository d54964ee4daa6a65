from __future__ import annotations

import datetime as dt
import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Office
from ledger import services as ledger
from ledger import witnesses
from ledger.choices import Verb
from ledger.models import Entry
from ledger.rules import canonical, link, seal
from ledger.services.verification import chain
from tests.ledger.book import START, TEACHER, cells, disarm, live_offices, sql, submit, witness_office

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.django_db


@pytest.fixture
def offices(monkeypatch: pytest.MonkeyPatch) -> list[Office]:
    """Three witnessed offices; the registry of the rooms stands aside."""
    monkeypatch.setattr(witnesses, "_registry", {})
    witnesses.register("處室", live_offices)
    rows = [Office.objects.create(name=name) for name in ("總務處", "學務處", "輔導室")]
    for row in rows:
        witness_office(row)
    return rows


def finding() -> tuple[str, int | None, str]:
    report = ledger.verify()
    assert report.finding is not None
    assert report.finding.part == "witnesses" or report.finding.subject == "", "only a witness names what it is about"
    return report.finding.part, report.finding.sequence, str(report.finding)


def forge(sequence: int, previous_hash: bytes, body: bytes) -> None:
    """Write a row whose hash is right: by somebody who knows the format."""
    sql(
        "INSERT INTO ledger_entry SELECT %s, at, verb, actor, account, role, acting_for, origin, subject, digest,"
        " detail, %s, %s, %s FROM ledger_entry WHERE sequence = 1",
        *(sequence, body, previous_hash, link(previous_hash, body)),
    )


def test_an_empty_ledger_is_in_order() -> None:
    report = ledger.verify()
    assert (report.ok, report.tip.sequence, str(report)) == (True, 0, f"存取紀錄完好：共 0 筆，最後雜湊 {'0' * 64}")


def test_what_was_appended_is_in_order(offices: list[Office]) -> None:
    submit(1, verb=Verb.CASE_RETURNED, detail={"to": "申請人"})
    assert ledger.verify().ok
    assert ledger.verify().tip == chain._stride()


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    subject=TEXT.filter(bool),
    reason=TEXT,
    role=TEXT,
    at=st.datetimes(dt.datetime(1, 1, 2), dt.datetime(9999, 12, 30), timezones=st.just(dt.UTC)),  # noqa: DTZ001
)
def test_whatever_is_written_reads_back_as_its_bytes(subject: str, reason: str, role: str, at: dt.datetime) -> None:
    """Quotes, control characters, astral Han, midnight without microseconds: the database rebuilds Python's bytes."""
    with transaction.atomic():
        actor = ledger.Actor(name="游承堃", role=role)
        number = ledger.append(
            verb=Verb.HOLD_PLACED,
            actor=actor,
            subject=subject,
            now=at,
            detail={"cameras": "C01", "reason": reason},
            digest="",
        )
        assert chain._stride().sequence == number
        assert Entry.objects.get(sequence=number).detail == {"cameras": "C01", "reason": reason}
        transaction.set_rollback(True)


def test_a_gap_is_named_by_the_missing_number() -> None:
    for number in range(1, 5):
        submit(number)
    disarm()
    sql("DELETE FROM ledger_entry WHERE sequence = 3")
    assert finding() == ("chain", 3, "第 3 筆：不見了")


def test_a_cut_tail_is_named_from_its_first_row() -> None:
    for number in range(1, 5):
        submit(number)
    disarm()
    sql("DELETE FROM ledger_entry WHERE sequence > 2")
    assert finding() == ("chain", 3, "第 3 筆：從這一筆起不見了，鏈首記到第 4 筆")


def test_a_cut_tail_with_a_rewritten_head_is_found_by_the_key() -> None:
    for number in range(1, 5):
        submit(number)
    mac = cells("SELECT mac FROM ledger_head")[0]
    disarm()
    sql("DELETE FROM ledger_entry WHERE sequence > 2")
    (last,) = cells("SELECT hash FROM ledger_entry WHERE sequence = 2")
    for forged in (mac, hashlib.sha256((2).to_bytes(8, "big") + last).digest()):
        sql("UPDATE ledger_head SET sequence = 2, hash = %s, mac = %s", last, forged)
        assert finding() == ("head", None, "鏈首的驗證碼不符：鏈首遭改寫，或金鑰不是本系統的")
    sql("UPDATE ledger_head SET sequence = -2")
    assert finding()[0] == "head"


def test_a_missing_head_is_named() -> None:
    disarm()
    sql("DELETE FROM ledger_head")
    assert finding() == ("head", None, "鏈首不見了")


def test_rows_added_at_either_end_are_named() -> None:
    submit()
    last, body = cells("SELECT hash, body FROM ledger_entry")
    disarm()
    genuine = canonical(
        sequence=2, at=START + dt.timedelta(seconds=1), verb=Verb.CASE_SUBMITTED, actor=TEACHER, origin="系統",
        subject="案 115-0001", detail={}, digest="",
    )  # fmt: skip
    forge(2, last, genuine)
    assert finding() == ("chain", 2, "第 2 筆：不該有這一筆，鏈首沒有記到")
    forge(-1, last, body)
    assert finding() == ("chain", -1, "第 -1 筆：序號從 1 起，不該有這一筆")


def test_a_number_left_out_is_named_even_where_hash_and_head_go_on_over_it() -> None:
    """By somebody who holds database and key: only the numbers tell."""
    submit()
    (last,) = cells("SELECT hash FROM ledger_entry")
    disarm()
    body = canonical(
        sequence=3, at=START + dt.timedelta(seconds=1), verb=Verb.CASE_SUBMITTED, actor=TEACHER, origin="系統",
        subject="案 115-0001", detail={}, digest="",
    )  # fmt: skip
    forge(3, last, body)
    sql("UPDATE ledger_head SET sequence = 3, hash = %s, mac = %s", link(last, body), seal(3, link(last, body)))
    assert finding() == ("chain", 2, "第 2 筆：不見了")


def test_a_row_that_names_another_before_it_is_named_though_its_own_hash_is_right() -> None:
    for number in (1, 2):
        submit(number)
    disarm()
    sql("UPDATE ledger_entry SET previous_hash = %s WHERE sequence = 2", bytes(32))
    assert finding() == ("chain", 2, "第 2 筆：「前一筆雜湊」與前一筆不符")


@pytest.mark.parametrize("body", [b"\xff", b"{}", b"[1]", b'[2,"yesterday",{}]', b'[2,"2026-11-23 01:00:01+00:00",{}]'])
def test_bytes_that_are_no_entry_are_named(body: bytes) -> None:
    submit()
    (last,) = cells("SELECT hash FROM ledger_entry")
    disarm()
    forge(2, last, body)
    assert finding() == ("chain", 2, "第 2 筆：「雜湊內容」不是一筆紀錄")


def test_bytes_that_say_less_or_more_than_the_columns_are_named() -> None:
    submit()
    (last,) = cells("SELECT hash FROM ledger_entry")
    (body,) = cells("SELECT body FROM ledger_entry")
    said = json.loads(body)
    said[0] = 2
    disarm()
    for less in ([*said[:5], {}], [*said, "more", {}]):
        forge(2, last, json.dumps(less, ensure_ascii=False).encode())
        assert finding() == ("chain", 2, "第 2 筆：「雜湊內容」不是一筆紀錄")
        sql("DELETE FROM ledger_entry WHERE sequence = 2")


def test_a_row_rewritten_in_columns_and_bytes_alike_keeps_no_hash() -> None:
    for number in (1, 2):
        submit(number)
    disarm()
    (body,) = cells("SELECT body FROM ledger_entry WHERE sequence = 1")
    other = body.replace("系統".encode(), "系汰".encode())
    sql("UPDATE ledger_entry SET origin = '系汰', body = %s WHERE sequence = 1", other)
    assert finding() == ("chain", 1, "第 1 筆：「雜湊」與「雜湊內容」不符")


def test_a_wholly_rewritten_chain_does_not_reach_the_head() -> None:
    submit(1)
    disarm()
    body, last = cells("SELECT body, hash FROM ledger_entry")
    other = body.replace("系統".encode(), "系汰".encode())
    sql("UPDATE ledger_entry SET origin = '系汰', body = %s, hash = %s", other, link(bytes(32), other))
    assert finding() == ("chain", 1, "第 1 筆：「雜湊」與鏈首不符")
    sql("UPDATE ledger_head SET mac = %s, hash = %s", seal(1, last), last)
    assert finding()[1] == 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite lets a cell hold another type")
@pytest.mark.parametrize("column", ["at", "verb", "subject", "detail", "body", "previous_hash", "hash"])
def test_a_cell_of_another_type_is_named(column: str) -> None:
    """The same bytes as BLOB instead of text, or the reverse."""
    submit(1)
    submit(2)
    disarm()
    to = "TEXT" if column in {"body", "previous_hash", "hash"} else "BLOB"
    sql(f"UPDATE ledger_entry SET {column} = CAST({column} AS {to}) WHERE sequence = 2")
    part, number, _ = finding()
    assert (part, number) == ("chain", 2)
    assert connection.is_usable()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite keeps text that is no UTF-8")
def test_a_cell_that_cannot_be_read_is_named() -> None:
    submit(1)
    submit(2)
    disarm()
    sql("UPDATE ledger_entry SET actor = CAST(x'ff' AS TEXT) WHERE sequence = 2")
    part, number, sentence = finding()
    assert (part, number) == ("chain", 2)
    assert sentence.startswith("第 2 筆：讀不出來")


def test_a_changed_live_row_is_named(offices: list[Office]) -> None:
    Office.objects.filter(pk=offices[1].pk).update(name="訓導處")
    subject = f"處室 {offices[1].pk}"
    assert finding() == ("witnesses", 2, f"第 2 筆「{subject}」：「處室」現在的內容與這筆存取紀錄不符")
    witness_office(Office.objects.get(pk=offices[1].pk))
    assert ledger.verify().ok


def test_a_removed_live_row_is_named_until_its_removal_is_an_entry(offices: list[Office]) -> None:
    office = offices[2]
    subject = f"處室 {office.pk}"
    office.delete()
    assert finding() == ("witnesses", 3, f"第 3 筆「{subject}」：存取紀錄有、資料中卻沒有這個對象")
    submit(subject=subject, digest=witnesses.GONE)
    assert ledger.verify().ok


def test_a_live_row_that_came_back_is_named(offices: list[Office]) -> None:
    submit(subject=f"處室 {offices[0].pk}", digest=witnesses.GONE)
    assert finding()[:2] == ("witnesses", 4)


def test_a_live_row_the_ledger_never_saw_is_named(offices: list[Office]) -> None:
    new = Office.objects.create(name="會計室")
    submit(subject=f"處室 {new.pk}")  # an act without a digest witnesses nothing
    assert finding() == ("witnesses", None, f"「處室 {new.pk}」：「處室」有這個對象，存取紀錄卻沒有")


def test_a_witness_may_be_registered_by_its_path(offices: list[Office]) -> None:
    witnesses.register("處室", "tests.ledger.book.live_offices")
    assert witnesses.registered() == {"處室": live_offices}
    assert ledger.verify().ok
    witnesses.unregister("處室")
    assert finding()[:2] == ("witnesses", 1)


def test_facts_have_one_digest_whatever_their_order() -> None:
    facts = {"姓名": "林𠮷祥", "起": START}
    reverse = dict(reversed(facts.items()))
    assert witnesses.digest_of(facts) == witnesses.digest_of(reverse)
    assert witnesses.digest_of(facts, salt=b"1") != witnesses.digest_of(facts, salt=b"2")


def test_the_command_says_that_all_is_well(capsys: pytest.CaptureFixture[str]) -> None:
    submit()
    call_command("verify_ledger")
    assert capsys.readouterr().out.startswith("存取紀錄完好：共 1 筆")
    call_command("verify_ledger", "--json")
    assert json.loads(capsys.readouterr().out)["entries"] == 1


def test_the_command_names_the_first_bad_row_and_fails(capsys: pytest.CaptureFixture[str]) -> None:
    submit()
    disarm()
    sql("UPDATE ledger_entry SET actor = '林𠮷祥'")
    with pytest.raises(SystemExit) as failed:
        call_command("verify_ledger", "--json")
    report = json.loads(capsys.readouterr().out)
    assert failed.value.code == 1
    assert report["finding"] == {
        "part": "chain", "sequence": 1, "subject": "", "reason": "「行為人」與「雜湊內容」不符",
    }  # fmt: skip
    with pytest.raises(SystemExit):
        call_command("verify_ledger")
    assert capsys.readouterr().out == "存取紀錄有誤：第 1 筆：「行為人」與「雜湊內容」不符\n"


@pytest.mark.django_db(transaction=True)
def test_verification_is_one_view_and_blocks_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """While it runs somebody appends: that succeeds at once, and is not looked at."""

    def meanwhile() -> int:
        try:
            return submit(2)
        finally:
            connection.close()

    def live() -> Iterator[tuple[str, str]]:
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(meanwhile).result(timeout=10) == 2
        yield from ()

    monkeypatch.setattr(witnesses, "_registry", {"旁人": live})
    submit(1)
    report = ledger.verify()
    assert (report.ok, report.tip.sequence) == (True, 1)
    monkeypatch.setattr(witnesses, "_registry", {})
    assert ledger.verify().tip.sequence == 2


def test_the_command_says_it_to_programs_too() -> None:
    submit()
    out = StringIO()
    call_command("verify_ledger", json=True, stdout=out)
    tip = Entry.objects.get()
    assert json.loads(out.getvalue()) == {"ok": True, "entries": 1, "hash": bytes(tip.hash).hex(), "finding": None}
