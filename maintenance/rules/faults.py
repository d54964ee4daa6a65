"""Numbers of faults, and how long they lasted. Pure functions."""

from __future__ import annotations

import datetime as dt

from printing.rules import local_date, roc_year

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


def in_words(span: dt.timedelta) -> str:
    """Return for instance 2 天 3 小時, 5 小時 or 不到 1 小時."""
    hours = int(span.total_seconds() // 3600)
    days, hours = divmod(hours, 24)
    parts = [f"{days} 天"] * bool(days) + [f"{hours} 小時"] * bool(hours)
    return " ".join(parts) or "不到 1 小時"


def moment_of_repair(repaired_at: dt.datetime, reported_at: dt.datetime) -> dt.datetime:
    """Return the moment to keep for a repair typed by the minute: within the minute of the report it is the report's."""
    return reported_at if reported_at - MINUTE < repaired_at < reported_at else repaired_at
