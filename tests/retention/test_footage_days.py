"""The days that still have footage, and how long each has: what the request form offers (ruling 16; ux §0.9)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from cameras.services import add_recorder
from ledger.services import SYSTEM
from retention.models import HandCheck
from retention.rules import FootageDay, Seen, footage_days
from retention.selectors import footage_days as days_of_the_school

if TYPE_CHECKING:
    from cameras.models import Camera, Recorder

DAY = dt.timedelta(days=1)
TODAY = dt.date(2026, 11, 23)
KEEPS_20 = Seen(TODAY, TODAY - 20 * DAY)
MINIMUM = 14


def of(*recorders: Seen | None) -> list[FootageDay]:
    return footage_days(recorders, TODAY, MINIMUM)


def test_a_recorder_never_checked_has_the_days_of_the_plan_as_an_estimate() -> None:
    days = of(None)
    assert [days[0], days[-1]] == [
        FootageDay(TODAY, 14, is_estimate=True),
        FootageDay(TODAY - 14 * DAY, 0, is_estimate=True),
    ]
    assert FootageDay(dt.date(2026, 11, 11), 2, is_estimate=True) in days


def test_a_fresh_hand_check_is_no_estimate_and_counts_on_from_the_day_it_was_made() -> None:
    seen_on_friday = Seen(TODAY - 3 * DAY, TODAY - 23 * DAY)
    assert of(KEEPS_20) == of(seen_on_friday)
    assert of(KEEPS_20)[-1] == FootageDay(TODAY - 20 * DAY, 0, is_estimate=False)


@pytest.mark.parametrize(("ago", "is_estimate"), [(7, False), (8, True)])
def test_a_hand_check_older_than_a_week_is_an_estimate(ago: int, *, is_estimate: bool) -> None:
    days = of(Seen(TODAY - ago * DAY, TODAY - (ago + 20) * DAY))
    assert (len(days), days[0].is_estimate) == (21, is_estimate)


def test_a_day_tells_of_the_recorder_that_loses_it_first_among_those_that_have_it() -> None:
    days = {each.day: each for each in of(KEEPS_20, None)}
    assert days[TODAY - 14 * DAY] == FootageDay(TODAY - 14 * DAY, 0, is_estimate=True)
    assert days[TODAY - 15 * DAY] == FootageDay(TODAY - 15 * DAY, 5, is_estimate=False, is_gone_elsewhere=True)


def test_a_recorder_that_lost_everything_has_today() -> None:
    assert of(Seen(TODAY, TODAY)) == [FootageDay(TODAY, 0, is_estimate=False)]


def test_without_recorders_there_is_no_day() -> None:
    assert of() == []


@given(
    recorders=st.lists(
        st.none()
        | st.builds(lambda ago, days: Seen(TODAY - ago * DAY, TODAY - (ago + days) * DAY), *[st.integers(0, 4000)] * 2),
        min_size=1,
        max_size=4,
    )
)
def test_the_days_run_back_from_today_without_a_gap_and_never_beyond_a_year(recorders: list[Seen | None]) -> None:
    days = of(*recorders)
    assert [each.day for each in days] == [TODAY - ago * DAY for ago in range(len(days))]
    assert len(days) <= 367
    assert all(each.days_left >= 0 for each in days)


def test_the_school_asks_the_newest_check_of_each_recorder_in_use(cameras: list[Camera], now: dt.datetime) -> None:
    def check(recorder: Recorder, ago: int, days: int) -> None:
        made = now - ago * DAY
        HandCheck.objects.create(
            recorder=recorder, checked_at=made, checked_by="警衛", earliest_day=made.date() - days * DAY
        )

    used = cameras[0].recorder
    retired = add_recorder(code="NVR9", name="舊主機", location="", actor=SYSTEM, now=now)
    type(retired).objects.filter(pk=retired.pk).update(retired_on=TODAY)
    check(retired, 0, 60)
    assert days_of_the_school(now, MINIMUM) == of(None)
    check(used, 5, 40)
    check(used, 2, 20)
    with CaptureQueriesContext(connection) as captured:
        assert days_of_the_school(now, MINIMUM) == of(KEEPS_20)
    assert len(captured) == 3
