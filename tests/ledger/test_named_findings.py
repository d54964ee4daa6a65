"""What verification names: the first bad thing in its part, by its number, whoever changed whatever of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection

from accounts.models import Office
from ledger import services as ledger
from ledger import witnesses
from ledger.rules import CheckpointText, checkpoint_text, foot_code, open_note, public_key, sign_note
from ledger.services import Finding
from ledger.services.verification import chain, witnessing
from tests.ledger.book import START, cells, disarm, live_offices, sql, submit, witness_office

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import Settings

pytestmark = pytest.mark.django_db
FORGED_HEAD = Finding("head", None, "", "鏈首的驗證碼不符：鏈首遭改寫，或金鑰不是本系統的")
FORGED_NOTE = "查核點的簽章不符，不是本系統簽發，或內容被改過"
REWRITTEN = "存取紀錄與當時的查核點不符：查核點以前的紀錄被改寫過"


@pytest.fixture(autouse=True)
def no_rooms(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(witnesses, "_registry", {})


@pytest.mark.parametrize(
    ("finding", "said"),
    [
        (Finding("chain", 3, "", "不見了"), "第 3 筆：不見了"),
        (Finding("chain", 0, "", "不見了"), "第 0 筆：不見了"),
        (Finding("head", None, "", "鏈首不見了"), "鏈首不見了"),
        (Finding("witnesses", None, "處室 1", "沒有"), "「處室 1」：沒有"),
        (Finding("witnesses", 2, "處室 1", "不符"), "第 2 筆「處室 1」：不符"),
    ],
)
def test_a_finding_is_said_with_what_is_known_of_it(finding: Finding, said: str) -> None:
    assert str(finding) == said


# --- the head ---------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite lets a cell hold another type")
@pytest.mark.parametrize(
    "change", ["sequence = 'one'", "sequence = 1.5", "hash = 'text'", "mac = 'text'", "hash = x''"]
)
def test_a_head_that_holds_anything_at_all_is_a_forged_one(change: str) -> None:
    submit()
    disarm()
    sql(f"UPDATE ledger_head SET {change}")
    assert ledger.verify().finding == FORGED_HEAD


# --- checkpoints kept here --------------------------------------------------------------------------------------------


@pytest.fixture
def two_checkpoints() -> None:
    for number in (1, 2):
        submit(number)
        ledger.make_checkpoint(START)
    disarm()


@pytest.mark.usefixtures("two_checkpoints")
@pytest.mark.parametrize("size", [1, 2])
def test_a_checkpoint_that_was_changed_is_named_by_its_size(size: int) -> None:
    (note,) = cells("SELECT note FROM ledger_checkpoint WHERE size = %s", size)
    sql("UPDATE ledger_checkpoint SET root = %s WHERE size = %s", bytes(32), size)
    assert ledger.verify().finding == Finding("checkpoints", size, "", "查核點的欄位與簽章全文不符")
    sql("UPDATE ledger_checkpoint SET note = %s WHERE size = %s", note.replace("time", "at"), size)
    assert ledger.verify().finding == Finding("checkpoints", size, "", FORGED_NOTE)


@pytest.mark.usefixtures("two_checkpoints")
def test_of_several_changed_ones_the_first_is_named() -> None:
    sql("UPDATE ledger_checkpoint SET root = %s", bytes(32))
    assert ledger.verify().finding == Finding("checkpoints", 1, "", "查核點的欄位與簽章全文不符")


@pytest.mark.usefixtures("two_checkpoints")
def test_the_note_of_another_checkpoint_of_ours_is_not_this_ones() -> None:
    (note,) = cells("SELECT note FROM ledger_checkpoint WHERE size = 2")
    sql("UPDATE ledger_checkpoint SET note = %s WHERE size = 1", note)
    assert ledger.verify().finding == Finding("checkpoints", 1, "", "查核點的欄位與簽章全文不符")


def signed(settings: Settings, size: int, last: bytes) -> str:
    return sign_note(checkpoint_text(CheckpointText(size, bytes(32), last, START)), *settings.LEDGER_SIGNING_KEYS)


def test_a_checkpoint_we_signed_over_another_last_entry_tells_that_the_past_was_rewritten(settings: Settings) -> None:
    submit()
    sql(
        "INSERT INTO ledger_checkpoint (size, root, at, note) VALUES (1, %s, %s, %s)",
        *(bytes(32), connection.ops.adapt_datetimefield_value(START), signed(settings, 1, bytes(32))),
    )
    assert ledger.verify().finding == Finding("checkpoints", 1, "", REWRITTEN)


# --- checkpoints and feet brought from outside ------------------------------------------------------------------------


def test_a_checkpoint_over_nothing_agrees_with_whatever_came_after_it() -> None:
    note = ledger.make_checkpoint(START).note
    submit()
    assert ledger.verify(notes=[note]).finding is None


def test_a_signed_number_of_entries_that_cannot_be_is_named(settings: Settings) -> None:
    submit()
    assert ledger.verify(notes=[signed(settings, -1, b"")]).finding == Finding("checkpoints", -1, "", REWRITTEN)


def test_of_several_brought_ones_the_first_that_is_wrong_is_named_and_none_covers_another(settings: Settings) -> None:
    submit()
    right, wrong = ledger.make_checkpoint(START).note, signed(settings, 1, bytes(32))
    rewritten = Finding("checkpoints", 1, "", REWRITTEN)
    assert ledger.verify(notes=[right, wrong]).finding == ledger.verify(notes=[wrong, right]).finding == rewritten
    assert ledger.verify(notes=["無", wrong]).finding == Finding("checkpoints", None, "", FORGED_NOTE)
    foot = f"1 {foot_code(open_note(right, public_key(settings.LEDGER_SIGNING_KEYS[0])).root)}"
    for feet in ([foot, "1 0000"], ["1 0000", foot]):
        finding = ledger.verify(notes=[right], feet=feet).finding
        assert finding is not None
        assert finding.sequence == 1
    assert ledger.verify(notes=[wrong], feet=["頁尾"]).finding == rewritten


def test_a_note_of_a_key_whose_private_half_is_gone_is_ours_while_that_key_is_listed(settings: Settings) -> None:
    submit()
    note, former = ledger.make_checkpoint(START).note, public_key(settings.LEDGER_SIGNING_KEYS[0])
    settings.LEDGER_SIGNING_KEYS = [bytes(range(32))]
    assert ledger.verify(notes=[note]).finding == Finding("checkpoints", 1, "", FORGED_NOTE)
    settings.LEDGER_FORMER_KEYS = [former]
    assert ledger.verify(notes=[note]).finding is None
    assert ledger.verify(notes=[note], public=former).finding is None
    assert ledger.verify(notes=[note], public=public_key(bytes(range(32)))).finding is not None


def test_a_foot_is_compared_with_the_entries_there_are() -> None:
    for number in (1, 2):
        submit(number)
    code = foot_code(bytes(ledger.make_checkpoint(START).root))
    assert ledger.compare_foot(f"第 2 筆　{code}") is None
    assert ledger.compare_foot(f"  2 {code}\n") is None
    lost = "查核點記到第 5 筆，存取紀錄只有 2 筆：較新的紀錄不見了，資料庫可能由較舊的備份還原"
    assert ledger.compare_foot(f"5 {code}") == Finding("checkpoints", 3, "", lost)
    wrong = ledger.compare_foot(f"1 {code}")
    assert wrong is not None
    assert (wrong.part, wrong.sequence) == ("checkpoints", 1)


# --- witnesses --------------------------------------------------------------------------------------------------------


@pytest.fixture
def offices() -> list[Office]:
    rows = [Office.objects.create(name=name) for name in ("總務處", "學務處", "輔導室")]
    for row in rows:
        witness_office(row)
    witnesses.register("處室", live_offices)
    return rows


@pytest.mark.parametrize("batch", [1, 2, 3, 300])
def test_every_row_of_every_witness_is_asked_however_many_go_at_once(
    offices: list[Office], monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    monkeypatch.setattr(witnessing, "BATCH", batch)
    witnesses.register("無", lambda: iter(()))
    witnesses.register("另一", lambda: iter([("另一 1", "ab" * 32)]))
    assert ledger.verify().finding == Finding("witnesses", None, "另一 1", "「另一」有這個對象，存取紀錄卻沒有")
    witnesses.unregister("另一")
    assert ledger.verify().finding is None
    Office.objects.filter(pk=offices[2].pk).update(name="訓導處")
    named = Finding("witnesses", 3, f"處室 {offices[2].pk}", "「處室」現在的內容與這筆存取紀錄不符")
    assert ledger.verify().finding == named


def test_of_several_changed_rows_the_one_witnessed_first_is_named(offices: list[Office]) -> None:
    for office in offices[1:]:
        Office.objects.filter(pk=office.pk).update(name=f"{office.name}二")
    finding = ledger.verify().finding
    assert finding is not None
    assert (finding.sequence, finding.subject) == (2, f"處室 {offices[1].pk}")


def test_of_several_rows_the_ledger_never_saw_the_first_by_name_is_named(offices: list[Office]) -> None:
    witnesses.register("另一", lambda: iter([("另一 2", "ab" * 32), ("另一 1", "ab" * 32)]))
    finding = ledger.verify().finding
    assert finding is not None
    assert finding.subject == "另一 1"


def test_a_witness_that_fails_leaves_nothing_behind(offices: list[Office]) -> None:
    def broken() -> Iterator[tuple[str, str]]:
        yield "處室 0", "ab" * 32
        raise RuntimeError("the room is closed")

    witnesses.register("壞", broken)
    with pytest.raises(RuntimeError, match="closed"):
        ledger.verify()
    witnesses.unregister("壞")
    assert ledger.verify().finding is None


# --- the chain on the other database ----------------------------------------------------------------------------------


def test_what_a_driver_gives_as_views_of_memory_is_compared_as_bytes() -> None:
    """psycopg2 does, SQLite's driver does not: asked here of both."""
    views = (memoryview(b"body"), memoryview(b"before"), memoryview(b"this"))
    row = chain._plain_row((7, *views, True))
    assert row == (7, b"body", b"before", b"this", True)
    cells_ = [chain._plain(cell) for cell in (7, "text", *views, None)]
    assert cells_ == [7, "text", b"body", b"before", b"this", None]
    assert not any(isinstance(cell, memoryview) for cell in (*row, *cells_)), "a view equals its bytes, and is none"
