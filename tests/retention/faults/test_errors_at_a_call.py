"""A disk that errs, is full or read-only, a database that is locked, a task delivered twice: one bad file stops no other."""

from __future__ import annotations

import contextlib
import itertools
import shutil
import sqlite3
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.retention.faults.station import ENFORCE, Warm, warm
from tests.retention.recordings import left

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.retention.faults.station import Done, Station

pytestmark = pytest.mark.counted_elsewhere

needs_strace = pytest.mark.skipif(not shutil.which("strace"), reason="no strace on this machine")
CALLS = {"unlinkat": 7, "openat": 9, "write": 1, "pwrite64": 23, "fsync": 1, "fdatasync": 3, "getdents64": 11}
"""The calls that are let fail, and how far apart."""
ERRORS = ("EIO", "ENOSPC", "EACCES")


def failing(station: Station, started: Warm, call: str, error: str, number: int) -> Done:
    """Run a pass in which the n-th such call fails, if it makes so many."""
    done, trace = started.traced("-e", f"trace={call}", "-e", f"inject={call}:error={error}:when={number}")
    station.was_injected = any("(INJECTED)" in line for line in trace)
    assert done.code in {0, 1}, done.output
    assert station.expected <= left(station.root), "nothing held or young was touched"
    return done


def assert_recovers(station: Station, started: Warm) -> None:
    """At most two passes later the disk is as the decision says, with records that are true."""
    for _ in range(2):
        started.run(*ENFORCE)
    assert started.run(*ENFORCE).code == 0
    station.assert_truthful()
    assert started.run("verify_ledger").code == 0


@needs_strace
@pytest.mark.long
@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("error", ERRORS)
def test_whatever_call_fails_the_next_passes_put_it_right(
    station: Station, started: Warm, call: str, error: str
) -> None:
    tried = 0
    for number in itertools.count(1, CALLS[call]):
        station.restore()
        failing(station, started, call, error, number)
        if not station.was_injected:
            break
        tried += 1
        assert_recovers(station, started)
    assert tried


@needs_strace
@pytest.mark.parametrize(("call", "error"), [("unlinkat", "EIO"), ("unlinkat", "EACCES")])
def test_a_file_that_cannot_be_removed_is_named_and_stops_no_other(
    station: Station, started: Warm, call: str, error: str
) -> None:
    done = failing(station, started, call, error, 20)
    assert (done.code, done.sources[0]["result"], done.sources[0]["failed_files"]) == (1, "partly", 1)
    [bad] = left(station.root) - station.expected
    station.assert_truthful(expected=station.expected | {bad})
    [listed] = station.rows("SELECT folder, files, reason FROM retention_pastdue WHERE reason LIKE '無法刪除%'")
    assert bad.startswith(listed["folder"])
    assert station.rows("SELECT * FROM retention_finding WHERE kind = 'not_destroyed' AND closed_at IS NULL")
    assert started.run(*ENFORCE).code == 0
    station.assert_truthful()
    assert not station.rows("SELECT * FROM retention_finding WHERE kind = 'not_destroyed' AND closed_at IS NULL")


@needs_strace
def test_a_folder_that_cannot_be_read_is_named_and_stops_no_other(station: Station, started: Warm) -> None:
    """getdents64 fails for one folder of recordings at a time, wherever in the pass that is."""
    met = set()
    for number in range(79, 116, 6):
        station.restore()
        done = failing(station, started, "getdents64", "EIO", number)
        [said] = done.sources
        met.add(said["result"])
        assert set(said["doubts"]) <= {"away", "disk"}, "the source cannot be listed, or the folder of manifests"
        assert_recovers(station, started)
    assert "partly" in met


@contextlib.contextmanager
def mounted(*arguments: str, at: Path) -> Iterator[None]:
    done = subprocess.run(["mount", *arguments, str(at)], check=False, capture_output=True)
    if done.returncode:
        pytest.skip("this user may not mount")
    try:
        yield
    finally:
        subprocess.run(["umount", str(at)], check=True)


def test_on_a_full_disk_nothing_goes_for_its_plan_would_not_be_durable(station: Station, started: Warm) -> None:
    place = station.data / "retention"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    with mounted("-t", "tmpfs", "-o", "size=2m", "cctv-test", at=place):
        with contextlib.suppress(OSError), (place / "filler").open("wb") as filler:
            for _ in range(1024):
                filler.write(b"\0" * 4096)
                filler.flush()
        done = started.run(*ENFORCE)
        assert (done.code, set(done.sources[0]["doubts"])) == (1, {"disk"})
        assert left(station.root) == station.files
        (place / "filler").unlink()
        assert started.run(*ENFORCE).code == 0
        station.assert_truthful()


def test_in_a_folder_mounted_read_only_nothing_goes_and_nothing_is_promised(station: Station, started: Warm) -> None:
    with mounted("--bind", str(station.root), at=station.root):
        if subprocess.run(["mount", "-o", "remount,ro,bind", str(station.root)], check=False).returncode:
            pytest.skip("this user may not mount")
        done = started.run(*ENFORCE)
        assert (done.code, set(done.sources[0]["doubts"])) == (1, {"disk"})
        assert not station.records()
    assert left(station.root) == station.files
    assert started.run(*ENFORCE).code == 0
    station.assert_truthful()


def test_a_folder_nobody_may_write_in_keeps_its_files_and_the_others_lose_theirs(
    station: Station, started: Warm
) -> None:
    leaf = next(iter(sorted((station.root).glob("*/*/X9"))))
    if subprocess.run(["chattr", "+i", str(leaf)], check=False, capture_output=True).returncode:
        pytest.skip("this file system or user knows no chattr +i")
    try:
        done = started.run(*ENFORCE)
        assert (done.code, done.sources[0]["failed_files"]) == (1, 20)
        kept = {path for path in station.files - station.expected if "/X9/" in path}
        station.assert_truthful(expected=station.expected | kept)
    finally:
        subprocess.run(["chattr", "-i", str(leaf)], check=True)
    assert started.run(*ENFORCE).code == 0
    station.assert_truthful()


def test_delivered_twice_and_at_once_there_is_one_record(station: Station, started: Warm) -> None:
    with warm(station) as other:
        for _ in range(3):
            station.restore()
            started.start(*ENFORCE)
            other.start(*ENFORCE)
            started.let_go()
            other.let_go()
            codes = {started.ended().code, other.ended().code}
            assert 0 in codes
            assert len(station.records()) == 1
            station.assert_truthful()
            assert started.run(*ENFORCE).code == 0


@pytest.mark.long
def test_a_database_locked_beyond_the_time_out_ends_the_pass_and_nothing_is_lost(
    station: Station, started: Warm
) -> None:
    with contextlib.closing(sqlite3.connect(station.data / "db.sqlite3", isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        done = started.run(*ENFORCE)
        writer.execute("ROLLBACK")
    assert done.code == 1
    assert "database is locked" in done.output
    assert left(station.root) == station.files
    assert started.run(*ENFORCE).code == 0
    station.assert_truthful()
