"""民國 dates, in and out. Pure functions; the one place that knows the calendar.

民國 year = Gregorian year − 1911. All times are shown in Asia/Taipei, 24-hour clock.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from zoneinfo import ZoneInfo

TAIPEI = ZoneInfo("Asia/Taipei")
WEEKDAYS = "一二三四五六日"
FIRST_GREGORIAN = 1912


class NotAClock(ValueError):
    """What was typed is no time of day; the message says what to type."""


class NotADate(ValueError):
    """What was typed is no day; the message says what to type."""


def roc_year(day: dt.date) -> int:
    """Return the 民國 year of `day`."""
    return day.year - 1911


def local_date(value: dt.date | dt.datetime) -> dt.date:
    """Return the Taipei calendar day of an aware moment; a plain date is returned as it is."""
    return value.astimezone(TAIPEI).date() if isinstance(value, dt.datetime) else value


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


def parse_roc_date(text: str) -> dt.date:
    """Return the day typed as 115/11/23, 115.11.23, 1151123, 115年11月23日 or 2026-11-23. Raises NotADate."""
    tidy = unicodedata.normalize("NFKC", text).strip()
    found = re.fullmatch(r"(\d{2,4})\D+(\d{1,2})\D+(\d{1,2})\D?", tidy) or re.fullmatch(r"(\d{3})(\d\d)(\d\d)", tidy)
    if found is None:
        raise NotADate("請輸入民國年月日，例如 115 年 11 月 23 日")
    year, month, day = map(int, found.groups())
    try:
        return dt.date(year if year >= FIRST_GREGORIAN else year + 1911, month, day)
    except ValueError as error:
        raise NotADate("沒有這一天，請重新確認年月日") from error


def parse_clock(text: str) -> dt.time:
    """Return the time of day typed as 1235, 12:35 or 9:05. Raises NotAClock."""
    found = re.fullmatch(r"(\d{1,2})\D?(\d\d)", unicodedata.normalize("NFKC", text).strip())
    try:
        return dt.time(int(found[1]), int(found[2])) if found else dt.time.fromisoformat("?")
    except ValueError as error:
        raise NotAClock("請輸入24小時制時間，例如09:05或1635。") from error
