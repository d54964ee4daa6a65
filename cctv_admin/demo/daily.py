"""A month of daily checks: most done, one missed, one entered afterwards; today's is left to whoever looks."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from maintenance.models import Shift
from maintenance.rules.shifts import WEEK
from maintenance.selectors import turns_between
from maintenance.services import add_shift, record_daily_check
from printing.rules import TAIPEI, local_date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from accounts.models import User

DAY = dt.timedelta(days=1)
BEGAN = 24
MISSED, BACK_ENTERED = (9, 10, 11), (17, 18, 19)
"""Days before today; of each three days in a row at least one is a weekday, and only the first of them counts."""
SHIFT = ("日班", dt.time(7, 30), dt.time(17, 30))


def daily_checks(people: dict[str, User], now: dt.datetime) -> Iterator[tuple[dt.datetime, Callable[[], object]]]:
    """Yield what happens when."""
    began = now - BEGAN * DAY
    name, starts, ends = SHIFT
    yield (
        began,
        lambda: add_shift(
            name=name,
            starts=starts,
            ends=ends,
            weekdays=WEEK,
            since=local_date(began),
            user=people["handler"],
            now=began,
        ),
    )
    last = _first_weekday(now, (1, 2, 3))
    missed, back_entered = (_first_weekday(now, days) for days in (MISSED, BACK_ENTERED))
    for days in range(BEGAN - 1, 0, -1):
        day = local_date(now) - days * DAY
        if day == missed:
            continue
        is_late = day == back_entered
        moment = dt.datetime.combine(day + is_late * DAY, dt.time(8, 5 + day.day % 20), TAIPEI)
        handover = "側門電動門維修至週五，來賓請走正門" if day == last else ""
        yield (
            moment,
            lambda day=day, moment=moment, handover=handover, is_late=is_late: _check(  # type: ignore[misc]
                people["guard"], day, moment, handover, "停電，依紙本補登" if is_late else ""
            ),
        )


def _first_weekday(now: dt.datetime, days: tuple[int, ...]) -> dt.date:
    return next(day for each in days if (day := local_date(now) - each * DAY).weekday() in WEEK)


def _check(guard: User, day: dt.date, moment: dt.datetime, handover: str, late_reason: str) -> None:
    shift = Shift.objects.get()
    if turns_between(day, day, moment):
        record_daily_check(
            shift_id=shift.pk, day=day, troubles=(), handover=handover, late_reason=late_reason,
            form_key=uuid.uuid4(), user=guard, now=moment,
        )  # fmt: skip
