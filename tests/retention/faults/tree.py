"""The folder of recordings that is broken into, and the answer: what a pure decision over all its files leaves."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from retention.choices import Verdict
from retention.rules import Span, terms_at, verdict
from tests.retention.recordings import left, record

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)
HELD_CAMERA = "C02"
UNKNOWN = "X9"
SIZE = 7
MINIMUM_DAYS, MAXIMUM_YEARS, LONGEST = 14, 1, 60
FRIGATE = re.compile(r"(\d{4}-\d\d-\d\d/\d\d)/([^/]+)/(\d\d)\.(\d\d)\.mp4")


def due_hour(now: dt.datetime) -> dt.datetime:
    """Return the hour, well past the year, of which most is due."""
    return (now - 380 * DAY).replace(minute=0, second=0, microsecond=0)


def held(now: dt.datetime) -> Span:
    """Return the twenty minutes of that hour which a hold keeps."""
    start = due_hour(now).timestamp() + 1200
    return Span(start, start + 1200)


def make_tree(root: Path, now: dt.datetime, *, hours: int = 1, every: int = 120) -> None:
    """Make a Frigate folder: due, held, within the year, young, of an unknown camera, and what nobody can read."""
    due = due_hour(now)
    for camera in ("C01", HELD_CAMERA, UNKNOWN):
        record(root, camera, due, due + hours * HOUR, every=every, size=SIZE)
    record(root, "C01", due - 20 * DAY, due - 20 * DAY + HOUR, every=600, size=SIZE)
    record(root, "C01", due + 200 * DAY, due + 200 * DAY + HOUR, every=every, size=SIZE)
    record(root, HELD_CAMERA, now - 10 * DAY, now - 10 * DAY + HOUR, every=every, size=SIZE)
    record(root, "C01", now - HOUR, now, every=every, size=SIZE)
    leaf = root / due.astimezone(dt.UTC).strftime("%Y-%m-%d/%H") / "C01"
    for name in ("99.00.mp4", "00.00.mp4.part", "說明.txt", "00.00"):
        (leaf / name).write_bytes(b"?")
    (leaf / "01.01.mp4").symlink_to(leaf / "00.00.mp4")
    (root / "2020-02-31").mkdir()
    (root / "2020-02-31" / "odd").write_bytes(b"?")


def survivors(files: Iterable[str], links: frozenset[str], now: dt.datetime) -> set[str]:
    """Return what the pure decision leaves of `files`, by reading every single name."""
    return {path for path in files if path in links or not is_due(path, now)}


def is_due(path: str, now: dt.datetime) -> bool:
    """Judge one path without the engine: its own reading of the name, then the decision."""
    match = FRIGATE.fullmatch(path)
    if match is None:
        return False
    day_hour, camera, minute, second = match.groups()
    try:
        start = dt.datetime.strptime(f"{day_hour}:{minute}:{second}+0000", "%Y-%m-%d/%H:%M:%S%z")
    except ValueError:
        return False
    holds = [held(now)] if camera in {HELD_CAMERA, UNKNOWN} else []
    terms = terms_at(now, minimum_days=MINIMUM_DAYS, maximum_years=MAXIMUM_YEARS)
    return verdict(start.timestamp(), longest=LONGEST, offset=0, terms=terms, holds=holds) == Verdict.DUE


def links_of(root: Path) -> frozenset[str]:
    """Return every link below `root`."""
    return frozenset(path for path in left(root) if (root / path).is_symlink())
