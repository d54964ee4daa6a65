"""The sealed parts of the school's copies on disk: `<copies>/<key>/<number>.age`, whole or not there, durable.

Whoever writes holds the copy's turn (`turn_at`). Nothing here knows a plain byte.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from retention.storage.manifest import sync_folder
from retention.storage.tree import FOLDER, free_bytes, open_root

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator

READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC
WRITE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC


class PartMissing(Exception):
    """A part is not on the disk."""


class PartUnread(Exception):
    """A part cannot be read now: the disk or the network errs. Whether it is lost nobody knows."""


def copies_root() -> Path:
    """Return the folder that holds all copies, made when it is not there yet."""
    root = Path(settings.COPIES_DIR)
    if not root.is_dir():
        root.mkdir(mode=0o700, parents=True)
        sync_folder(root.parent)
    return root


def free_for_copies() -> int:
    """Return how many bytes are free where copies are kept. Raises OSError when the folder is not to be had."""
    with open_root(str(copies_root())) as root:
        return free_bytes(root)


def write_part(key: uuid.UUID, number: int, sealed: bytes) -> None:
    """Keep a part under its number, in place of one that was there. Raises OSError; then the one before still stands."""
    folder = copies_root() / key.hex
    if not folder.is_dir():
        folder.mkdir(mode=0o700, exist_ok=True)  # another part of the copy may come at the same moment
        sync_folder(folder.parent)
    name = f"{number:08d}.age"
    with _opened(key) as descriptor:
        part = os.open(f"{name}.part", WRITE, 0o600, dir_fd=descriptor)
        with os.fdopen(part, "wb", buffering=0) as file:
            view = memoryview(sealed)
            while view:
                view = view[file.write(view) :]
            os.fsync(file.fileno())
        os.rename(f"{name}.part", name, src_dir_fd=descriptor, dst_dir_fd=descriptor)
        os.fsync(descriptor)


def read_part(key: uuid.UUID, number: int) -> bytes:
    """Return a part as it lies on the disk. Raises PartMissing, PartUnread."""
    try:
        with _opened(key) as descriptor, os.fdopen(os.open(f"{number:08d}.age", READ, dir_fd=descriptor), "rb") as file:
            return file.read()
    except FileNotFoundError as error:
        raise PartMissing(error.strerror) from error
    except OSError as error:
        raise PartUnread(error.strerror) from error


def has_parts(key: uuid.UUID) -> bool:
    """Say whether anything of a copy is on the disk, if only its folder."""
    return (copies_root() / key.hex).is_dir()


def drop_parts(key: uuid.UUID) -> None:
    """Take everything a copy has on the disk away, durably; what is gone already is no error. Raises OSError."""
    with contextlib.suppress(FileNotFoundError), _opened(key) as descriptor:
        for name in _names(descriptor):
            with contextlib.suppress(FileNotFoundError):
                os.unlink(name, dir_fd=descriptor)
        os.fsync(descriptor)
    root = copies_root()
    with contextlib.suppress(FileNotFoundError):
        (root / key.hex).rmdir()
    sync_folder(root)


def _names(descriptor: int) -> list[str]:
    with os.scandir(descriptor) as entries:
        return [entry.name for entry in entries]


@contextlib.contextmanager
def _opened(key: uuid.UUID) -> Iterator[int]:
    descriptor = os.open(copies_root() / key.hex, FOLDER)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
