"""The end of a period, by 行政程序法第48條. Pure functions; the holidays are data (`Holiday`)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from printing.rules import TAIPEI, local_date

SATURDAY = 5
NOON = dt.time(12, 0)
END_OF_DAY = dt.time(23, 59, 59)
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are off besides Saturday and Sunday, and which Saturdays or Sundays are worked (補行上班日)."""

    days_off: frozenset[dt.date] = frozenset()
    made_up: frozenset[dt.date] = frozenset()

    def is_working(self, day: dt.date) -> bool:
        """Say whether offices work on `day`. A made-up working day is no rest day (法務部99.2.3法律字第099004718號函)."""
        return day in self.made_up or (day.weekday() < SATURDAY and day not in self.days_off)


def next_working_day(day: dt.date, calendar: Calendar) -> dt.date:
    """Return the first working day after `day`."""
    day += ONE_DAY
    while not calendar.is_working(day):
        day += ONE_DAY
    return day


def due_by(start: dt.datetime, days: int, calendar: Calendar) -> dt.datetime:
    """Return the last moment of a period of `days` days that begins with `start` (行政程序法第48條第2項、第4項).

    The first day is not counted. A last day on a Sunday, a holiday or another rest day gives way to the next day; on a
    Saturday to the next Monday's noon — each applied again to the day it leads to, so a Friday off leads over Saturday
    to Monday noon, and a Monday off after a Saturday to the whole Tuesday. A Saturday that is itself a holiday is
    taken as a Saturday, the earlier end.

    The whole day ends at 23:59:59 Taipei time, so that the moment shows as the day itself.
    """
    day = local_date(start) + days * ONE_DAY
    while not calendar.is_working(day):
        monday = day + 2 * ONE_DAY
        if day.weekday() == SATURDAY and calendar.is_working(monday):
            return dt.datetime.combine(monday, NOON, TAIPEI)
        day = monday if day.weekday() == SATURDAY else day + ONE_DAY
    return dt.datetime.combine(day, END_OF_DAY, TAIPEI)


def after_working_days(start: dt.datetime, days: int, calendar: Calendar) -> dt.datetime:
    """Return the end of the `days`th working day after the day of `start`, as offices count the handling of letters."""
    day = local_date(start)
    for _ in range(days):
        day = next_working_day(day, calendar)
    return dt.datetime.combine(day, END_OF_DAY, TAIPEI)
