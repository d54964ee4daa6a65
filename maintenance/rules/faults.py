"""Numbers of faults, and how long they lasted. Pure functions."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from cameras.rules import Period, merged
from printing.rules import local_date, roc_year

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MINUTE = dt.timedelta(minutes=1)


def fault_number(roc: int, serial: int) -> str:
    """Return for instance F115-0001."""
    return f"F{roc}-{serial:04d}"


def numbering_year(now: dt.datetime) -> int:
    """Return the 民國 year in whose row a fault reported at `now` is numbered, by the day in Taipei."""
    return roc_year(local_date(now))


def downtime(reported_at: dt.datetime, repaired_at: dt.datetime) -> dt.timedelta:
    """Return how long a fault lasted, never negative."""
    return max(repaired_at - reported_at, dt.timedelta())


def time_down(outages: Iterable[Period], start: dt.datetime, end: dt.datetime) -> dt.timedelta:
    """Return how long `outages` lasted within [start, end): time that several cover counts once. Never negative."""
    total = dt.timedelta()
    for period in merged(outages):
        total += max(min(period.end or end, end) - max(period.start, start), dt.timedelta())
    return total


def gaps_of(stored: Iterable[Sequence[str | None]]) -> list[Period]:
    """Return the gaps a fault keeps as text, oldest first; an open end means that it goes on."""
    return [
        Period(dt.datetime.fromisoformat(since), dt.datetime.fromisoformat(until) if until else None)
        for since, until in stored
        if since
    ]


def as_stored(gaps: Iterable[Period]) -> list[list[str | None]]:
    """Return `gaps` as a fault keeps them, in UTC."""
    return [
        [gap.start.astimezone(dt.UTC).isoformat(), gap.end.astimezone(dt.UTC).isoformat() if gap.end else None]
        for gap in gaps
    ]


def in_words(span: dt.timedelta) -> str:
    """Return for instance 2 天 3 小時, 5 小時 or 不到 1 小時."""
    hours = int(span.total_seconds() // 3600)
    days, hours = divmod(hours, 24)
    parts = [f"{days} 天"] * bool(days) + [f"{hours} 小時"] * bool(hours)
    return " ".join(parts) or "不到 1 小時"


def exactly_in_words(span: dt.timedelta) -> str:
    """Return for instance 2 天 3 小時 5 分: what stands on record is not rounded."""
    minutes = int(span.total_seconds() // 60)
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [f"{days} 天"] * bool(days) + [f"{hours} 小時"] * bool(hours) + [f"{minutes} 分"] * bool(minutes)
    return " ".join(parts) or "不到 1 分"


def moment_of_repair(repaired_at: dt.datetime, reported_at: dt.datetime) -> dt.datetime:
    """Return the moment to keep for a repair typed by the minute: within the minute of the report it is the report's."""
    return reported_at if reported_at - MINUTE < repaired_at < reported_at else repaired_at
