"""`manage.py evidence add`: what the pages do, from the shell, by the same services."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import CommandError, call_command

from ledger.models import Entry
from retention.choices import CopyState
from retention.models import EvidenceCopy
from tests.copies.making import file_of

if TYPE_CHECKING:
    from pathlib import Path

    from retention.models import Hold

pytestmark = pytest.mark.django_db


def evidence(*words: str) -> list[dict[str, Any]]:
    out = StringIO()
    try:
        call_command("evidence", "add", *words, "--json", stdout=out)
    finally:
        said: list[dict[str, Any]] = json.loads(out.getvalue() or "[]")
    return said


def test_a_file_becomes_a_finished_copy_and_the_operator_stands_in_the_ledger(hold: Hold, tmp_path: Path) -> None:
    path = tmp_path / "ch01.dav"
    path.write_bytes(b"DHAV" + file_of(3 * 2**20))
    (said,) = evidence(str(path), "--hold", str(hold.pk), "--camera", "C01", "--offset", "37", "--witness", "方瑀彤")
    copy = EvidenceCopy.objects.get()
    assert (copy.state, copy.clock_offset_seconds, copy.witness) == (CopyState.FINISHED, 37, "方瑀彤")
    assert [camera.code for camera in copy.cameras.all()] == ["C01"]
    assert said["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest() == copy.sha256
    assert copy.content_type == "application/octet-stream"
    started = Entry.objects.get(verb="retention.copy_started")
    assert started.actor.startswith("主機操作人員")


def test_the_period_may_be_another_than_the_holds(hold: Hold, tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(file_of(1000))
    evidence(str(path), "--hold", str(hold.pk), "--from", "115/11/22 10:30", "--until", "115/11/22 10:45")
    copy = EvidenceCopy.objects.get()
    assert copy.ends_at - copy.starts_at == dt.timedelta(minutes=15)


def test_one_bad_file_is_named_and_does_not_stop_the_next(hold: Hold, tmp_path: Path) -> None:
    good, empty = tmp_path / "good.mp4", tmp_path / "empty.mp4"
    good.write_bytes(file_of(1000))
    empty.touch()
    out = StringIO()
    with pytest.raises(CommandError, match=r"2 個檔案未能製成留存檔"):
        call_command(
            "evidence", "add", str(empty), str(tmp_path / "none.mp4"), str(good), "--hold", str(hold.pk), stdout=out
        )
    assert [line.split("：")[-1][:6] for line in out.getvalue().splitlines()[:2]] == ["檔案須大於 ", "檔案無法讀取"]
    assert EvidenceCopy.objects.get().state == CopyState.FINISHED


def test_a_file_that_is_another_length_when_it_is_read_is_given_up(
    hold: Hold, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "growing.mp4"
    path.write_bytes(file_of(1000))
    module = "retention.management.commands.evidence._chunks"
    monkeypatch.setattr(module, lambda _: iter([file_of(1000), b"more"]))
    with pytest.raises(CommandError):
        evidence(str(path), "--hold", str(hold.pk))
    copy = EvidenceCopy.objects.get()
    assert (copy.state, copy.identity, copy.problem[:6]) == (CopyState.ABANDONED, "", "收到的檔案不")


@pytest.mark.parametrize(
    ("words", "said"),
    [(["--hold", "999"], "沒有留存 999"), (["--from", "昨天"], "昨天"), (["--camera", "C99"], "攝影機")],
)
def test_what_cannot_be_is_said(hold: Hold, tmp_path: Path, words: list[str], said: str) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(file_of(10))
    out = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("evidence", "add", str(path), "--hold", str(hold.pk), *words, stdout=out)
    assert said in str(error.value) + out.getvalue()
