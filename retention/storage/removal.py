"""Unlinking a batch of recordings: relative to their open folder, made durable, and looked for again afterwards."""

from __future__ import annotations

import contextlib
import math
import os
import stat
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from retention.storage.tree import open_below

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST_SECONDS = 1.0
"""So long one turn holds the lock that placing a hold takes."""
LOOK_AT_CLOCK_EVERY = 50


@dataclass(slots=True)
class Removal:
    """What came of a batch: how many of its names were looked at, how many of them stay, which are gone, which failed and why."""

    seen: int = 0
    held: int = 0
    gone: set[str] = field(default_factory=set)
    failed: dict[str, str] = field(default_factory=dict)


def remove(
    root: int, folder: str, names: Sequence[str], kept: frozenset[str] = frozenset(), until: float = math.inf
) -> Removal:
    """Unlink `names` in `folder` but those `kept`, not beyond the moment `until`; a name already gone counts as gone.

    So does one that is to be kept by now: a killed pass took it before there was a hold, and the record says so.
    `until` is one of `time.monotonic`; at least `LOOK_AT_CLOCK_EVERY` names are looked at. One that cannot be removed
    does not stop the others. Afterwards the folder is read again: what still stands there has failed. Folders left empty
    are taken away. Nothing of it is durable before `make_durable`.
    """
    done = Removal()
    try:
        with open_below(root, folder) as descriptor:
            _unlink(descriptor, names, kept, done, until)
            is_empty = _verify(descriptor, done)
    except FileNotFoundError:  # a killed pass was here before
        is_empty, done = True, Removal(len(names), gone=set(names))
    except OSError as error:
        why = f"資料夾無法開啟（{error.strerror}）"
        due = [name for name in names if name not in kept]
        return Removal(len(names), len(names) - len(due), failed=dict.fromkeys(due, why))
    if is_empty:
        _remove_empty_folders(root, folder)
    return done


def make_durable(root: int, removals: Sequence[tuple[str, Removal]]) -> None:
    """Sync what several removals took names from, each folder once: the folder itself, or the nearest above that is left.

    What cannot be synced has failed: nobody can say that it is gone.
    """
    unsure: dict[str, OSError | None] = {}
    for folder, done in removals:
        standing = _nearest(root, folder)
        if standing not in unsure:
            unsure[standing] = _synced(root, standing)
        if error := unsure[standing]:
            done.failed |= dict.fromkeys(done.gone, f"無法確認已刪除（{error.strerror}）")
            done.gone.clear()


def _nearest(root: int, folder: str) -> str:
    while folder:
        try:
            with open_below(root, folder):
                return folder
        except FileNotFoundError:
            folder = folder.rpartition("/")[0]
        except OSError:
            return folder
    return folder


def _synced(root: int, folder: str) -> OSError | None:
    try:
        with open_below(root, folder) as descriptor:
            os.fsync(descriptor)
    except OSError as error:
        return error
    return None


def _unlink(descriptor: int, names: Sequence[str], kept: frozenset[str], done: Removal, until: float) -> None:
    with os.scandir(descriptor) as entries:
        plain = {entry.name for entry in entries if entry.is_file(follow_symlinks=False)}
    for name in names:
        done.seen += 1
        if name not in plain:
            _look_closer(descriptor, name, done)
            continue
        if name in kept:
            done.held += 1
            continue
        try:
            os.unlink(name, dir_fd=descriptor)
        except FileNotFoundError:
            done.gone.add(name)
        except OSError as error:
            done.failed[name] = f"無法刪除（{error.strerror}）"
        else:
            done.gone.add(name)
        if done.seen % LOOK_AT_CLOCK_EVERY == 0 and time.monotonic() > until:
            return


def _look_closer(descriptor: int, name: str, done: Removal) -> None:
    """A name that is no plain file is gone, or something else now: that is never removed."""
    try:
        seen = os.stat(name, dir_fd=descriptor, follow_symlinks=False)
    except FileNotFoundError:
        done.gone.add(name)
    except OSError as error:
        done.failed[name] = f"無法刪除（{error.strerror}）"
    else:
        done.failed[name] = "已變成連結" if stat.S_ISLNK(seen.st_mode) else "已不是一般檔案"


def _verify(descriptor: int, done: Removal) -> bool:
    """Look whether what is gone is gone; say whether nothing is left in the folder."""
    try:
        left = set(os.listdir(descriptor))
    except OSError as error:
        done.failed |= dict.fromkeys(done.gone, f"無法確認已刪除（{error.strerror}）")
        done.gone.clear()
        return False
    for name in done.gone & left:
        done.failed[name] = "刪除後仍存在"
    done.gone -= left
    return not left


def _remove_empty_folders(root: int, folder: str) -> None:
    """Take away a folder that became empty, and those above it that only held it; the root stays."""
    with contextlib.suppress(OSError):  # not empty, or not allowed: an empty folder is no footage
        while folder:
            folder, _, name = folder.rpartition("/")
            with contextlib.suppress(FileNotFoundError), open_below(root, folder) as descriptor:  # a killed pass did it
                os.rmdir(name, dir_fd=descriptor)
