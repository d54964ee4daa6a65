"""Arithmetic of holds: the periods an emergency offers, days to confirm and to review, when a copy is due. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from printing.rules import TAIPEI, clock, local_date, short_date, start_of_day
from retention.choices import ReminderKind
from retention.rules.clock import ONE_DAY, anniversary, overwritten_from

if TYPE_CHECKING:
    from collections.abc import Iterable

CONFIRM_DAYS = 7
"""How long 承辦人 has to confirm an emergency hold, unless the plan says else: a week in which somebody is at school."""
LONGEST_EMERGENCY = 7 * ONE_DAY
"""A break-in over a long weekend; who needs more asks 承辦人."""
PAGE_IS_GOOD_FOR = ONE_DAY
"""「剛才」 and 「今天」 mean the moment the page was opened, also when it is sent after a time-out; not days later."""
SCHOOL_BEGINS, NOON = dt.time(7), dt.time(12)
REVIEW_AT_MOST_YEARS = 1
"""A 法定留存 is looked at again within 12 months (ruling 14)."""
REVIEW_REMINDERS = (
    (30, ReminderKind.REVIEW_30_DAYS),
    (14, ReminderKind.REVIEW_14_DAYS),
    (7, ReminderKind.REVIEW_7_DAYS),
)
BACKUP_MARKS = ((24, ReminderKind.BACKUP_24_HOURS), (72, ReminderKind.BACKUP_72_HOURS))
"""Hours before the overwriting at which more people than 承辦人 are told, the most urgent first (ruling 12)."""


@dataclass(frozen=True, slots=True)
class Recent:
    """A period somebody in a hurry can tap: its key, its words, from when until when."""

    key: str
    words: str
    starts_at: dt.datetime
    ends_at: dt.datetime


def recent_periods(shown_at: dt.datetime, now: dt.datetime) -> list[Recent]:
    """Return the periods offered on a page opened at `shown_at` and sent at `now`, the likeliest first.

    What runs until now runs until it is sent: what happened meanwhile is kept, too.
    """
    today = start_of_day(local_date(shown_at))
    morning, noon = (dt.datetime.combine(today.date(), time, TAIPEI) for time in (SCHOOL_BEGINS, NOON))
    yesterday = start_of_day(today.date() - ONE_DAY)
    half, two = shown_at - dt.timedelta(minutes=30), shown_at - dt.timedelta(hours=2)
    found = [
        Recent("just-now", f"剛才（前 30 分鐘，{clock(half)} 至現在）", half, now),
        Recent("two-hours", f"前 2 小時（{clock(two)} 至現在）", two, now),
        Recent("morning", "今天上午（07:00 至 12:00）", morning, min(noon, now)),
        Recent("afternoon", "今天下午（12:00 至現在）", noon, now),
        Recent("yesterday", f"昨天整天（{short_date(yesterday)}）", yesterday, today),
    ]
    return [one for one in found if one.starts_at < shown_at]


def confirm_by(placed_at: dt.datetime, days: int | None) -> dt.datetime:
    """Return until when an emergency hold is to be confirmed: the end of the last of `days` days."""
    day = local_date(placed_at) + (days or CONFIRM_DAYS) * ONE_DAY
    return dt.datetime.combine(day, dt.time(23, 59, 59), TAIPEI)


def latest_review(today: dt.date) -> dt.date:
    """Return the last day on which a 法定留存 may be due for review."""
    return anniversary(today, REVIEW_AT_MOST_YEARS)


def review_reminder(review_on: dt.date, today: dt.date) -> ReminderKind | None:
    """Return which reminder of a review is due today: the nearest one whose day has come, None before and after."""
    left = (review_on - today).days
    if left < 0:
        return None
    return next((kind for days, kind in reversed(REVIEW_REMINDERS) if left <= days), None)


@dataclass(frozen=True, slots=True)
class Loss:
    """From when footage begins to be lost, and whether that is an estimate."""

    at: dt.datetime
    is_estimate: bool


def first_loss(starts_at: dt.datetime, keeps: Iterable[tuple[int, bool]]) -> Loss | None:
    """Return the earliest overwriting of what was recorded from `starts_at` on; None when nobody overwrites it.

    `keeps` says of each camera how many days its recorder keeps, and whether that is an estimate (ruling 12).
    """
    losses = [Loss(overwritten_from(starts_at, days), guess) for days, guess in keeps]
    return min(losses, key=lambda loss: (loss.at, loss.is_estimate), default=None)


def backup_mark(due_at: dt.datetime, now: dt.datetime) -> ReminderKind | None:
    """Return which mark before the overwriting has been reached, None earlier than 72 hours and once it is too late."""
    left = due_at - now
    if left <= dt.timedelta():
        return None
    return next((kind for hours, kind in BACKUP_MARKS if left <= dt.timedelta(hours=hours)), None)
