"""The school year: 1 August to 31 July, its second half from 1 February (高級中等以下學校學年學期假期辦法). Pure functions."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from printing.rules import roc_year
from work.rules import next_working_day

if TYPE_CHECKING:
    from work.rules import Calendar

AUGUST, FEBRUARY = 8, 2
FIRST, SECOND = 1, 2
NOT_SOONER_THAN = dt.timedelta(days=60)
"""A day the school year proposes within two months of the last inspection helps nobody."""


def school_year(day: dt.date) -> int:
    """Return the 民國 number of the school year `day` lies in: 31 July 2026 is 114, the next day 115."""
    return roc_year(day) - (day.month < AUGUST)


def semester(day: dt.date) -> int:
    """Return 1 for August to January, 2 for February to July."""
    return SECOND if FEBRUARY <= day.month < AUGUST else FIRST


def semester_in_words(day: dt.date) -> str:
    """Return for instance 115學年度第2學期."""
    return f"{school_year(day)}學年度第{semester(day)}學期"


def semester_start(day: dt.date) -> dt.date:
    """Return the first day of the semester `day` lies in."""
    if semester(day) == SECOND:
        return dt.date(day.year, FEBRUARY, 1)
    return dt.date(day.year - (day.month < AUGUST), AUGUST, 1)


def proposed_day(last: dt.date, due: dt.date, calendar: Calendar) -> dt.date:
    """Return the day the school year proposes for the inspection due by `due`: a semester's first working day, never later.

    Inspections so fall into February and August by themselves. Where no semester begins between them, it is `due`.
    """
    start = semester_start(due)
    if start - last < NOT_SOONER_THAN:
        return due
    return min(next_working_day(start - dt.timedelta(days=1), calendar), due)
