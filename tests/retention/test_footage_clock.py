"""The footage clock has five states, from facts only (ruling 12); and the arithmetic of ruling 16."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cameras.choices import OutageCause
from cameras.services import open_outage
from ledger.services import SYSTEM
from printing.rules import TAIPEI
from retention.choices import FootageState
from retention.models import HandCheck, Hold
from retention.rules import (
    FootageClock,
    FootageFacts,
    Seen,
    anniversary,
    footage_clock,
    is_young,
    kept_days,
    most_urgent_first,
)
from retention.selectors import footage_clock_for
from retention.services import place_hold, release_hold

if TYPE_CHECKING:
    from cameras.models import Camera

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=TAIPEI)
START = dt.datetime(2026, 11, 11, 12, 35, tzinfo=TAIPEI)
END = START + dt.timedelta(minutes=15)
TODAY = NOW.date()


def clock(now: dt.datetime = NOW, **facts: Any) -> FootageClock:
    return footage_clock(FootageFacts(starts_at=START, ends_at=END, minimum_days=14, **facts), now)


def test_nothing_known_is_unkept_and_the_time_an_estimate_from_the_plan() -> None:
    assert clock() == FootageClock(FootageState.UNKEPT, overwritten_at=START + 14 * DAY, days_left=2, is_estimate=True)


def test_a_fresh_hand_check_gives_the_time_without_estimate() -> None:
    told = clock(seen=Seen(TODAY - 2 * DAY, TODAY - 22 * DAY))
    assert (told.overwritten_at, told.days_left, told.is_estimate) == (START + 20 * DAY, 8, False)
    assert clock(seen=Seen(TODAY - 8 * DAY, TODAY - 28 * DAY)).is_estimate


def test_a_hold_alone_is_not_green() -> None:
    told = clock(is_held=True, hold="115-0037")
    assert (told.state, told.reference, told.is_safe) == (FootageState.NOTIFIED, "115-0037", False)
    assert told.overwritten_at is not None


def test_a_hold_in_a_folder_of_ours_is_green_once_a_scan_saw_the_footage() -> None:
    told = clock(is_held=True, hold="115-0037", is_ours=True, is_recorded=True)
    assert told == FootageClock(FootageState.NOTIFIED, "115-0037", is_safe=True)
    assert not clock(is_held=True, is_ours=True).is_safe
    assert not clock(is_ours=True, is_recorded=True).is_safe


def test_what_a_scan_did_not_find_is_no_footage_and_what_it_found_is_not_overwritten() -> None:
    told = clock(is_held=True, is_ours=True, is_recorded=False)
    assert (told.state, told.reference, told.is_safe) == (FootageState.NO_FOOTAGE, "影像缺漏，無中斷紀錄", False)
    later = Seen(TODAY, dt.date(2026, 11, 12))
    assert clock(seen=later, is_recorded=False).state is FootageState.OVERWRITTEN
    assert clock(seen=later, is_held=True, is_ours=True, is_recorded=True).is_safe


def test_a_copy_is_green_whatever_became_of_the_recorder() -> None:
    told = clock(copy="E115-0012", seen=Seen(TODAY, TODAY), outage="停電", is_held=True)
    assert (told.state, told.reference, told.is_safe) == (FootageState.BACKED_UP, "E115-0012", True)


def test_overwritten_is_only_said_when_a_hand_check_saw_it() -> None:
    seen = Seen(TODAY, dt.date(2026, 11, 12))
    assert clock(seen=seen).state is FootageState.OVERWRITTEN
    assert clock(seen=seen, is_held=True, hold="115-0037") == FootageClock(FootageState.OVERWRITTEN, "115-0037")
    assert clock(seen=Seen(TODAY, dt.date(2026, 11, 11))).state is FootageState.UNKEPT
    late = clock(now=NOW + 30 * DAY)
    assert (late.state, late.days_left, late.is_estimate) == (FootageState.UNKEPT, 0, True)


def test_a_period_that_ends_at_midnight_does_not_reach_into_the_next_day() -> None:
    facts = FootageFacts(
        starts_at=START,
        ends_at=dt.datetime(2026, 11, 12, 0, 0, tzinfo=TAIPEI),
        minimum_days=14,
        seen=Seen(TODAY, dt.date(2026, 11, 12)),
    )
    assert footage_clock(facts, NOW).state is FootageState.OVERWRITTEN


def test_no_footage_names_the_cause() -> None:
    told = clock(outage="故障（F115-0001）", is_held=True)
    assert (told.state, told.reference, told.is_safe) == (FootageState.NO_FOOTAGE, "故障（F115-0001）", False)


def test_what_can_still_be_saved_and_has_least_time_comes_first() -> None:
    kept, soon, later = clock(copy="E115-0012"), clock(), clock(seen=Seen(TODAY, TODAY - 20 * DAY))
    held, ours = clock(is_held=True), clock(is_held=True, is_ours=True, is_recorded=True)
    gone, dark, stays = clock(seen=Seen(TODAY, TODAY)), clock(outage="停電"), clock(is_ours=True, is_recorded=True)
    assert most_urgent_first([kept, dark, gone, ours, held, stays, later, soon]) == [
        soon,
        later,
        stays,
        held,
        ours,
        gone,
        dark,
        kept,
    ]


BOOLS = st.booleans()


@given(
    seen=st.none()
    | st.builds(lambda ago, days: Seen(TODAY - ago * DAY, TODAY - (ago + days) * DAY), *[st.integers(0, 400)] * 2),
    is_held=BOOLS,
    is_ours=BOOLS,
    is_recorded=st.none() | BOOLS,
    copy=st.sampled_from(["", "E115-0012"]),
    outage=st.sampled_from(["", "停電"]),
    offset=st.integers(0, 400),
)
def test_green_is_only_a_copy_or_a_hold_of_ours_and_whatever_a_recorder_may_overwrite_has_a_time(
    *,
    seen: Seen | None,
    is_held: bool,
    is_ours: bool,
    is_recorded: bool | None,
    copy: str,
    outage: str,
    offset: int,
) -> None:
    told = clock(
        now=NOW + offset * DAY, seen=seen, is_held=is_held, is_ours=is_ours, is_recorded=is_recorded, copy=copy,
        outage=outage,
    )  # fmt: skip
    assert not told.is_safe or copy or (is_held and is_ours and is_recorded)
    assert (told.state is FootageState.BACKED_UP) == bool(copy)
    counting = told.state in {FootageState.UNKEPT, FootageState.NOTIFIED} and not told.is_safe
    assert (counting and not is_ours) == (told.overwritten_at is not None)
    assert told.state is not FootageState.OVERWRITTEN or (seen is not None and END.date() < seen.earliest_day)
    assert told.days_left is None or told.days_left >= 0


# --- the same from the database --------------------------------------------------------------------------------------


def ask(cameras: list[Camera]) -> list[FootageClock]:
    return footage_clock_for(cameras, START, END, NOW, 14)


def hold(cameras: list[Camera], start: dt.datetime = START, end: dt.datetime = END) -> Hold:
    return place_hold(
        cameras=cameras, starts_at=start, ends_at=end, reason="走廊推擠", reference="115-0037", actor=SYSTEM, now=NOW
    )


def test_a_hold_that_covers_the_whole_period_counts_until_it_is_released(cameras: list[Camera]) -> None:
    placed = hold(cameras[:1])
    assert [told.state for told in ask(cameras[:2])] == [FootageState.UNKEPT, FootageState.NOTIFIED]
    assert ask(cameras[:1])[0].reference == "115-0037"
    release_hold(hold_id=placed.pk, reason="結案", actor=SYSTEM, now=NOW)
    assert ask(cameras[:1])[0].state is FootageState.UNKEPT


def test_a_hold_on_part_of_the_period_keeps_not_the_whole(cameras: list[Camera]) -> None:
    hold(cameras[:1], end=END - dt.timedelta(minutes=5))
    assert ask(cameras[:1])[0].state is FootageState.UNKEPT
    hold(cameras[:1], start=END - dt.timedelta(minutes=5), end=END + HOUR)
    assert ask(cameras[:1])[0].state is FootageState.NOTIFIED


def test_an_outage_over_the_whole_period_answers_why(cameras: list[Camera]) -> None:
    def dark(start: dt.datetime, end: dt.datetime, reference: str) -> None:
        open_outage(
            camera=cameras[0],
            cause=OutageCause.FAULT,
            reference=reference,
            since=start,
            until=end,
            actor=SYSTEM,
            now=NOW,
        )

    dark(START - HOUR, START + dt.timedelta(minutes=5), "F115-0001")
    assert ask(cameras[:1])[0].state is FootageState.UNKEPT
    dark(START, END, "F115-0002")
    assert ask(cameras[:1])[0] == FootageClock(FootageState.NO_FOOTAGE, "故障（F115-0001、F115-0002）")


def test_the_newest_hand_check_of_the_recorder_counts(cameras: list[Camera]) -> None:
    for ago, earliest in ((3, dt.date(2026, 11, 12)), (1, dt.date(2026, 11, 2))):
        HandCheck.objects.create(
            recorder=cameras[0].recorder, checked_at=NOW - ago * DAY, checked_by="警衛", earliest_day=earliest
        )
    told = ask(cameras[:1])[0]
    assert (told.state, told.overwritten_at, told.is_estimate) == (FootageState.UNKEPT, START + 20 * DAY, False)


def test_a_camera_that_must_keep_longer_is_estimated_longer(cameras: list[Camera]) -> None:
    cameras[0].minimum_days = 30
    assert [told.overwritten_at for told in ask(cameras[:2])] == [START + 14 * DAY, START + 30 * DAY]


def test_without_cameras_there_is_no_clock(db: None) -> None:
    assert ask([]) == []


# --- days and years --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "years", "same"),
    [
        (dt.date(2024, 2, 29), 1, dt.date(2025, 2, 28)),
        (dt.date(2024, 2, 29), 4, dt.date(2028, 2, 28)),
        (dt.date(2025, 11, 23), 1, dt.date(2026, 11, 23)),
    ],
)
def test_the_same_date_years_later(day: dt.date, years: int, same: dt.date) -> None:
    assert anniversary(day, years) == same


@given(day=st.dates(dt.date(2000, 1, 1), dt.date(2090, 1, 1)), years=st.integers(1, 10))
def test_a_year_never_gets_longer_than_its_days(day: dt.date, years: int) -> None:
    assert (anniversary(day, years) - day).days in range(365 * years - 1, 366 * years + 1)


@given(offset=st.integers(-(15 * 86400), 15 * 86400), days=st.integers(1, 15))
def test_young_until_exactly_the_hours_of_the_minimum(offset: int, days: int) -> None:
    instant = NOW - dt.timedelta(seconds=offset)
    assert is_young(instant, NOW, days) == (offset < days * 86400)
    assert not is_young(NOW - days * DAY, NOW, days)


def test_days_kept_are_complete_days_before_the_check() -> None:
    assert kept_days(TODAY - 14 * DAY, TODAY) == 14
    assert kept_days(TODAY, TODAY) == 0
