"""A scan streams the tree, reads again only what changed, and names what is not as it should be (肆、三)."""

from __future__ import annotations

import datetime as dt
import os
from typing import TYPE_CHECKING

import pytest

from cameras.models import Camera
from ledger.services import SYSTEM
from printing.rules import TAIPEI
from retention.choices import FindingKind, LayoutKind
from retention.models import CoverageDay, Finding, FolderCamera, HandCheck, ScannedFolder
from retention.rules import minutes
from retention.services import check_footage, register_source, scan_source
from tests.retention.recordings import record

if TYPE_CHECKING:
    from pathlib import Path

    from retention.models import FootageSource
    from tests.conftest import Cast

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)


def seen(camera: str, day: dt.date) -> int:
    """Return how many minutes of a camera's day have footage."""
    bits = 0
    for row in CoverageDay.objects.filter(folder=camera, day=day):
        bits |= minutes.from_bytes(row.minutes)
    return bits.bit_count()


def text_of(kind: FindingKind) -> str:
    return Finding.objects.get(kind=kind, closed_at=None).text


def test_coverage_is_counted_in_local_days_across_folders_named_in_utc(source: FootageSource, now: dt.datetime) -> None:
    assert seen("C01", dt.date(2026, 11, 20)) == 15 * 60
    assert seen("C01", dt.date(2026, 11, 21)) == 24 * 60
    assert seen("C01", dt.date(2026, 11, 23)) == 9 * 60
    assert seen("C01", dt.date(2025, 11, 22)) == 60
    assert source.newest_at == now - dt.timedelta(minutes=10)


def test_an_unchanged_folder_is_not_read_again_and_a_changed_one_is(
    source: FootageSource, root: Path, now: dt.datetime
) -> None:
    settle(root)
    later = now + 3 * DAY
    first = scan_source(source, later)
    assert first.read == 5
    again = scan_source(source, later)
    assert (again.read, again.unchanged) == (0, 5)
    record(root, "C01", now - 2 * DAY + dt.timedelta(seconds=30), now - 2 * DAY + dt.timedelta(seconds=31))
    changed = scan_source(source, later + HOUR)
    assert (changed.read, changed.unchanged) == (1, 4)


def settle(root: Path) -> None:
    """Let the folders be older than the tick of a clock in which they might be changed once more."""
    for folder, _, _ in os.walk(root):
        os.utime(folder, (1, 1))


def test_what_may_still_grow_is_read_again(source: FootageSource, root: Path, now: dt.datetime) -> None:
    settle(root)
    scan_source(source, now)
    again = scan_source(source, now)
    assert (again.read, again.unchanged) == (2, 3), "of today, and of an hour ago by UTC"


def test_what_a_slow_clock_took_for_the_future_is_looked_at_again(
    source: FootageSource, root: Path, now: dt.datetime
) -> None:
    settle(root)
    ScannedFolder.objects.update(fingerprint="")
    slow = scan_source(source, now - 10 * DAY)
    assert (slow.read, seen("C01", dt.date(2026, 11, 21))) == (5, 0)
    scan_source(source, now)
    assert seen("C01", dt.date(2026, 11, 21)) == 24 * 60


def test_a_folder_that_went_is_forgotten(source: FootageSource, root: Path, now: dt.datetime) -> None:
    for path in sorted((root / "2025-11-22").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    (root / "2025-11-22").rmdir()
    assert scan_source(source, now).removed == 1
    assert seen("C01", dt.date(2025, 11, 22)) == 0


@pytest.mark.parametrize("loss", ["empty", "gone"])
def test_a_disk_that_is_not_mounted_is_no_proof_that_footage_is_gone(
    source: FootageSource, root: Path, now: dt.datetime, loss: str
) -> None:
    root.rename(root.with_name("elsewhere"))
    if loss == "empty":
        root.mkdir()
    words = check_footage(now + HOUR).words
    assert "無法讀取 1" in words
    assert seen("C01", dt.date(2026, 11, 21)) == 24 * 60
    assert "影像資料夾 一號主機" in text_of(FindingKind.SOURCE_AWAY)
    if loss == "empty":
        root.rmdir()
    root.with_name("elsewhere").rename(root)
    check_footage(now + 2 * HOUR)
    assert not Finding.objects.filter(kind=FindingKind.SOURCE_AWAY, closed_at=None).exists()


def test_the_folder_of_another_installation_is_not_taken_for_ours(
    ours: FootageSource, root: Path, now: dt.datetime
) -> None:
    (root / ".cctv-source.json").write_text('{"source": "00000000-0000-0000-0000-000000000000", "passes": 0}')
    scan = scan_source(ours, now)
    assert "標記檔不屬於本系統" in scan.problem
    assert seen("C01", dt.date(2026, 11, 21)) == 24 * 60


def test_what_cannot_be_read_is_named_with_an_example(source: FootageSource, root: Path, now: dt.datetime) -> None:
    hour = root / "2026-11-21" / "05" / "C01"
    (hour / "notes.txt").touch()
    (hour / "10.00.mp4").unlink()
    (hour / "10.00.mp4").symlink_to("/etc/passwd")
    (root / "lost+found").mkdir()
    (root / "2026-11-21" / "stray.mp4").touch()
    check_footage(now + HOUR)
    assert "有 4 個名稱無法辨認" in text_of(FindingKind.ODD_NAME)
    assert seen("C01", dt.date(2026, 11, 21)) == 24 * 60 - 10


@pytest.mark.parametrize(
    ("year", "words"), [(1999, "1999"), (2000, "2000"), (2027, "2027")], ids=["before 2000", "dead battery", "future"]
)
def test_a_time_that_cannot_be_is_no_footage_but_a_finding(
    source: FootageSource, root: Path, now: dt.datetime, year: int, words: str
) -> None:
    record(root, "C01", dt.datetime(year, 1, 1, 12, tzinfo=TAIPEI), dt.datetime(year, 1, 1, 13, tzinfo=TAIPEI))
    check_footage(now + HOUR)
    assert text_of(FindingKind.WRONG_CLOCK).startswith("影像資料夾 一號主機 有 6 個檔案的時間不合理，例如 ")
    assert words in text_of(FindingKind.WRONG_CLOCK)
    source.refresh_from_db()
    assert source.newest_at == now - dt.timedelta(minutes=10)
    assert not CoverageDay.objects.filter(day__year=year, folder="C01").exclude(day__year__in=[2025, 2026]).exists()


def test_a_folder_of_no_camera_is_a_finding_until_somebody_says_whose_it_is(
    source: FootageSource, root: Path, now: dt.datetime
) -> None:
    record(root, "side_door", now - DAY, now - DAY + HOUR)
    check_footage(now)
    assert text_of(FindingKind.UNKNOWN_FOLDER).endswith("有 1 個資料夾不知屬於哪支攝影機：side_door")
    FolderCamera.objects.filter(folder="side_door").update(camera=Camera.objects.get(code="C04"))
    check_footage(now + HOUR)
    assert not Finding.objects.filter(kind=FindingKind.UNKNOWN_FOLDER, closed_at=None).exists()


def test_a_camera_entered_later_takes_the_folder_of_its_code(
    source: FootageSource, root: Path, now: dt.datetime
) -> None:
    record(root, "C09", now - DAY, now - DAY + HOUR)
    check_footage(now)
    assert FolderCamera.objects.get(folder="C09").camera is None
    Camera.objects.filter(code="C04").update(code="C09")
    check_footage(now + HOUR)
    assert FolderCamera.objects.get(folder="C09").camera == Camera.objects.get(code="C09")


def test_a_fast_clock_is_set_right_and_both_times_are_kept(
    cast: Cast, cameras: list[Camera], root: Path, now: dt.datetime
) -> None:
    HandCheck.objects.create(
        recorder=cameras[0].recorder, checked_at=now, checked_by="警衛", earliest_day=now.date() - DAY,
        clock_offset_seconds=3600,
    )  # fmt: skip
    said = dt.datetime(2026, 11, 22, 0, 30, tzinfo=TAIPEI)
    record(root, "C01", said, said + dt.timedelta(minutes=10), every=60)
    source = register_source(
        name="快一小時", layout=LayoutKind.FRIGATE, path=str(root), recorder=cameras[0].recorder, actor=SYSTEM, now=now
    )
    scan_source(source, now)
    day = CoverageDay.objects.get()
    assert day.day == dt.date(2026, 11, 21), "half past midnight by the recorder was half past eleven"
    assert (day.first_at, day.clock_offset_seconds) == (said, 3600)
    assert minutes.gaps(minutes.from_bytes(day.minutes)) == [
        minutes.Gap(0, 1410),
        minutes.Gap(1420, 1440),
    ]


def test_a_recording_that_crosses_midnight_counts_on_both_days(
    cast: Cast, cameras: list[Camera], root: Path, now: dt.datetime
) -> None:
    start = dt.datetime(2026, 11, 20, 23, 30, tzinfo=TAIPEI)
    record(root, "C01", start, start + HOUR, every=3600, layout=LayoutKind.MOTIONEYE)
    source = register_source(name="二號主機", layout=LayoutKind.MOTIONEYE, path=str(root), actor=SYSTEM, now=now)
    scan_source(source, now)
    assert (seen("C01", dt.date(2026, 11, 20)), seen("C01", dt.date(2026, 11, 21))) == (30, 30)


def test_a_copied_tree_does_not_make_recordings_longer_than_an_hour(
    cast: Cast, cameras: list[Camera], root: Path, now: dt.datetime
) -> None:
    start = dt.datetime(2026, 11, 20, 8, 0, tzinfo=TAIPEI)
    [path] = record(root, "C01", start, start + HOUR, every=3600, layout=LayoutKind.MOTIONEYE)
    os.utime(path, (now.timestamp() + 1e6, now.timestamp() + 1e6))
    source = register_source(name="二號主機", layout=LayoutKind.MOTIONEYE, path=str(root), actor=SYSTEM, now=now)
    scan_source(source, now)
    assert seen("C01", dt.date(2026, 11, 20)) == 60


def test_a_folder_that_goes_while_the_tree_is_walked_is_forgotten(
    source: FootageSource, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.open

    def going(path: str, *arguments: int, dir_fd: int | None = None) -> int:
        if path == "2026-11-21":
            raise FileNotFoundError(path)
        return real(path, *arguments, dir_fd=dir_fd)

    monkeypatch.setattr(os, "open", going)
    assert scan_source(source, now).removed == 1
    assert not source.folders.filter(path="2026-11-21").exists()
