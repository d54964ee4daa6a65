"""Trees of recordings as recorders make them: empty files under the real names."""

from __future__ import annotations

import datetime as dt
import os
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from retention.choices import LayoutKind
from retention.rules import KNOWN

if TYPE_CHECKING:
    from pathlib import Path


def record(
    root: Path,
    camera: str,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    *,
    every: int = 600,
    layout: str = LayoutKind.FRIGATE,
    size: int = 0,
) -> list[Path]:
    """Make the files of one camera from `starts_at` until just before `ends_at`, one `every` so many seconds."""
    pattern, zone, _ = KNOWN[layout]
    made = []
    moment = starts_at
    while moment < ends_at:
        path = root / name_of(pattern, zone, camera, moment)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"\0" * size)
        written = moment.timestamp() + every
        os.utime(path, (written, written))
        made.append(path)
        moment += dt.timedelta(seconds=every)
    return made


def name_of(pattern: str, zone: str, camera: str, moment: dt.datetime) -> str:
    """Return the path of a recording below its root."""
    return moment.astimezone(ZoneInfo(zone)).strftime(pattern.replace("{camera}", camera))


def left(root: Path) -> set[str]:
    """Return every file below `root`, but the marker."""
    found = {str(path.relative_to(root)) for path in root.rglob("*") if not path.is_dir()}
    return {path for path in found if not path.startswith(".cctv-source")}
