"""Arithmetic of footage: days kept, young or not, the same date years later, and the footage clock. Pure functions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from printing.rules import local_date
from retention.choices import FootageState

if TYPE_CHECKING:
    from collections.abc import Iterable

ONE_DAY = dt.timedelta(days=1)
CHECK_EVERY = dt.timedelta(days=7)
"""A recorder without a folder source is checked by hand every week (rulings, introduction)."""
LONGEST_LIST = 366
"""No list of days goes further back than the maximum of the plan, whatever a mistyped hand check says (肆、四)."""
LEAP_DAY = (2, 29)
BEFORE_THIS_CLOCKS_ARE_WRONG = dt.date(2008, 1, 1)
"""A recorder whose battery is dead starts in 1970 or 2000 (domain.md, 4): no school's footage is as old as this."""
URGENCY = (
    FootageState.UNKEPT,
    FootageState.NOTIFIED,
    FootageState.OVERWRITTEN,
    FootageState.NO_FOOTAGE,
    FootageState.BACKED_UP,
)
"""Which state is shown first when cameras differ: what can still be saved, then what is lost, then what is safe."""


def kept_days(earliest_day: dt.date, checked_on: dt.date) -> int:
    """Return how many complete days before `checked_on` were still there, `earliest_day` being the first (ruling 16).

    It counts as a whole one because that is what people are asked for: the first day that plays from midnight on. A
    ring recorder is always in the middle of overwriting the day before, which is not kept.
    """
    return (checked_on - earliest_day).days


def is_young(instant: dt.datetime, now: dt.datetime, minimum_days: int) -> bool:
    """Say whether what was recorded at `instant` is under the minimum: until exactly n×24 hours after it (ruling 16)."""
    return now < instant + minimum_days * ONE_DAY


def anniversary(day: dt.date, years: int) -> dt.date:
    """Return the same date `years` later, 29 February becoming the 28th: destruction is done by its end (ruling 16)."""
    if (day.month, day.day) == LEAP_DAY:
        day = day.replace(day=28)
    return day.replace(year=day.year + years)


@dataclass(frozen=True, slots=True)
class Seen:
    """What the newest hand check saw: on which day, and the earliest playable day."""

    checked_on: dt.date
    earliest_day: dt.date

    @property
    def days(self) -> int:
        """How many days the recorder keeps."""
        return kept_days(self.earliest_day, self.checked_on)

    def is_old(self, today: dt.date) -> bool:
        """Say whether the check is older than a week, so that what rests on it is an estimate."""
        return today - self.checked_on > CHECK_EVERY


@dataclass(frozen=True, slots=True)
class FootageFacts:
    """All that is known of one camera's footage of one period; nothing here is a guess but `minimum_days`.

    `outage` is the cause when the whole period had no picture, `hold` the reference of what keeps the whole period,
    `copy` a school copy's number, `is_ours` that the footage lies in a folder whose deletion is the product's alone.
    `is_recorded` is what a scan made after the period saw of it: some footage, none, or (None) no such scan yet.
    """

    starts_at: dt.datetime
    ends_at: dt.datetime
    minimum_days: int
    seen: Seen | None = None
    is_held: bool = False
    hold: str = ""
    copy: str = ""
    outage: str = ""
    is_ours: bool = False
    is_recorded: bool | None = None


@dataclass(frozen=True, slots=True)
class FootageClock:
    """One of the five states of ruling 12. While the footage can be lost, `overwritten_at` says from when.

    `is_estimate` marks a time that rests on the plan's minimum or on a hand check older than a week. `days_left` 0 is
    not 已覆蓋: that is only said when a hand check saw it. `is_safe` is what may be shown green.
    """

    state: FootageState
    reference: str = ""
    overwritten_at: dt.datetime | None = None
    days_left: int | None = None
    is_estimate: bool = False
    is_safe: bool = False


def overwritten_from(starts_at: dt.datetime, days: int) -> dt.datetime:
    """Return when a recorder that keeps `days` days begins to overwrite what it recorded from `starts_at` on."""
    return starts_at + days * ONE_DAY


NOT_RECORDED = "影像缺漏，無中斷紀錄"


def footage_clock(facts: FootageFacts, now: dt.datetime) -> FootageClock:
    """Return the state of one camera's footage from facts only (ruling 12)."""
    if facts.copy:
        return FootageClock(FootageState.BACKED_UP, facts.copy, is_safe=True)
    if facts.outage:
        return FootageClock(FootageState.NO_FOOTAGE, facts.outage)
    is_gone = facts.seen and local_date(facts.ends_at - dt.timedelta(microseconds=1)) < facts.seen.earliest_day
    if is_gone and not facts.is_recorded:
        return FootageClock(FootageState.OVERWRITTEN, facts.hold)
    if facts.is_recorded is False:
        return FootageClock(FootageState.NO_FOOTAGE, NOT_RECORDED)
    return _running_clock(facts, now)


def _running_clock(facts: FootageFacts, now: dt.datetime) -> FootageClock:
    """What is there, or may be: safe in our own folder under a hold, else until it is overwritten."""
    state = FootageState.NOTIFIED if facts.is_held else FootageState.UNKEPT
    if facts.is_ours:
        return FootageClock(state, facts.hold, is_safe=facts.is_held and facts.is_recorded is True)
    seen = facts.seen
    at = overwritten_from(facts.starts_at, seen.days if seen else facts.minimum_days)
    return FootageClock(
        state,
        facts.hold,
        overwritten_at=at,
        days_left=max((at - now) // ONE_DAY, 0),
        is_estimate=seen is None or seen.is_old(local_date(now)),
    )


def most_urgent_first(clocks: list[FootageClock]) -> list[FootageClock]:
    """Return the clocks of several cameras, first what can still be saved and has least time."""
    latest = dt.datetime.max.replace(tzinfo=dt.UTC)
    return sorted(clocks, key=lambda clock: (URGENCY.index(clock.state), clock.is_safe, clock.overwritten_at or latest))


@dataclass(frozen=True, slots=True)
class FootageDay:
    """A local day of which some recorder still has footage, and how many days are left until it is overwritten.

    `days_left` 0 is a day that is overwritten in the course of today. `is_estimate` as in `FootageClock`.
    `is_gone_elsewhere`: another recorder has overwritten it already.
    """

    day: dt.date
    days_left: int
    is_estimate: bool
    is_gone_elsewhere: bool = False


def footage_days(recorders: Iterable[Seen | None], today: dt.date, minimum_days: int) -> list[FootageDay]:
    """Return the days that `recorders` still have, today first; each recorder by what its newest hand check saw, or None.

    A recorder that keeps n days has, on any day, that day and the n complete days before it (ruling 16); one never
    checked is taken to keep `minimum_days`. Where recorders differ, a day tells of the one that loses it first among
    those that still have it: whoever asks may not know yet which camera saw it. It says so when others have lost it.
    """
    spans = [(seen.days, seen.is_old(today)) if seen else (minimum_days, True) for seen in recorders]
    oldest = min(max((days for days, _ in spans), default=-1), LONGEST_LIST)
    return [
        FootageDay(
            today - ago * ONE_DAY,
            *min((days - ago, guess) for days, guess in spans if days >= ago),
            is_gone_elsewhere=any(days < ago for days, _ in spans),
        )
        for ago in range(oldest + 1)
    ]
