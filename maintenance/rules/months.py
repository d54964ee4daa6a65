"""A month as a page shows it: weeks from Monday, its name in 民國 years, and its address (115-11). Pure functions."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from printing.rules import roc_year

MONTH = re.compile(r"(\d{2,3})-(\d{1,2})")
FIRST_ROC_YEAR = 90
LAST_ROC_YEAR = 199
DECEMBER = 12


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One cell: its day, and whether it belongs to the month itself."""

    day: dt.date
    is_inside: bool


def parse_month(text: str, today: dt.date) -> dt.date:
    """Return the first day of the month written as 115-11; what cannot be read is the month of `today`."""
    found = MONTH.fullmatch(text.strip())
    year, month = (int(found[1]), int(found[2])) if found else (0, 0)
    if FIRST_ROC_YEAR <= year <= LAST_ROC_YEAR and 1 <= month <= DECEMBER:
        return dt.date(year + 1911, month, 1)
    return first_of_month(today)


def first_of_month(day: dt.date) -> dt.date:
    """Return the first day of the month of `day`."""
    return day.replace(day=1)


def add_month(first: dt.date, months: int) -> dt.date:
    """Return the first day of the month so many months after the one that begins with `first`."""
    year, month = divmod(first.year * DECEMBER + first.month - 1 + months, DECEMBER)
    return dt.date(year, month + 1, 1)


def month_in_words(first: dt.date) -> str:
    """Return for instance 115年11月."""
    return f"{roc_year(first)}年{first.month}月"


def month_key(first: dt.date) -> str:
    """Return for instance 115-11, as the address has it."""
    return f"{roc_year(first)}-{first.month:02d}"


def weeks(first: dt.date) -> list[list[CalendarDay]]:
    """Return the weeks a month touches, each from Monday to Sunday."""
    rows = calendar.Calendar().monthdatescalendar(first.year, first.month)
    return [[CalendarDay(day, day.month == first.month) for day in row] for row in rows]
