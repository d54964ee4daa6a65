"""民國 dates as text. Pure functions; with `reading`, the one place that knows the calendar.

民國 year = Gregorian year − 1911. All times are shown in Asia/Taipei, 24-hour clock.
"""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

TAIPEI = ZoneInfo("Asia/Taipei")
WEEKDAYS = "一二三四五六日"


def roc_year(day: dt.date) -> int:
    """Return the 民國 year of `day`."""
    return day.year - 1911


def local_date(value: dt.date | dt.datetime) -> dt.date:
    """Return the Taipei calendar day of an aware moment; a plain date is returned as it is."""
    return value.astimezone(TAIPEI).date() if isinstance(value, dt.datetime) else value


def start_of_day(day: dt.date) -> dt.datetime:
    """Return the moment a day begins in Taipei."""
    return dt.datetime.combine(day, dt.time(), TAIPEI)


def long_date(value: dt.date | dt.datetime) -> str:
    """Return for instance 115年11月23日（一）."""
    day = local_date(value)
    return f"{roc_year(day)}年{day.month}月{day.day}日（{WEEKDAYS[day.weekday()]}）"


def short_date(value: dt.date | dt.datetime) -> str:
    """Return for instance 115/11/23, as tables show it."""
    day = local_date(value)
    return f"{roc_year(day)}/{day.month:02d}/{day.day:02d}"


def clock(value: dt.datetime) -> str:
    """Return for instance 09:12."""
    return f"{value.astimezone(TAIPEI):%H:%M}"


def short_moment(value: dt.datetime) -> str:
    """Return for instance 115/11/23 09:12."""
    return f"{short_date(value)} {clock(value)}"


def long_moment(value: dt.datetime) -> str:
    """Return for instance 115年11月23日（一）09:12."""
    return f"{long_date(value)}{clock(value)}"
