"""What the tests of single passes share: the old recordings that are left, and a disk that is full."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

from retention.models import FootageSource
from tests.retention.recordings import left

if TYPE_CHECKING:
    from pathlib import Path

FULL = "No space left on device，請確認資料夾可寫入、磁碟未滿"
"""What is said of it."""


def fresh(source: FootageSource) -> FootageSource:
    """A source as the database has it now."""
    return FootageSource.objects.get(pk=source.pk)


def old(root: Path) -> set[str]:
    """The recordings of a year and a day ago that are left."""
    return {path for path in left(root) if path.startswith("2025-")}


def full(*_: object, **__: object) -> None:
    """Do as a call does for which there is no room."""
    raise OSError(errno.ENOSPC, "No space left on device")
