"""The marker file that ties a folder to this installation: whose it is, and how many passes have destroyed in it."""

from __future__ import annotations

import contextlib
import json
import os
import uuid
from dataclasses import dataclass

from retention.storage.tree import MARKER_NAME

LONGEST = 4096
READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
WRITE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
NOTE = "監視錄影系統管理的標記檔，請勿刪除或複製到其他資料夾。"


@dataclass(frozen=True, slots=True)
class Marker:
    """What the marker file says."""

    token: uuid.UUID
    pass_number: int


def read_marker(root: int) -> Marker | None:
    """Return the marker of an open folder; None when there is none, or it is not ours to read."""
    try:
        descriptor = os.open(MARKER_NAME, READ, dir_fd=root)
    except OSError:
        return None
    try:
        said = json.loads(os.read(descriptor, LONGEST))
        return Marker(uuid.UUID(said["source"]), int(said["passes"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, ArithmeticError, RecursionError):
        return None
    finally:
        os.close(descriptor)


def write_marker(root: int, marker: Marker) -> None:
    """Write the marker durably, whole or not at all. Raises OSError, for instance in a folder mounted read-only."""
    part = f"{MARKER_NAME}.part"
    said = {"note": NOTE, "source": str(marker.token), "passes": marker.pass_number}
    with contextlib.suppress(FileNotFoundError):
        os.unlink(part, dir_fd=root)  # a crash left it
    descriptor = os.open(part, WRITE, 0o644, dir_fd=root)
    with os.fdopen(descriptor, "wb") as file:
        file.write(json.dumps(said, ensure_ascii=False).encode())
        file.flush()
        os.fsync(file.fileno())
    os.rename(part, MARKER_NAME, src_dir_fd=root, dst_dir_fd=root)
    os.fsync(root)
