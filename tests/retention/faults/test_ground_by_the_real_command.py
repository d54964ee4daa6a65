"""No sure ground, no destruction (invariant 5): the real command under a wrong clock, a wrong folder, an old database."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.retention.faults.station import ENFORCE
from tests.retention.faults.tree import due_hour
from tests.retention.recordings import left, record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.retention.faults.station import Done, Station, Warm

pytestmark = pytest.mark.counted_elsewhere

DAY = dt.timedelta(days=1)
MARKER = ".cctv-source.json"
needs_faketime = pytest.mark.skipif(not shutil.which("faketime"), reason="no faketime on this machine")


def assert_refused(station: Station, done: Done, *doubts: str) -> None:
    """Nothing went; the command, the pass and the finding say why; the command ends with 1."""
    assert done.code == 1, done.output
    [said] = done.sources
    assert (said["result"], said["records"]) == ("refused", [])
    assert set(doubts) <= set(said["doubts"])
    [last] = station.rows("SELECT * FROM retention_retentionpass ORDER BY id DESC LIMIT 1")
    assert (last["result"], json.loads(last["doubts"])) == ("refused", said["doubts"])
    assert all(any(character > "一" for character in words) for words in said["doubts"].values())
    [finding] = station.rows("SELECT * FROM retention_finding WHERE kind = 'not_destroyed' AND closed_at IS NULL")
    assert "未銷毀任何檔案" in finding["text"]


@contextmanager
def untouched(station: Station) -> Iterator[None]:
    """Whatever is done here, every file stays."""
    before = left(station.root)
    yield
    assert left(station.root) == before


def lessen(station: Station) -> None:
    """Leave so little due that no person has to agree, and nobody's word to vouch for the date."""
    hour = station.root / due_hour(station.now).astimezone(dt.UTC).strftime("%Y-%m-%d/%H")
    for camera in ("C02", "X9"):
        shutil.rmtree(hour / camera)
    station.change("DELETE FROM retention_acceptance")


def passed(station: Station, days: float) -> None:
    """Let the last accepted pass have been so many days ago."""
    at = dt.datetime.now(dt.UTC).replace(tzinfo=None) - days * DAY
    station.change(f"UPDATE retention_footagesource SET last_pass_at = '{at}'")


def due_left(station: Station) -> set[str]:
    return left(station.root) - station.expected


@needs_faketime
@pytest.mark.parametrize("step", ["+400d", "-10d"])
def test_under_a_clock_that_stepped_nothing_goes_and_no_hold_ends_and_set_right_it_works(
    station: Station, started: Warm, step: str
) -> None:
    passed(station, 1)
    since = dt.datetime.now(dt.UTC) - 200 * DAY
    period = ("--from", f"{since:%Y-%m-%dT%H:%M}", "--until", f"{since + DAY:%Y-%m-%dT%H:%M}")
    assert started.run("hold", "place", "--camera", "C01", *period, "--reason", "調閱").code == 0
    with untouched(station):
        done = station.command(*ENFORCE, before=("faketime", "-f", step), NO_FAKE_STAT="1")
    assert_refused(station, done, "clock")
    held = station.rows("SELECT kind, released_at FROM retention_hold ORDER BY id")
    assert held == [{"kind": "legal", "released_at": None}, {"kind": "temporary", "released_at": None}]
    assert started.run(*ENFORCE).code == 0
    station.assert_truthful()
    assert not station.rows("SELECT * FROM retention_finding WHERE kind = 'not_destroyed' AND closed_at IS NULL")


@needs_faketime
def test_a_slow_clock_is_not_vouched_for_by_the_recordings_it_can_still_see(station: Station) -> None:
    """Ten days back the newest recording that is not in the future is ten days old: it agrees, and proves nothing."""
    station.change("UPDATE retention_scannedfolder SET fingerprint = ''")
    with untouched(station):
        done = station.command(*ENFORCE, before=("faketime", "-f", "-10d"), NO_FAKE_STAT="1")
    assert_refused(station, done, "clock")


@pytest.mark.parametrize("marker", ["missing", "wrong", "folder", "pipe"])
def test_without_our_marker_nothing_goes(station: Station, started: Warm, marker: str) -> None:
    path = station.root / MARKER
    said = json.loads(path.read_text(encoding="utf-8"))
    path.unlink()
    if marker == "wrong":
        path.write_text(json.dumps(said | {"source": "00000000-0000-4000-8000-000000000000"}), encoding="utf-8")
    elif marker == "folder":
        path.mkdir()
    elif marker == "pipe":
        os.mkfifo(path)
    with untouched(station):
        assert_refused(station, started.run(*ENFORCE), "marker")


def test_an_empty_mount_is_no_proof_that_anything_is_gone(station: Station, started: Warm) -> None:
    known = station.rows("SELECT path, files FROM retention_scannedfolder ORDER BY path")
    station.root.rename(station.folder / "unmounted")
    station.root.mkdir()
    assert_refused(station, started.run(*ENFORCE), "marker", "empty")
    shutil.copy2(station.folder / "unmounted" / MARKER, station.root)
    assert_refused(station, started.run(*ENFORCE), "empty")
    assert station.rows("SELECT path, files FROM retention_scannedfolder ORDER BY path") == known
    shutil.rmtree(station.root)
    assert_refused(station, started.run(*ENFORCE), "away")
    (station.folder / "unmounted").rename(station.root)
    assert started.run(*ENFORCE).code == 0
    station.assert_truthful()


def test_a_database_of_last_month_beside_a_newer_folder_destroys_nothing_until_a_person_takes_over(
    station: Station, started: Warm
) -> None:
    old = station.folder / "old.sqlite3"
    shutil.copy2(station.data / "db.sqlite3", old)
    assert started.run(*ENFORCE).code == 0
    for suffix in ("", "-wal", "-shm"):
        (station.data / f"db.sqlite3{suffix}").unlink(missing_ok=True)
    shutil.copy2(old, station.data / "db.sqlite3")
    hour = due_hour(station.now)
    record(station.root, "C01", hour, hour + dt.timedelta(minutes=20), every=120)
    with untouched(station):
        assert_refused(station, started.run(*ENFORCE), "old_database")
        assert started.run(*ENFORCE, "--confirm").code == 1, (
            "a date and an amount are no word for the holds that are lost"
        )
    assert started.run("footage_source", "confirm", "--name", "一號主機", "--reason", "留存已補登").code == 0
    assert started.run(*ENFORCE).code == 0
    assert due_left(station) == set()


def test_more_than_the_limit_waits_for_a_person(station: Station, started: Warm) -> None:
    station.change("DELETE FROM retention_acceptance")
    with untouched(station):
        assert_refused(station, started.run(*ENFORCE), "blast")
        assert started.run(*ENFORCE, "--dry-run").code == 1
    assert started.run(*ENFORCE, "--confirm").code == 0
    station.assert_truthful()
    assert station.rows("SELECT accepted_by FROM retention_destruction")[0]["accepted_by"].startswith("主機操作人員")


def test_where_the_recorder_deletes_what_is_past_is_named_and_stays(station: Station, started: Warm) -> None:
    station.change("UPDATE retention_footagesource SET deleted_by = 'recorder'")
    with untouched(station):
        done = started.run(*ENFORCE, "--source", "一號主機")
    assert done.code == 1
    [finding] = station.rows("SELECT text FROM retention_finding WHERE kind = 'above_maximum' AND closed_at IS NULL")
    assert "已逾 1 年應予銷毀" in finding["text"]


def test_a_summer_with_the_machine_off_recovers_by_itself_once_there_are_recordings(
    station: Station, started: Warm
) -> None:
    lessen(station)
    passed(station, 60)
    for path in left(station.root) - due_left(station):
        if path[:10] > (station.now - 60 * DAY).strftime("%Y-%m-%d"):
            (station.root / path).unlink()
    with untouched(station):
        assert_refused(station, started.run(*ENFORCE), "clock")
    record(station.root, "C01", dt.datetime.now(dt.UTC) - dt.timedelta(minutes=10), dt.datetime.now(dt.UTC), every=120)
    assert started.run(*ENFORCE).code == 0
    assert not due_left(station) & station.files


def test_a_summer_with_the_machine_off_recovers_by_one_confirmed_date(station: Station, started: Warm) -> None:
    lessen(station)
    passed(station, 60)
    for path in left(station.root) - due_left(station):
        if path[:10] > (station.now - 60 * DAY).strftime("%Y-%m-%d"):
            (station.root / path).unlink()
    assert_refused(station, started.run(*ENFORCE), "clock")
    assert started.run(*ENFORCE, "--confirm").code == 0
    assert due_left(station) == set()
    assert started.run(*ENFORCE).code == 0


def test_the_mount_itself_is_gone(station: Station, started: Warm) -> None:
    """An empty file system mounted over the recordings, as when a disk is swapped."""
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "cctv-test", str(station.root)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("this user may not mount")
    try:
        assert_refused(station, started.run(*ENFORCE), "marker", "empty")
    finally:
        subprocess.run(["umount", str(station.root)], check=True)
    assert started.run(*ENFORCE).code == 0
    station.assert_truthful()
