"""Walking a source: folder by folder, in the order of names, never through a link, never out of the root."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from retention.rules import Layout

FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
MARKER_NAME = ".cctv-source.json"
UNREADABLE = "無法讀取"
LONGEST_PATH = 400

if TYPE_CHECKING:
    Odd = Callable[[str, str], None]
    """What is told of a path that is not as the layout says, and why."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A folder that is scanned as one: its path below the root, what the path told, and the open folder itself."""

    path: str
    known: Mapping[str, str]
    descriptor: int


@contextlib.contextmanager
def open_root(path: str) -> Iterator[int]:
    """Open the folder of a source. Raises OSError when it is not there, is a link, or cannot be read."""
    descriptor = os.open(path, FOLDER)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def open_below(root: int, path: str) -> Iterator[int]:
    """Open the folder at `path` below an open `root`, one name after the other. Raises OSError, for a link too."""
    descriptor = os.dup(root)
    try:
        for name in path.split("/") if path else ():
            if name in {"", ".", ".."}:
                raise OSError(errno.EXDEV, "路徑超出資料夾")
            below = os.open(name, FOLDER, dir_fd=descriptor)
            os.close(descriptor)
            descriptor = below
        yield descriptor
    finally:
        os.close(descriptor)


def units(root: int, layout: Layout, odd: Odd) -> Iterator[Unit]:
    """Yield the units of a source, each open while it is the turn. Raises OSError when the source cannot be listed."""
    return descend(root, layout, depth=0, until=layout.unit_depth, path="", known={}, odd=odd)


def leaves(unit: Unit, layout: Layout, odd: Odd) -> Iterator[Unit]:
    """Yield the folders of a unit that hold recordings themselves."""
    return descend(
        unit.descriptor, layout, depth=layout.unit_depth, until=len(layout.folders), path=unit.path,
        known=unit.known, odd=odd,
    )  # fmt: skip


def descend(
    descriptor: int, layout: Layout, *, depth: int, until: int, path: str, known: Mapping[str, str], odd: Odd
) -> Iterator[Unit]:
    """Yield every folder `until` deep whose names are as the layout says; what is not is told to `odd`."""
    if depth == until:
        yield Unit(path, known, descriptor)
        return
    try:
        names = _names(descriptor)
    except OSError as error:
        if not path:
            raise
        odd(path, f"{UNREADABLE}（{error.strerror}）")
        return
    for name, is_folder in names:
        below = f"{path}/{name}" if path else name
        match = layout.folders[depth].fullmatch(name)
        if not is_folder or match is None or not _can_be_kept(below):
            odd(below, "資料夾名稱不符命名樣式" if is_folder else "不是資料夾")
            continue
        try:
            child = os.open(name, FOLDER, dir_fd=descriptor)
        except FileNotFoundError:
            continue
        except OSError as error:
            odd(below, f"{UNREADABLE}（{error.strerror}）")
            continue
        try:
            told = {**known, **match.groupdict()}
            yield from descend(child, layout, depth=depth + 1, until=until, path=below, known=told, odd=odd)
        finally:
            os.close(child)


def _can_be_kept(path: str) -> bool:
    """Say whether a database can keep a path: text it is, and no longer than its column."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return len(path) <= LONGEST_PATH


def _names(descriptor: int) -> list[tuple[str, bool]]:
    with os.scandir(descriptor) as entries:
        found = [(entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries]
    return sorted(pair for pair in found if pair[0] != MARKER_NAME)


def fingerprint_of(unit: Unit, layout: Layout, began_ns: int, racy_ns: int = 2_000_000_000) -> str:
    """Return what changes whenever a name is added to or taken from any folder of the unit; "" when it cannot be trusted.

    Only folders are looked at, not the recordings in them. A folder changed within `racy_ns` before `began_ns` may be
    changed again within the same tick of the clock, so nothing is said of it.
    """
    digest = hashlib.sha256()
    newest = 0
    for path, changed, node in _folder_stamps(unit.descriptor, "", len(layout.folders) - layout.unit_depth):
        digest.update(f"{path}\0{changed}\0{node}\n".encode(errors="surrogateescape"))
        newest = max(newest, changed)
    return digest.hexdigest() if newest < began_ns - racy_ns else ""


def _folder_stamps(descriptor: int, path: str, depth: int) -> Iterator[tuple[str, int, int]]:
    """Yield path, time of change and inode of a folder and of every folder down to `depth` below it."""
    own = os.fstat(descriptor)
    yield path, own.st_mtime_ns, own.st_ino
    if depth == 0:
        return
    with os.scandir(descriptor) as entries:
        folders = sorted(
            (entry for entry in entries if entry.is_dir(follow_symlinks=False)), key=lambda each: each.name
        )
    for entry in folders:
        below = f"{path}/{entry.name}"
        if depth == 1:
            seen = entry.stat(follow_symlinks=False)
            yield below, seen.st_mtime_ns, seen.st_ino
            continue
        with contextlib.suppress(OSError):
            child = os.open(entry.name, FOLDER, dir_fd=descriptor)
            try:
                yield from _folder_stamps(child, below, depth - 1)
            finally:
                os.close(child)


def free_bytes(root: int) -> int:
    """Return how much room is left on the disk of an open folder, in bytes."""
    room = os.fstatvfs(root)
    return room.f_bavail * room.f_frsize


def has_any_name(root: int) -> bool:
    """Say whether anything but the marker stands in an open folder: an empty one may be a disk that is not mounted."""
    with os.scandir(root) as entries:
        return any(entry.name != MARKER_NAME for entry in entries)
