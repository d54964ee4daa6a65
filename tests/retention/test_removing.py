"""Unlinking on disk: relative to the open folder, never through a link, one bad file stops no other (invariants 4, 6)."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

import pytest

from retention.storage import Removal, make_durable, open_root, removal, remove
from retention.storage.tree import open_below

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ["a.mp4", "b.mp4", "c.mp4"]


@pytest.fixture
def folder(root: Path) -> Path:
    """Three recordings two folders deep."""
    made = root / "2025-11-22" / "C01"
    made.mkdir(parents=True)
    for name in NAMES:
        (made / name).write_bytes(b"x")
    return made


def take(root: Path, names: list[str], kept: frozenset[str] = frozenset()) -> Removal:
    with open_root(str(root)) as opened:
        done = remove(opened, "2025-11-22/C01", names, kept)
        make_durable(opened, [("2025-11-22/C01", done)])
        return done


def test_what_is_named_goes_and_empty_folders_with_it_but_never_the_root(root: Path, folder: Path) -> None:
    done = take(root, NAMES)
    assert (done.seen, done.gone, done.failed) == (3, set(NAMES), {})
    assert root.is_dir()
    assert list(root.iterdir()) == []


def test_what_is_kept_stays_and_its_folder(root: Path, folder: Path) -> None:
    done = take(root, NAMES, frozenset({"b.mp4"}))
    assert (done.seen, done.gone) == (3, {"a.mp4", "c.mp4"})
    assert [path.name for path in folder.iterdir()] == ["b.mp4"]


def test_what_is_gone_already_counts_as_gone(root: Path, folder: Path) -> None:
    (folder / "a.mp4").unlink()
    assert take(root, NAMES).gone == set(NAMES)
    assert take(root, NAMES).gone == set(NAMES), "the folder is gone as well"


def test_what_a_killed_pass_took_before_it_was_to_be_kept_counts_as_gone_not_as_held(root: Path, folder: Path) -> None:
    (folder / "a.mp4").unlink()
    kept = frozenset({"a.mp4", "b.mp4"})
    done = take(root, NAMES, kept)
    assert (done.seen, done.held, done.gone) == (3, 1, {"a.mp4", "c.mp4"})
    (folder / "b.mp4").unlink()
    folder.rmdir()
    done = take(root, NAMES, kept)
    assert (done.seen, done.held, done.gone) == (3, 0, set(NAMES))


def test_what_became_a_link_or_a_folder_is_left_and_named(root: Path, folder: Path) -> None:
    target = root.parent / "evidence.mp4"
    target.write_bytes(b"x")
    (folder / "a.mp4").unlink()
    (folder / "a.mp4").symlink_to(target)
    (folder / "b.mp4").unlink()
    (folder / "b.mp4").mkdir()
    done = take(root, NAMES)
    assert done.failed == {"a.mp4": "已變成連結", "b.mp4": "已不是一般檔案"}
    assert done.gone == {"c.mp4"}
    assert target.exists()
    assert (folder / "a.mp4").is_symlink()


@pytest.mark.parametrize("swapped", ["2025-11-22", "2025-11-22/C01"])
def test_a_folder_swapped_for_a_link_is_not_entered(root: Path, folder: Path, swapped: str) -> None:
    elsewhere = root.parent / "elsewhere"
    (root / swapped).rename(elsewhere)
    (root / swapped).symlink_to(elsewhere)
    done = take(root, NAMES)
    assert set(done.failed) == set(NAMES)
    assert all(why.startswith("資料夾無法開啟") for why in done.failed.values())
    assert sorted(path.name for path in elsewhere.rglob("*.mp4")) == NAMES


def test_a_source_that_is_a_link_is_not_opened(root: Path, folder: Path) -> None:
    link = root.parent / "link"
    link.symlink_to(root)
    with pytest.raises(NotADirectoryError), open_root(str(link)):
        raise AssertionError


def test_no_path_leads_out_of_the_root(root: Path, folder: Path) -> None:
    with open_root(str(folder)) as opened, open_below(opened, "") as same:
        assert os.path.samestat(os.fstat(opened), os.fstat(same))


@pytest.mark.parametrize("number", [errno.EIO, errno.EACCES, errno.ENOENT])
def test_an_error_of_the_disk_stops_no_other_file(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    real = os.unlink

    def failing(name: str, *, dir_fd: int) -> None:
        if name == "b.mp4":
            if number == errno.ENOENT:
                real(name, dir_fd=dir_fd)
            raise OSError(number, os.strerror(number))
        real(name, dir_fd=dir_fd)

    monkeypatch.setattr(os, "unlink", failing)
    done = take(root, NAMES)
    if number == errno.ENOENT:
        assert done.gone == set(NAMES)
    else:
        assert done.failed == {"b.mp4": f"無法刪除（{os.strerror(number)}）"}
        assert [path.name for path in folder.iterdir()] == ["b.mp4"]


def test_what_cannot_be_made_durable_is_not_said_to_be_gone(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(descriptor: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", failing)
    done = take(root, NAMES)
    assert done.gone == set()
    assert set(done.failed.values()) == {"無法確認已刪除（Input/output error）"}


def test_a_file_that_is_still_there_afterwards_has_failed(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "unlink", lambda name, *, dir_fd: None)
    done = take(root, NAMES)
    assert done.gone == set()
    assert set(done.failed.values()) == {"刪除後仍存在"}


def test_after_a_second_the_rest_waits_for_the_next_turn(root: Path, folder: Path) -> None:
    """Who wants to place a hold waits no longer than that."""
    many = [f"{number:03d}.mp4" for number in range(120)]
    for name in many:
        (folder / name).touch()
    with open_root(str(root)) as opened:
        done = remove(opened, "2025-11-22/C01", many, until=-1.0)
    assert done.seen == removal.LOOK_AT_CLOCK_EVERY
    assert done.gone == set(many[: done.seen])


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOENT])
def test_what_cannot_be_looked_at_closer_is_said(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    (folder / "a.mp4").unlink()
    (folder / "a.mp4").mkdir()

    def failing(*_: object, **__: object) -> os.stat_result:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "stat", failing)
    done = take(root, ["a.mp4"])
    assert ("a.mp4" in done.gone) == (number == errno.ENOENT) or done.failed


def test_what_a_killed_pass_took_with_its_folders_counts_as_gone(root: Path) -> None:
    with open_root(str(root)) as opened:
        done = remove(opened, "2025-11-22/00/C01", NAMES)
    assert (done.gone, done.failed) == (set(NAMES), {})
