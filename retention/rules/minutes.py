"""Minutes of a local day that have footage: 1,440 bits, most significant first, so that days can be laid together."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from printing.rules import TAIPEI

if TYPE_CHECKING:
    from collections.abc import Iterable

DAY_MINUTES = 1440
EMPTY = 0
WHOLE = (1 << DAY_MINUTES) - 1
LOCAL_SHIFT = 86_400 - int(dt.datetime(2008, 1, 1, tzinfo=TAIPEI).timestamp()) % 86_400
"""How many seconds local time is ahead of UTC: in Taiwan the same all year, since 1980."""
TOLERATED_MINUTES = 5
"""A recorder that restarts or changes a file misses a little; a gap is what lasts at least this long."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A run of minutes without footage: from `start` until just before `end`, counted from midnight."""

    start: int
    end: int

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return self.end - self.start


def bits_of(minutes: Iterable[int]) -> int:
    """Return the day in which exactly `minutes` (0…1439, counted from midnight) have footage."""
    day = bytearray(DAY_MINUTES // 8)
    for minute in minutes:
        day[minute >> 3] |= 0x80 >> (minute & 7)
    return int.from_bytes(day, "big")


def span(start: int, end: int) -> int:
    """Return the day in which the minutes from `start` until just before `end` have footage."""
    return ((1 << (end - start)) - 1) << (DAY_MINUTES - end) if end > start else EMPTY


def as_bytes(day: int) -> bytes:
    """Return the 180 bytes that are stored."""
    return day.to_bytes(DAY_MINUTES // 8, "big")


def from_bytes(stored: bytes | memoryview) -> int:
    """Return the day that was stored."""
    return int.from_bytes(stored, "big")


def gaps(day: int, shortest: int = TOLERATED_MINUTES) -> list[Gap]:
    """Return the runs of at least `shortest` minutes without footage, in order."""
    if day == WHOLE:
        return []
    without = re.finditer(f"0{{{shortest},}}", format(day, f"0{DAY_MINUTES}b"))
    return [Gap(*run.span()) for run in without]


LONGEST_BREAK = dt.timedelta(days=7)
"""A longer time without anything parts what a recorder keeps from what a hold kept of old."""


def run_start(days: Iterable[dt.date]) -> dt.date | None:
    """Return from which day on footage is there: the first of the newest run of `days`, breaks up to a week allowed."""
    start: dt.date | None = None
    for day in sorted(days, reverse=True):
        if start is not None and start - day > LONGEST_BREAK:
            break
        start = day
    return start


def day_number(moment: float) -> int:
    """Return the local day of a moment (seconds since 1970) as a number: days since 1970."""
    return int((moment + LOCAL_SHIFT) // 86_400)


def day_of(number: int) -> dt.date:
    """Return the date of a day's number."""
    return dt.date(1970, 1, 1) + dt.timedelta(days=number)


def moment(seconds: float) -> dt.datetime:
    """Return the moment that is so many seconds after 1970."""
    return dt.datetime.fromtimestamp(seconds, dt.UTC)
