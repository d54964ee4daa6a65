"""Arithmetic of periods: half-open [start, end), aware moments. Pure functions."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable


class Period(NamedTuple):
    """From `start` until just before `end`; `end` None means it goes on."""

    start: dt.datetime
    end: dt.datetime | None


def merged(periods: Iterable[Period]) -> list[Period]:
    """Return the same time as few periods as possible, in order; touching periods become one."""
    result: list[Period] = []
    for period in sorted(periods, key=lambda each: each.start):
        if result and (result[-1].end is None or period.start <= result[-1].end):
            result[-1] = Period(result[-1].start, _later(result[-1].end, period.end))
        else:
            result.append(period)
    return result


def covers(periods: Iterable[Period], start: dt.datetime, end: dt.datetime) -> bool:
    """Say whether every moment of [start, end) lies in one of `periods`."""
    return any(period.start <= start and (period.end is None or end <= period.end) for period in merged(periods))


def _later(one: dt.datetime | None, other: dt.datetime | None) -> dt.datetime | None:
    return None if one is None or other is None else max(one, other)
