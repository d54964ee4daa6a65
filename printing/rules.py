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
FIRST_YEAR = 1911
"""Gregorian year before 民國1年; a typed year from here on is Gregorian."""


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


class NotADate(ValueError):
    """The text is no day of the calendar; the message says in Chinese what to write."""


class NotAClock(ValueError):
    """The text is no time of day; the message says in Chinese what to write."""


_DATE = re.compile(r"(?:民國)?(\d{1,4})[年/.\-](\d{1,2})[月/.\-](\d{1,2})日?")
_DIGITS = re.compile(r"(\d{3})(\d{2})(\d{2})")
_CLOCK = re.compile(r"(\d{1,2}):?(\d{2})")


def parse_roc_date(text: str) -> dt.date:
    """Return the day that `text` names: 115/11/23, 1151123, 0940526, 115年11月23日, or Gregorian 2026-11-23.

    Full-width digits and spaces are forgiven. Raises NotADate.
    """
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    found = _DATE.fullmatch(plain) or _DIGITS.fullmatch(plain)
    if not found:
        raise NotADate("請填寫民國年月日，例如115年11月23日。")
    year, month, day = (int(part) for part in found.groups())
    try:
        return dt.date(year if year >= FIRST_YEAR else year + FIRST_YEAR, month, day)
    except ValueError:
        raise NotADate(f"沒有{year}年{month}月{day}日這一天，請重新填寫。") from None


def parse_clock(text: str) -> dt.time:
    """Return the time that `text` names on the 24-hour clock: 1235, 12:35, 9:05. Raises NotAClock."""
    found = _CLOCK.fullmatch(re.sub(r"\s", "", unicodedata.normalize("NFKC", text)))
    if not found:
        raise NotAClock("請以24小時制填寫時間，例如12:35。")
    try:
        return dt.time(int(found[1]), int(found[2]))
    except ValueError:
        raise NotAClock("請以24小時制填寫時間，例如12:35。") from None
