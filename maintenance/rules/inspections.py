"""When the half-yearly inspection is due, and what to say and when (參、三). Pure functions."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from maintenance.rules.school_year import semester_in_words
from printing.rules import long_date

if TYPE_CHECKING:
    from collections.abc import Sequence

REMIND_BEFORE = (30, 14, 7, 0)
"""Days before the inspection is due on which it is said (issue 5); the last is the day itself."""


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the same day `months` later, or that month's last day: 31 August + 6 months is 28 or 29 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))


@dataclass(frozen=True, slots=True)
class Reminder:
    """What to say today. `key` tells one reminder from another: the same is said to a person once."""

    text: str
    key: str
    is_overdue: bool


def reminder(last: dt.date | None, months: int, today: dt.date, *, proposed: dt.date | None = None) -> Reminder | None:
    """Return what to remind of today about the inspection due `months` after `last`, or None (參、三).

    Before it is due each of the four stages is said once, also when the day itself was missed; then every day. The
    earlier day the school year proposes is said once, from that day on until the first stage.
    """
    if last is None:
        return Reminder("尚無檢查保養紀錄，請登錄最近一次的附錄2", f"附錄2 無紀錄 {today}", is_overdue=True)
    due = add_months(last, months)
    left = (due - today).days
    if left < 0:
        return Reminder(f"定期檢查保養已逾期 {-left} 日，請儘速檢查並填寫附錄2", f"附錄2 逾期 {today}", is_overdue=True)
    stage = min((days for days in REMIND_BEFORE if left <= days), default=None)
    if stage is None:
        return _of_the_school_year(proposed, due) if proposed and proposed <= today else None
    words = f"定期檢查保養應於 {long_date(due)}前完成，剩 {left} 日" if left else "定期檢查保養今日到期"
    return Reminder(words, f"附錄2 期限 {due} 前 {stage} 日", is_overdue=False)


def _of_the_school_year(proposed: dt.date, due: dt.date) -> Reminder:
    words = f"建議於{semester_in_words(proposed)}開學前後辦理定期檢查保養，至遲 {long_date(due)}"
    return Reminder(words, f"附錄2 建議 {proposed}", is_overdue=False)


@dataclass(frozen=True, slots=True)
class LateInspection:
    """An inspection that was due on a day and made later, or not at all."""

    due: dt.date
    made_on: dt.date | None


def late_inspections(
    made: Sequence[dt.date], first: dt.date, last: dt.date, *, months: int, began: dt.date
) -> list[LateInspection]:
    """Return where more than `months` lay between two inspections, as far as that reaches into the days from `first` to `last`.

    `made` are the days of all up to `last`; from the day a school `began` on it is asked, also before the first of them.
    """
    starts = list(made) if made and made[0] <= began else [began, *made]
    ends = [*starts[1:], None]
    late = []
    for before, after in zip(starts, ends, strict=True):
        due = add_months(before, months)
        if due < (after or last) and (after or last) > first:
            late.append(LateInspection(due, after))
    return late
