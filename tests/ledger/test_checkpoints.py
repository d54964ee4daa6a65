"""A checkpoint leaves the house; what is rolled back, rewritten or forged afterwards is found with it."""

from __future__ import annotations

import base64
import datetime as dt
import json
import re
import subprocess
import sys
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from ledger import services as ledger
from ledger import witnesses
from ledger.models import Checkpoint
from ledger.rules import (
    CheckpointText,
    NoteRefused,
    checkpoint_text,
    foot_code,
    link,
    open_note,
    public_key,
    read_verifier_key,
    seal,
    sign_note,
    typed_code,
    verifier_key,
)
from tests.house.source import ROOT
from tests.ledger.book import START, arm, cells, disarm, sql, submit

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django import Settings

pytestmark = pytest.mark.django_db
SEED = bytes(range(32))


@pytest.fixture(autouse=True)
def no_rooms(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the ledger itself is looked at."""
    monkeypatch.setattr(witnesses, "_registry", {})


@pytest.fixture
def book() -> Checkpoint:
    """Seven entries and their checkpoint."""
    for number in range(1, 8):
        submit(number)
    return ledger.make_checkpoint(START)


def found(**brought: Any) -> str:
    return str(ledger.verify(**brought).finding or "")


def test_a_checkpoint_says_size_root_last_hash_and_time_under_our_signature(
    book: Checkpoint, settings: Settings
) -> None:
    said = open_note(book.note, public_key(settings.LEDGER_SIGNING_KEYS[0]))
    (last,) = cells("SELECT hash FROM ledger_entry WHERE sequence = 7")
    assert said == CheckpointText(7, bytes(book.root), last, START)
    assert book.note.startswith("campus-cctv-ledger\n7\n")
    assert str(book) == "查核點 第 7 筆"


def test_nothing_new_is_no_new_checkpoint_and_reads_no_entry_again(book: Checkpoint) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert ledger.make_checkpoint(START + dt.timedelta(days=1)) == book
    assert not any("ledger_entry" in query["sql"] for query in queries)
    submit(8)
    assert ledger.make_checkpoint(START + dt.timedelta(days=2)).size == 8


def test_the_first_checkpoint_of_an_empty_ledger_says_so() -> None:
    assert ledger.make_checkpoint(START).size == 0
    assert found() == ""


def test_the_ledger_agrees_with_its_checkpoints_and_with_those_brought_back(book: Checkpoint) -> None:
    submit(8)
    foot = f"第 7 筆 {foot_code(bytes(book.root))}"
    assert found(notes=[book.note], feet=[foot]) == ""


@pytest.mark.parametrize(
    "typed",
    ["7 {code}", "第 7 筆　{code}", "{number}筆 {lower}", "存取紀錄 第 7 筆 驗證碼 {spaces}"],
    ids=["bare", "as printed", "small letters", "spaces"],
)
def test_a_foot_may_be_typed_as_people_type(book: Checkpoint, typed: str) -> None:
    code = foot_code(bytes(book.root))
    text = typed.format(code=code, number=7, lower=code.lower(), spaces=code.replace("-", " "))
    assert found(feet=[text]) == ""


def test_letters_that_look_like_digits_are_read_as_these() -> None:
    assert typed_code("o0il-1lab") == "0011-11AB"


def test_a_mistyped_or_forged_foot_does_not_match(book: Checkpoint) -> None:
    assert "不符" in found(feet=["7 0000-0000-0000-0000-0000-0000"])
    assert "請照頁尾輸入" in found(feet=["頁尾"])
    assert "較新的紀錄不見了" in found(feet=[f"8 {foot_code(bytes(book.root))}"])


def test_what_is_held_against_a_checkpoint_names_its_part_and_its_row(book: Checkpoint) -> None:
    code = foot_code(bytes(book.root))
    brought: dict[str, tuple[dict[str, list[str]], int | None]] = {
        "請照頁尾輸入筆數及驗證碼，例如：1234 K7QX-2M9D-0AB1-CDEF-GHJK-MNPQ": ({"feet": ["頁尾"]}, None),
        "頁尾的驗證碼與存取紀錄不符：請核對抄寫；無誤時，該頁不是本系統所印，或紀錄被改寫過": (
            {"feet": [f"6 {code}"]},
            6,
        ),
        "查核點的簽章不符，不是本系統簽發，或內容被改過": ({"notes": ["無"]}, None),
    }
    for reason, (what, row) in brought.items():
        finding = ledger.verify(**what).finding  # type: ignore[arg-type]
        assert finding is not None
        assert (finding.part, finding.sequence, finding.subject, finding.reason) == ("checkpoints", row, "", reason)
    lost = ledger.verify(feet=[f"1,208 {code}"]).finding
    assert lost is not None
    assert (lost.part, lost.sequence, lost.subject) == ("checkpoints", 8, "")
    assert lost.reason.startswith("查核點記到第 1208 筆，存取紀錄只有 7 筆")


def test_a_note_that_came_through_a_mailer_of_windows_is_read(book: Checkpoint) -> None:
    assert found(notes=[book.note.replace("\n", "\r\n")]) == ""


def roll_back() -> None:
    """Put back what the database was before entry 7, head included."""
    disarm()
    sql("DELETE FROM ledger_entry WHERE sequence = 7")
    (last,) = cells("SELECT hash FROM ledger_entry WHERE sequence = 6")
    sql("UPDATE ledger_head SET sequence = 6, hash = %s, mac = %s", last, seal(6, last))
    sql("DELETE FROM ledger_checkpoint")
    arm()


def test_yesterdays_database_is_found_with_todays_checkpoint(book: Checkpoint) -> None:
    roll_back()
    assert found() == ""
    assert found(notes=[book.note]) == (
        "第 7 筆：查核點記到第 7 筆，存取紀錄只有 6 筆：較新的紀錄不見了，資料庫可能由較舊的備份還原"
    )
    assert "較新的紀錄不見了" in found(feet=[f"7 {foot_code(bytes(book.root))}"])


def rewrite() -> None:
    """Write history anew, with every hash and the seal right: by somebody who holds database and key."""
    disarm()
    previous = bytes(32)
    for number in range(1, 8):
        body, text = cells("SELECT body, subject FROM ledger_entry WHERE sequence = %s", number)
        if number == 3:
            body = body.replace("案 115-0003".encode(), "案 115-0009".encode())
            text = "案 115-0009"
        this = link(previous, body)
        sql(
            "UPDATE ledger_entry SET body = %s, subject = %s, previous_hash = %s, hash = %s WHERE sequence = %s",
            *(body, text, previous, this, number),
        )
        previous = this
    sql("UPDATE ledger_head SET hash = %s, mac = %s", previous, seal(7, previous))
    arm()


def test_a_history_written_anew_is_found_by_the_checkpoint_kept_here_and_by_the_one_kept_elsewhere(
    book: Checkpoint,
) -> None:
    rewrite()
    assert "被改寫過" in found()
    disarm()
    sql("DELETE FROM ledger_checkpoint")
    arm()
    assert found() == ""
    assert "被改寫過" in found(notes=[book.note])
    assert "不符" in found(feet=[f"7 {foot_code(bytes(book.root))}"])


def test_a_root_that_was_signed_wrongly_is_found_when_it_is_brought(book: Checkpoint, settings: Settings) -> None:
    said = open_note(book.note, public_key(settings.LEDGER_SIGNING_KEYS[0]))
    forged = CheckpointText(said.size, bytes(32), said.chain, said.at)
    finding = found(notes=[sign_note(checkpoint_text(forged), settings.LEDGER_SIGNING_KEYS[0])])
    assert finding == "第 7 筆：存取紀錄與當時的查核點不符：查核點以前的紀錄被改寫過"


@pytest.mark.parametrize("column", ["root", "note"])
def test_a_checkpoint_changed_in_the_database_is_found(book: Checkpoint, column: str) -> None:
    disarm()
    value = bytes(32) if column == "root" else book.note.replace("\n7\n", "\n8\n")
    sql(f"UPDATE ledger_checkpoint SET {column} = %s", value)
    arm()
    assert "查核點" in found()


def test_the_database_refuses_to_change_or_remove_a_checkpoint(book: Checkpoint) -> None:
    for statement in ("UPDATE ledger_checkpoint SET root = root", "DELETE FROM ledger_checkpoint"):
        with pytest.raises(DatabaseError, match="只能新增"), transaction.atomic():
            sql(statement)
    assert Checkpoint.objects.get() == book


@pytest.mark.parametrize(
    "spoil",
    [
        lambda note: note.replace("\n7\n", "\n6\n"),
        lambda note: note.replace("\n\n", "\n"),
        lambda note: note.replace("— ", "- "),
        lambda note: re.sub(r"(— \S+ ).*", r"\1AAAA", note),
        lambda note: note.replace("campus-cctv-ledger\n", "another-ledger\n"),
        lambda _: "",
    ],
    ids=["another size", "no signature", "no dash", "another key", "another name", "empty"],
)
def test_what_is_no_note_of_ours_is_refused(book: Checkpoint, settings: Settings, spoil: Any) -> None:
    with pytest.raises(NoteRefused, match="簽章不符"):
        open_note(spoil(book.note), public_key(settings.LEDGER_SIGNING_KEYS[0]))
    assert "簽章不符" in found(notes=[spoil(book.note)])


@pytest.mark.parametrize(
    "text",
    [
        "campus-cctv-ledger\n7\nAAAA\nAAAA\ntime 2026-11-27T01:00:00Z\n",
        "campus-cctv-ledger\n7\nAAAA\nchain AAAA\n2026-11-27T01:00:00Z\n",
        "campus-cctv-ledger\nseven\nAAAA\nchain AAAA\ntime 2026-11-27T01:00:00Z\n",
        "campus-cctv-ledger\n7\n",
    ],
)
def test_a_signed_text_that_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(NoteRefused, match="格式不符"):
        open_note(sign_note(text, SEED), public_key(SEED))


def test_a_second_signature_beside_ours_does_no_harm(book: Checkpoint, settings: Settings) -> None:
    """Logs cosign each other's checkpoints: a line of a key we do not know is passed over, and so is a false one of ours."""
    false = base64.b64encode(base64.b64decode(book.note.split()[-1])[:4] + bytes(64)).decode()
    note = book.note.replace("\n\n", f"\n\n— campus-cctv-ledger {false}\n— witness.example AAAA\n")
    assert open_note(note, public_key(settings.LEDGER_SIGNING_KEYS[0])).size == 7


def test_the_public_key_is_kept_as_text_and_read_again() -> None:
    key = verifier_key(public_key(SEED))
    assert read_verifier_key(f" {key}\n") == public_key(SEED)
    for wrong in ("", key[:-4], key.replace("cctv", "film"), f"{key}A"):
        with pytest.raises(NoteRefused, match="公鑰"):
            read_verifier_key(wrong)


def proof_of(sequence: int, folder: Path) -> Path:
    path = folder / "proof.json"
    path.write_text(json.dumps(ledger.prove_entry(sequence, START).as_dict(), ensure_ascii=False), encoding="utf-8")
    return path


def check_offline(path: Path, *key: str) -> subprocess.CompletedProcess[str]:
    script = [sys.executable, "-I", str(ROOT / "docs" / "verify_entry.py"), str(path), *key]
    return subprocess.run(script, check=False, text=True, capture_output=True)


@pytest.mark.counted_elsewhere
@pytest.mark.usefixtures("book")
@pytest.mark.parametrize("sequence", [1, 3, 7])
def test_one_entry_is_proven_offline_without_showing_any_other(sequence: int, tmp_path: Path, book: Checkpoint) -> None:
    path = proof_of(sequence, tmp_path)
    done = check_offline(path, ledger.our_verifier_key())
    assert done.returncode == 0, done.stderr
    assert f"案 115-{sequence:04d}" in done.stdout
    assert f"頁尾：第 7 筆 {foot_code(bytes(book.root))}" in done.stdout
    assert len(re.findall(r"案 115-\d{4}", path.read_text(encoding="utf-8"))) == 1


@pytest.mark.counted_elsewhere
@pytest.mark.usefixtures("book")
@pytest.mark.parametrize(
    "spoil",
    [
        {"entry": "[3]"},
        {"sequence": 4},
        {"path": []},
        {
            "checkpoint": "campus-cctv-ledger\n7\n{root}\nchain AAAA\ntime 2026-11-27T01:00:00Z\n\n— campus-cctv-ledger {sig}\n"
        },
    ],
    ids=["another entry", "another place", "no path", "another checkpoint"],
)
def test_a_changed_proof_proves_nothing(spoil: dict[str, Any], tmp_path: Path) -> None:
    path = proof_of(3, tmp_path)
    said = json.loads(path.read_text(encoding="utf-8"))
    if "checkpoint" in spoil:
        spoil = {"checkpoint": said["checkpoint"].replace("\n7\n", "\n8\n")}
    path.write_text(json.dumps(said | spoil), encoding="utf-8")
    assert check_offline(path, ledger.our_verifier_key()).returncode == 1


@pytest.mark.usefixtures("book")
def test_a_proof_signed_by_another_key_proves_nothing(tmp_path: Path) -> None:
    assert check_offline(proof_of(3, tmp_path), verifier_key(public_key(SEED))).returncode == 1


def test_a_proof_makes_the_checkpoint_it_needs_and_carries_the_code_of_the_foot() -> None:
    submit()
    proof = ledger.prove_entry(1, START)
    assert (proof.checkpoint.size, proof.checkpoint.at) == (1, START)
    said = proof.as_dict()
    assert said.keys() == {"entry", "sequence", "path", "checkpoint", "code", "key"}
    assert said["code"] == foot_code(bytes(proof.checkpoint.root))


def test_there_is_no_proof_of_what_is_not_there(book: Checkpoint) -> None:
    with pytest.raises(ledger.NoSuchEntry):
        ledger.prove_entry(book.size + 1, START)


def verify_ledger(*words: str) -> str:
    out = StringIO()
    call_command("verify_ledger", *words, stdout=out)
    return out.getvalue()


def test_the_command_takes_checkpoints_feet_and_a_key_from_outside(book: Checkpoint, tmp_path: Path) -> None:
    file = tmp_path / "checkpoint.txt"
    file.write_text(book.note, encoding="utf-8")
    key = ledger.our_verifier_key()
    foot = f"7 {foot_code(bytes(book.root))}"
    assert "完好" in verify_ledger("--checkpoint", str(file), "--foot", foot, "--key", key)
    with pytest.raises(SystemExit):
        verify_ledger("--checkpoint", str(file), "--key", verifier_key(public_key(SEED)))
    with pytest.raises(CommandError, match="無法讀取"):
        verify_ledger("--checkpoint", str(tmp_path / "none"))
    with pytest.raises(CommandError, match="公鑰"):
        verify_ledger("--key", "key")
