"""What a failing disk does to a pass, seen from inside; with the real calls failing: `faults/test_errors_at_a_call`."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings

from ledger.services import SYSTEM
from retention import storage
from retention.choices import Doubt, FindingKind, LayoutKind, PassResult
from retention.models import Destruction, Finding, FootageSource, PastDue
from retention.rules import KNOWN, layouts, make_layout
from retention.selectors import layout_of
from retention.services import check_footage, enforce_source, preview, register_source
from retention.services.destruction import carrying_out
from retention.storage import manifest
from tests.retention.recordings import left
from tests.retention.test_one_lawful_sweep import old_files

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_a_folder_that_cannot_be_listed_stands_on_the_list_and_the_others_lose_what_is_due(
    ours: FootageSource, root: Path, now: dt.datetime, unreadable: Callable[[Path], None], depth: int
) -> None:
    folder = root
    for _ in range(depth):
        folder = min(path for path in folder.iterdir() if path.is_dir())
    unreadable(folder)
    assert enforce_source(ours, now).result == PassResult.PARTLY
    assert len(old_files(root)) == (6 if depth == 3 else 12)
    assert PastDue.objects.get().reason == "無法讀取（Input/output error）"
    assert PastDue.objects.get().folder == str(folder.relative_to(root))


def test_a_source_that_cannot_be_listed_is_away(
    ours: FootageSource, root: Path, now: dt.datetime, unreadable: Callable[[Path], None]
) -> None:
    unreadable(root)
    assert set(preview(ours, now).doubts) == {Doubt.AWAY}
    assert set(enforce_source(ours, now).doubts) == {Doubt.AWAY}
    assert len(old_files(root)) == 12


def test_a_root_that_can_no_longer_be_listed_is_not_taken_for_an_empty_one(
    ours: FootageSource, root: Path, unreadable: Callable[[Path], None]
) -> None:
    """It was listed when its marker was looked for; the disk goes before its folders are walked."""
    unreadable(root)
    told: list[str] = []
    with storage.open_root(str(root)) as opened, pytest.raises(OSError, match="Input/output error"):
        list(storage.units(opened, layout_of(ours), lambda path, _why: told.append(path)))
    assert not told


def test_a_trial_of_a_folder_that_is_not_there_says_so(ours: FootageSource, root: Path, now: dt.datetime) -> None:
    root.rename(root.with_name("elsewhere"))
    assert set(preview(ours, now).doubts) == {Doubt.AWAY}


@pytest.mark.parametrize("error", [errno.ENOENT, errno.EIO])
def test_a_recording_whose_state_cannot_be_asked_is_no_footage(
    ours: FootageSource, root: Path, now: dt.datetime, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    """It went between two looks, or the disk errs: the one is nothing, the other is noted."""
    real = os.scandir

    class Entry:
        def __init__(self, entry: os.DirEntry[str]) -> None:
            self.name, self.is_file, self.is_dir = entry.name, entry.is_file, entry.is_dir
            self.real = entry.stat

        def stat(self, *, follow_symlinks: bool) -> os.stat_result:
            if self.name == "00.00.mp4":
                raise OSError(error, os.strerror(error))
            return self.real(follow_symlinks=follow_symlinks)

    class Listing:
        def __init__(self, place: Any) -> None:
            with real(place) as entries:
                self.entries = [Entry(entry) for entry in entries]

        def __enter__(self) -> list[Entry]:
            return self.entries

        def __exit__(self, *_: object) -> None:
            pass

    monkeypatch.setattr(os, "scandir", Listing)
    enforce_source(ours, now)
    noted = [why for row in ours.folders.all() for why in row.oddities]
    assert any(why.startswith("無法讀取") for why in noted) == (error == errno.EIO)


def test_a_turn_that_cannot_be_taken_is_a_doubt_of_this_source_alone(
    ours: FootageSource, root: Path, now: dt.datetime
) -> None:
    turns = Path(settings.RETENTION_DIR) / "turns"
    shutil.rmtree(turns, ignore_errors=True)
    turns.touch()
    try:
        assert set(enforce_source(ours, now).doubts) == {Doubt.DISK}
    finally:
        turns.unlink()
    assert enforce_source(ours, now).result == PassResult.DONE


@pytest.mark.parametrize("when", [1, 2])
def test_while_the_marker_cannot_be_written_nothing_goes_and_a_plan_stays_open(
    ours: FootageSource, root: Path, now: dt.datetime, monkeypatch: pytest.MonkeyPatch, when: int
) -> None:
    """Before the commit there is no plan; after it the plan is carried on once the folder can be marked."""
    real, calls = storage.write_marker, 0

    def failing(opened: int, marker: storage.Marker) -> None:
        nonlocal calls
        calls += 1
        if calls >= when:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(opened, marker)

    monkeypatch.setattr(storage, "write_marker", failing)
    report = enforce_source(ours, now)
    assert "No space left on device" in report.doubts[Doubt.DISK]
    assert Destruction.objects.filter(finished_at=None).count() == when - 1
    assert set(enforce_source(ours, now).doubts) == {Doubt.DISK}
    assert len(old_files(root)) == 12
    monkeypatch.setattr(storage, "write_marker", real)
    assert enforce_source(FootageSource.objects.get(pk=ours.pk), now).result == PassResult.DONE
    assert Destruction.objects.get().destroyed_files == 12
    assert not old_files(root)


@pytest.mark.parametrize("size", [1, 4, 5, 6, 7])
def test_a_turn_takes_from_several_folders_and_of_a_folder_in_several_turns(
    ours: FootageSource, root: Path, now: dt.datetime, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(carrying_out, "TURN", size)
    monkeypatch.setattr(carrying_out, "COUNTED_TOGETHER", 2)
    assert enforce_source(ours, now).result == PassResult.DONE
    assert (Destruction.objects.get().destroyed_files, old_files(root)) == (12, set())


def test_a_folder_that_cannot_be_looked_at_again_is_not_said_to_be_empty(
    ours: FootageSource, root: Path, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(_: object) -> list[str]:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "listdir", failing)
    report = enforce_source(ours, now)
    assert (report.result, report.failed_files) == (PassResult.PARTLY, 12)
    assert Destruction.objects.get().failures[0]["reason"] == "無法確認已刪除（Input/output error）"


def test_only_what_nobody_writes_any_more_is_taken_away(db: None) -> None:
    folder = manifest.path_of(uuid.uuid4()).parent
    folder.mkdir(parents=True, exist_ok=True)
    abandoned, written = folder / "a.part", folder / "b.part"
    abandoned.touch()
    with written.open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        manifest.write_manifest(uuid.uuid4(), [])
        assert (abandoned.exists(), written.exists()) == (False, True)
    written.unlink()


def test_a_folder_name_that_is_no_text_is_noted(cameras: object, root: Path, now: dt.datetime) -> None:
    (root / os.fsdecode(b"\xff") / "C01" / "2026-11-01").mkdir(parents=True)
    pattern = "{any}/" + KNOWN[LayoutKind.MOTIONEYE][0]
    register_source(name="自訂", layout=LayoutKind.PATTERN, path=str(root), pattern=pattern, actor=SYSTEM, now=now)
    check_footage(now)
    assert Finding.objects.filter(kind=FindingKind.ODD_NAME).exists()
    assert len(left(root)) == 0


def test_more_names_than_are_remembered_are_read_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layouts, "NAMES_REMEMBERED", 0)
    make_layout.cache_clear()
    read = make_layout(*KNOWN[LayoutKind.FRIGATE]).reader(
        {"Y": "2026", "m": "11", "d": "01", "H": "05", "camera": "C01"}
    )
    assert read("01.02.mp4") == read("01.02.mp4")
    make_layout.cache_clear()
