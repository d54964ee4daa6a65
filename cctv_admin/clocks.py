"""The two clocks of a case as a page shows them; never mixed (rulings, 12; house.md, The case).

Pure: the caller brings facts and `now`, this module brings the words and the geometry of the bar.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from retention.choices import FootageState

HOUR = dt.timedelta(hours=1)
SOON = dt.timedelta(days=3)

LOOKS = {
    FootageState.UNKEPT: ("warn", "exclamation-triangle"),
    FootageState.NOTIFIED: ("warn", "exclamation-triangle"),
    FootageState.BACKED_UP: ("ok", "check-circle"),
    FootageState.OVERWRITTEN: ("", "archive-box-x-mark"),
    FootageState.NO_FOOTAGE: ("bad", "video-camera-slash"),
}
"""Kind of colour and icon; green is only a copy."""
KEPT_BY_US = ("留存中", "ok", "check-circle")
"""A hold in a folder whose deletion is ours alone: green without a copy."""


ANY_MOMENT = "隨時會被覆蓋"


@dataclass(frozen=True)
class FootageClock:
    """What the footage clock says. `left` is only set while a countdown runs; `elapsed` is in percent of the bar."""

    word: str
    kind: str
    icon: str
    left: tuple[tuple[int, str], ...] = ()
    is_soon: bool = False
    elapsed: float = 0

    @property
    def left_in_words(self) -> str:
        """Return for instance 2天3小時."""
        return "".join(f"{number}{unit}" for number, unit in self.left)

    @property
    def brief(self) -> str:
        """Return for instance 剩2天: as much as a row of a list says. At nought nobody has seen yet that it is gone."""
        if self.is_reached:
            return ANY_MOMENT
        number, unit = self.left[0]
        return f"剩{number}{unit}"

    @property
    def is_reached(self) -> bool:
        """Whether the time of overwriting is reached, though nobody has seen yet that the footage is gone."""
        return not self.left or self.left[0][0] == 0


def footage_clock(
    state: FootageState,
    *,
    now: dt.datetime,
    recorded_at: dt.datetime | None = None,
    overwritten_at: dt.datetime | None = None,
    is_ours: bool = False,
) -> FootageClock:
    """Return the clock for `state`. A countdown runs to `overwritten_at`, unless the footage is safe or gone."""
    if state is FootageState.NOTIFIED and is_ours:
        return FootageClock(*KEPT_BY_US)
    clock = FootageClock(str(state.label), *LOOKS[state])
    if state not in {FootageState.UNKEPT, FootageState.NOTIFIED} or overwritten_at is None:
        return clock
    left = max(overwritten_at - now, dt.timedelta())
    span = overwritten_at - recorded_at if recorded_at else left
    elapsed = 100 * (1 - left / span) if span > dt.timedelta() else 100
    return FootageClock(clock.word, clock.kind, clock.icon, in_words(left), left <= SOON, round(max(elapsed, 0), 1))


def in_words(span: dt.timedelta) -> tuple[tuple[int, str], ...]:
    """Return `span` in days and hours, in hours below one day, in minutes below one hour."""
    if span < HOUR:
        return ((int(span.total_seconds() // 60), "分鐘"),)
    hours = span.seconds // 3600
    parts = ((span.days, "天"), (hours, "小時"))
    return tuple((number, unit) for number, unit in parts if number)


@dataclass(frozen=True)
class HandlingClock:
    """處理期限 in words: how it stands and how urgent that is."""

    words: str
    kind: str


def handling_clock(due: dt.date, today: dt.date) -> HandlingClock:
    """Say how many days are left until `due`, counted in whole days from `today`."""
    days = (due - today).days
    if days < 0:
        return HandlingClock(f"逾期{-days}日", "bad")
    if days == 0:
        return HandlingClock("今日到期", "bad")
    return HandlingClock(f"剩{days}日", "warn" if days <= SOON.days else "")
