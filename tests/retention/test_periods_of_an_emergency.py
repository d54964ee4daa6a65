"""The periods somebody in a hurry can tap mean the moment the page was opened, and run until it is sent (ruling 14)."""

from __future__ import annotations

import datetime as dt

from printing.rules import TAIPEI
from retention.rules import Recent, recent_periods

MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
MIDNIGHT = dt.datetime(2026, 11, 23, tzinfo=TAIPEI)


def at(hour: int, minute: int = 0) -> dt.datetime:
    return MIDNIGHT.replace(hour=hour, minute=minute)


def test_in_the_afternoon_five_are_offered_the_likeliest_first() -> None:
    now = at(14, 30)
    assert recent_periods(now, now) == [
        Recent("just-now", "剛才（前 30 分鐘，14:00 至現在）", at(14), now),
        Recent("two-hours", "前 2 小時（12:30 至現在）", at(12, 30), now),
        Recent("morning", "今天上午（07:00 至 12:00）", at(7), at(12)),
        Recent("afternoon", "今天下午（12:00 至現在）", at(12), now),
        Recent("yesterday", "昨天整天（115/11/22）", MIDNIGHT - DAY, MIDNIGHT),
    ]


def keys(shown_at: dt.datetime) -> list[str]:
    return [one.key for one in recent_periods(shown_at, shown_at + MINUTE)]


def test_what_has_not_begun_when_the_page_is_shown_is_not_offered() -> None:
    assert keys(at(7)) == ["just-now", "two-hours", "yesterday"]
    assert keys(at(7, 1)) == ["just-now", "two-hours", "morning", "yesterday"]
    assert keys(at(12)) == ["just-now", "two-hours", "morning", "yesterday"]
    assert keys(at(12, 1)) == ["just-now", "two-hours", "morning", "afternoon", "yesterday"]


def test_a_page_that_lay_open_keeps_what_happened_meanwhile_too() -> None:
    shown, sent = at(11), at(16)
    periods = {one.key: (one.starts_at, one.ends_at) for one in recent_periods(shown, sent)}
    assert periods == {
        "just-now": (at(10, 30), sent),
        "two-hours": (at(9), sent),
        "morning": (at(7), at(12)),
        "yesterday": (MIDNIGHT - DAY, MIDNIGHT),
    }
    assert recent_periods(shown, shown + MINUTE)[2].ends_at == shown + MINUTE, "not yet noon"


def test_today_is_the_day_in_taipei_whatever_zone_the_moment_comes_in() -> None:
    shown = dt.datetime(2026, 11, 22, 16, 10, tzinfo=dt.UTC)
    assert keys(shown) == ["just-now", "two-hours", "yesterday"]
    assert recent_periods(shown, shown)[0].words == "剛才（前 30 分鐘，23:40 至現在）"
    assert recent_periods(shown, shown)[2].starts_at == MIDNIGHT - DAY
