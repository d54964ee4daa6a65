"""Arithmetic of upkeep: when the next inspection is due, what to say and when, how long a fault lasted. Pure functions."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cameras.rules import Period, merged
from printing.rules import local_date, long_date, roc_year

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

REMIND_BEFORE = (30, 14, 7, 0)
"""Days before the inspection is due on which it is said (issue 5); the last is the day itself."""
MINUTE = dt.timedelta(minutes=1)


def fault_number(roc: int, serial: int) -> str:
    """Return for instance F115-0001."""
    return f"F{roc}-{serial:04d}"


def numbering_year(now: dt.datetime) -> int:
    """Return the 民國 year in whose row a fault reported at `now` is numbered, by the day in Taipei."""
    return roc_year(local_date(now))


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the same day `months` later, or that month's last day: 31 August + 6 months is 28 or 29 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))


@dataclass(frozen=True, slots=True)
class Reminder:
    """What to say today. `key` tells one reminder from another: the same is said to a person once."""

    text: str
    key: str
    is_overdue: bool


def reminder(last: dt.date | None, months: int, today: dt.date) -> Reminder | None:
    """Return what to remind of today about the inspection due `months` after `last`, or None (參、三).

    Before it is due each of the four stages is said once, also when the day itself was missed; then every day.
    """
    if last is None:
        return Reminder("尚無檢查保養紀錄，請登錄最近一次的附錄2", f"附錄2 無紀錄 {today}", is_overdue=True)
    due = add_months(last, months)
    left = (due - today).days
    if left < 0:
        return Reminder(f"定期檢查保養已逾期 {-left} 日，請儘速檢查並填寫附錄2", f"附錄2 逾期 {today}", is_overdue=True)
    stage = min((days for days in REMIND_BEFORE if left <= days), default=None)
    if stage is None:
        return None
    words = f"定期檢查保養應於 {long_date(due)}前完成，剩 {left} 日" if left else "定期檢查保養今日到期"
    return Reminder(words, f"附錄2 期限 {due} 前 {stage} 日", is_overdue=False)


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


def moment_of_repair(repaired_at: dt.datetime, reported_at: dt.datetime) -> dt.datetime:
    """Return the moment to keep for a repair typed by the minute: within the minute of the report it is the report's."""
    return reported_at if reported_at - MINUTE < repaired_at < reported_at else repaired_at
