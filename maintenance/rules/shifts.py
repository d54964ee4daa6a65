"""The duty calendar of the daily check: which turns are owed, and how each stands at a moment. Pure functions.

A shift that ends at or before the hour it begins ends on the next day. A day off is not owed; a made-up working day is,
by every shift that serves the week.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from maintenance.choices import TurnState
from printing.rules import TAIPEI, WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from work.rules import Calendar

ONE_DAY = dt.timedelta(days=1)
EARLY = dt.timedelta(minutes=30)
"""Who comes on duty a little early may check already."""
BACK_ENTRY = dt.timedelta(days=31)
"""How long after its end a missed check may still be entered from paper (事後補登)."""
WEEK = frozenset(range(5))
WEEKEND = frozenset({5, 6})


@dataclass(frozen=True, slots=True)
class ShiftTerms:
    """班別: which hours of which weekdays (0 Monday … 6 Sunday), from which day until which, both included."""

    key: int
    name: str
    starts: dt.time
    ends: dt.time
    weekdays: frozenset[int]
    since: dt.date
    until: dt.date | None = None

    @property
    def is_over_midnight(self) -> bool:
        """Whether it ends on the day after it began."""
        return self.ends <= self.starts


@dataclass(frozen=True, slots=True)
class Turn:
    """One shift of one day: the day it begins."""

    shift: ShiftTerms
    day: dt.date

    @property
    def starts_at(self) -> dt.datetime:
        """The moment it begins."""
        return dt.datetime.combine(self.day, self.shift.starts, TAIPEI)

    @property
    def ends_at(self) -> dt.datetime:
        """The moment it ends, perhaps tomorrow."""
        day = self.day + ONE_DAY if self.shift.is_over_midnight else self.day
        return dt.datetime.combine(day, self.shift.ends, TAIPEI)

    def moment_of_check(self, now: dt.datetime) -> dt.datetime:
        """Return of which moment a check entered at `now` speaks: entered afterwards, of the turn's end."""
        return min(now, self.ends_at)


def is_owed(shift: ShiftTerms, day: dt.date, calendar: Calendar) -> bool:
    """Say whether `shift` owes a check on `day`."""
    if day < shift.since or (shift.until is not None and day > shift.until) or day in calendar.days_off:
        return False
    return day.weekday() in shift.weekdays or (day in calendar.made_up and bool(shift.weekdays & WEEK))


def turns_between(shifts: Collection[ShiftTerms], first: dt.date, last: dt.date, calendar: Calendar) -> list[Turn]:
    """Return the turns owed from the day `first` to the day `last`, both included, in the order they begin."""
    days = [first + number * ONE_DAY for number in range((last - first).days + 1)]
    owed = [Turn(shift, day) for day in days for shift in shifts if is_owed(shift, day, calendar)]
    return sorted(owed, key=lambda turn: (turn.starts_at, turn.shift.key))


def state_of(turn: Turn, entered_at: dt.datetime | None, now: dt.datetime) -> TurnState:
    """Say how a turn stands: done in its time, entered afterwards, missed, open now, or to come."""
    if entered_at is not None:
        return TurnState.DONE if entered_at < turn.ends_at else TurnState.BACK_ENTERED
    if now >= turn.ends_at:
        return TurnState.MISSED
    return TurnState.OPEN if now >= turn.starts_at - EARLY else TurnState.TO_COME


def may_enter(turn: Turn, now: dt.datetime) -> bool:
    """Say whether a check of `turn` may be entered at `now`: from a little before it begins until a month after its end."""
    return turn.starts_at - EARLY <= now < turn.ends_at + BACK_ENTRY


def weekdays_in_words(weekdays: Iterable[int]) -> str:
    """Return for instance 週一至週五, 每日, 週六、週日."""
    chosen = frozenset(weekdays)
    if chosen == WEEK | WEEKEND:
        return "每日"
    if chosen == WEEK:
        return "週一至週五"
    return "、".join(f"週{WEEKDAYS[number]}" for number in sorted(chosen))
