"""Paths never leave their source (invariant 6): links, odd names, folders swapped while the pass is at work."""

from __future__ import annotations

import datetime as dt
import os
from typing import TYPE_CHECKING

import pytest

from ledger.services import SYSTEM, verify
from retention import storage
from retention.choices import FindingKind, LayoutKind, PassResult
from retention.models import Destruction, Finding, FolderCamera, FootageSource, PastDue, ScannedFolder
from retention.rules import KNOWN, LayoutError, make_layout
from retention.services import SourceError, adopt_source, check_footage, enforce_source, register_source
from tests.retention.recordings import left, record

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from retention.storage import removal

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def outside(root: Path) -> Path:
    """Evidence that lies beside the source, shaped like one of its days."""
    folder = root.parent / "evidence"
    for camera in ("C01", "C02"):
        (folder / "00" / camera).mkdir(parents=True)
        (folder / "00" / camera / "00.00.mp4").write_bytes(b"evidence")
    return folder


def old_day(root: Path) -> Path:
    return next(iter(sorted(root.glob("2025-*"))))


def evidence(folder: Path) -> int:
    return sum(path.read_bytes() == b"evidence" for path in folder.rglob("*.mp4") if path.is_file())


def old_files(root: Path) -> set[str]:
    return {path for path in left(root) if path.startswith("2025-")}


def test_links_are_noted_and_neither_followed_nor_removed(
    ours: FootageSource, root: Path, outside: Path, now: dt.datetime
) -> None:
    day = old_day(root)
    hour = next(day.iterdir())
    links = [root / "2025-01-01", day / "99", hour / "C09", hour / "C01" / "59.59.mp4"]
    for link in links[:3]:
        link.symlink_to(outside, target_is_directory=True)
    links[3].symlink_to(outside / "00" / "C01" / "00.00.mp4")
    assert enforce_source(ours, now).result == PassResult.DONE
    assert evidence(outside) == 2
    assert all(link.is_symlink() for link in links)
    assert Destruction.objects.get().destroyed_files == 12
    check_footage(now + HOUR)
    assert "4 個名稱無法辨認" in Finding.objects.get(kind=FindingKind.ODD_NAME, closed_at=None).text


@pytest.mark.counted_elsewhere
@pytest.mark.parametrize("swap", ["day", "hour", "camera"])
def test_a_folder_swapped_for_a_link_between_plan_and_unlinking_keeps_what_it_points_to(
    ours: FootageSource, root: Path, outside: Path, now: dt.datetime, monkeypatch: pytest.MonkeyPatch, swap: str
) -> None:
    real = storage.remove

    def swapping(*args: object) -> removal.Removal:
        folder = old_day(root)
        for _ in range({"day": 0, "hour": 1, "camera": 2}[swap]):
            folder = next(iter(sorted(folder.iterdir())))
        if not folder.is_symlink():
            folder.rename(root.parent / "taken")
            target = {"day": outside, "hour": outside / "00", "camera": outside / "00" / "C01"}[swap]
            folder.symlink_to(target, target_is_directory=True)
        return real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(storage, "remove", swapping)
    report = enforce_source(ours, now)
    assert report.result == PassResult.PARTLY
    assert evidence(outside) == 2
    assert report.failed_files == (6 if swap == "camera" else 12)
    assert PastDue.objects.exists()
    assert verify().ok


def test_a_folder_swapped_for_a_link_during_the_walk_is_not_followed(
    ours: FootageSource, root: Path, outside: Path, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is a folder when its name is read and a link when it is opened."""
    real, day = os.open, old_day(root)

    def opening(path: str, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        if path == day.name and not day.is_symlink():
            day.rename(root.parent / "taken")
            day.symlink_to(outside, target_is_directory=True)
        return real(path, flags, mode, dir_fd=dir_fd)

    monkeypatch.setattr(os, "open", opening)
    enforce_source(ours, now)
    assert evidence(outside) == 2
    assert not Destruction.objects.exists()


def _to_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _to_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _to_link(path: Path) -> None:
    path.unlink()
    path.symlink_to("/etc/hostname")


@pytest.mark.counted_elsewhere
@pytest.mark.parametrize("become", [_to_folder, _to_pipe, _to_link])
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_recording_that_is_no_file_any_more_is_left_and_named(
    ours: FootageSource, root: Path, now: dt.datetime, monkeypatch: pytest.MonkeyPatch,
    become: Callable[[Path], None], when: str,
) -> None:  # fmt: skip
    [bad, *_] = sorted(old_day(root).rglob("C01/*.mp4"))
    if when == "before":
        become(bad)
    else:
        real = storage.remove

        def replacing(*args: object) -> removal.Removal:
            if bad.is_file() and not bad.is_symlink():
                become(bad)
            return real(*args)  # type: ignore[arg-type]

        monkeypatch.setattr(storage, "remove", replacing)
    report = enforce_source(ours, now)
    assert report.result == (PassResult.DONE if when == "before" else PassResult.PARTLY)
    assert os.path.lexists(bad)
    assert Destruction.objects.get().destroyed_files == 11


ODD = [b"C\xff1", b"C\n01", "教室 ①".encode(), "e\u0301cole".encode(), b"..C01", b"-rf", b"\xe2\x80\xaeC01", b"C" * 255]


@pytest.mark.counted_elsewhere
@pytest.mark.parametrize("name", ODD, ids=range(len(ODD)))
def test_odd_names_of_cameras_obey_the_ceiling_when_they_are_text_and_stop_nothing_when_not(
    ours: FootageSource, root: Path, now: dt.datetime, name: bytes
) -> None:
    hour = next(old_day(root).iterdir())
    folder = os.path.join(os.fsencode(hour), name)  # noqa: PTH118 - bytes
    os.mkdir(folder)  # noqa: PTH102
    with open(os.path.join(folder, b"00.00.mp4"), "wb"):  # noqa: PTH118, PTH123
        pass
    check_footage(now)
    assert enforce_source(ours, now).result == PassResult.DONE
    is_text = name not in {ODD[0], ODD[-1]}
    assert os.path.exists(folder) == (not is_text)  # noqa: PTH110
    assert FolderCamera.objects.filter(camera=None).count() in {0, int(is_text)}
    assert Destruction.objects.get().destroyed_files == 12 + is_text
    assert verify().ok
    check_footage(now + HOUR)


def test_file_names_keep_every_byte(cameras: object, root: Path, now: dt.datetime) -> None:
    """A pattern with a free part: invalid UTF-8 and newlines stand in the manifest as they stand on the disk."""
    names = [b"20251101_000000_\xff\xfe.mp4", b"20251101_000100_\n.mp4", "20251101_000200_狗.mp4".encode()]
    folder = root / "C01"
    folder.mkdir()
    for name in names:
        with open(os.path.join(os.fsencode(folder), name), "wb"):  # noqa: PTH118, PTH123
            pass
    source = register_source(
        name="自訂", layout=LayoutKind.PATTERN, path=str(root), pattern="{camera}/%Y%m%d_%H%M%S_{any}.mp4",
        longest_seconds=60, actor=SYSTEM, now=now,
    )  # fmt: skip
    source = adopt_source(source_id=source.pk, files=3, reason="測試", actor=SYSTEM, now=now)
    assert enforce_source(source, now).result == PassResult.DONE
    assert left(root) == set()
    assert Destruction.objects.get().destroyed_files == 3


@pytest.mark.parametrize(
    "pattern",
    [
        "../{camera}/%Y%m%d/%H%M%S.mp4",
        "{camera}/../%Y%m%d/%H%M%S.mp4",
        "/{camera}/%Y%m%d/%H%M%S",
        "{camera}//%Y%m%d%H%M%S",
    ],
)
def test_a_pattern_never_climbs_out(pattern: str) -> None:
    with pytest.raises(LayoutError):
        make_layout(pattern, "UTC", 60)


@pytest.mark.parametrize("folder", ["..", "../evidence/00/C01", "2025-11-22/../../evidence/00/C01", "/etc", "."])
def test_a_manifest_that_climbs_removes_nothing(root: Path, outside: Path, folder: str) -> None:
    """Even one nobody should have written."""
    (root / "2025-11-22").mkdir()
    (root / "00.00.mp4").touch()
    with storage.open_root(str(root)) as opened:
        done = storage.remove(opened, folder, ["00.00.mp4"])
    assert list(done.failed) == ["00.00.mp4"]
    assert evidence(outside) == 2
    assert (root / "00.00.mp4").exists()


def test_a_source_whose_folder_is_a_link_is_registered_where_it_really_is(
    cameras: object, root: Path, now: dt.datetime
) -> None:
    alias = root.parent / "alias"
    alias.symlink_to(root, target_is_directory=True)
    source = register_source(name="連結", layout=LayoutKind.FRIGATE, path=str(alias), actor=SYSTEM, now=now)
    assert source.path == str(root)
    with pytest.raises(SourceError, match="重疊"):
        register_source(name="又一", layout=LayoutKind.FRIGATE, path=str(root), actor=SYSTEM, now=now)


def test_a_source_that_became_a_link_is_away(ours: FootageSource, root: Path, outside: Path, now: dt.datetime) -> None:
    root.rename(root.parent / "moved")
    root.symlink_to(root.parent / "moved", target_is_directory=True)
    assert list(enforce_source(ours, now).doubts) == ["away"]
    assert len(old_files(root.parent / "moved")) == 12


def test_of_a_hard_link_only_the_name_that_is_due_goes(
    ours: FootageSource, root: Path, outside: Path, now: dt.datetime
) -> None:
    [due, *_] = sorted(old_day(root).rglob("*.mp4"))
    kept = outside / "00" / "C01" / "copy.mp4"
    os.link(due, kept)
    assert enforce_source(ours, now).result == PassResult.DONE
    assert not due.exists()
    assert kept.exists()


def test_a_path_too_long_for_its_column_is_noted(cameras: object, root: Path, now: dt.datetime) -> None:
    pattern = "{any}/{any}/" + KNOWN[LayoutKind.MOTIONEYE][0]
    deep = root / ("x" * 250) / ("y" * 250)
    record(deep, "C01", now - HOUR, now, layout=LayoutKind.MOTIONEYE)
    register_source(name="深", layout=LayoutKind.PATTERN, path=str(root), pattern=pattern, actor=SYSTEM, now=now)
    check_footage(now)
    assert not ScannedFolder.objects.exclude(path="").exists()
    assert Finding.objects.filter(kind=FindingKind.ODD_NAME).exists()
