"""Frigate-shaped trees for the bench of retention: 36 cameras, 360 empty files in each hour's folder of each."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CAMERAS = [f"C{number:02d}" for number in range(1, 37)]
NAMES = [f"{second // 60:02d}.{second % 60:02d}.mp4" for second in range(0, 3600, 10)]
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


@dataclass
class Tree:
    """A folder of recordings: `due` folders that have passed the year, `kept` ones a month old, one hour of today."""

    root: Path
    now: dt.datetime
    due: list[Path] = field(default_factory=list)
    kept: list[Path] = field(default_factory=list)

    @property
    def due_files(self) -> int:
        return len(self.due) * len(NAMES)

    @property
    def files(self) -> int:
        return (len(self.due) + len(self.kept)) * len(NAMES)

    def is_due(self, day: str) -> bool:
        """Say whether a folder of that day has passed the year: all that the bare loops need to know."""
        return day < (self.now - 370 * DAY).strftime("%Y-%m-%d")


def make(root: Path, now: dt.datetime, *, files: int, due: int) -> Tree:
    """Make a tree of about `files`, `due` of them past the year."""
    tree = Tree(root, now)
    hour = now.astimezone(dt.UTC).replace(minute=0, second=0, microsecond=0)
    tree.due = _folders(root, hour - 400 * DAY, due // len(NAMES))
    live = _folders(root, hour - 2 * HOUR, min(len(CAMERAS), files // len(NAMES) // 10 + 1))
    tree.kept = _folders(root, hour - 40 * DAY, (files - due) // len(NAMES) - len(live)) + live
    fill([*tree.due, *tree.kept])
    return tree


def fill(folders: list[Path]) -> None:
    """Make the files of these folders, last written when their ten seconds were over."""
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
        start = dt.datetime.strptime(
            f"{folder.parent.parent.name} {folder.parent.name}+0000", "%Y-%m-%d %H%z"
        ).timestamp()
        descriptor = os.open(folder, os.O_RDONLY)
        for number, name in enumerate(NAMES, start=1):
            os.close(os.open(name, os.O_WRONLY | os.O_CREAT, 0o644, dir_fd=descriptor))
            os.utime(name, (start + 10 * number, start + 10 * number), dir_fd=descriptor)
        os.close(descriptor)


def _folders(root: Path, first: dt.datetime, count: int) -> list[Path]:
    def all_of_them() -> Iterator[Path]:
        for number in range(count):
            hour, camera = divmod(number, len(CAMERAS))
            yield root / (first + hour * HOUR).strftime("%Y-%m-%d/%H") / CAMERAS[camera]

    return list(all_of_them())
