"""A local day as 1,440 bits: laid together, gaps named, from which day on anything is there."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from printing.rules import TAIPEI
from retention.rules import minutes
from retention.rules.forecast import days_until_full, days_until_short
from retention.rules.minutes import Gap

MINUTES = st.sets(st.integers(0, 1439))
TODAY = dt.date(2026, 11, 23)
DAY = dt.timedelta(days=1)
GB = 10**9


@given(MINUTES, MINUTES)
def test_days_laid_together_hold_what_either_held(one: set[int], other: set[int]) -> None:
    together = minutes.bits_of(one) | minutes.bits_of(other)
    assert together == minutes.bits_of(one | other)
    assert minutes.from_bytes(minutes.as_bytes(together)) == together


@given(MINUTES)
def test_gaps_and_footage_make_the_whole_day(present: set[int]) -> None:
    found = minutes.gaps(minutes.bits_of(present), shortest=1)
    missing = {minute for gap in found for minute in range(gap.start, gap.end)}
    assert missing == set(range(1440)) - present


def test_a_short_loss_is_no_gap() -> None:
    day = minutes.WHOLE & ~minutes.span(100, 104) & ~minutes.span(200, 205)
    assert minutes.gaps(day) == [Gap(200, 205)]
    assert minutes.gaps(minutes.EMPTY) == [Gap(0, 1440)]
    assert minutes.gaps(minutes.WHOLE) == []


def test_a_span_that_ends_before_it_begins_is_empty() -> None:
    assert minutes.span(10, 10) == minutes.span(10, 5) == minutes.EMPTY
    assert minutes.span(0, 1440) == minutes.WHOLE


def test_a_local_day_has_its_number_from_midnight_on() -> None:
    midnight = dt.datetime(2026, 11, 23, tzinfo=TAIPEI).timestamp()
    assert minutes.day_of(minutes.day_number(midnight)) == TODAY
    assert minutes.day_of(minutes.day_number(midnight - 1)) == TODAY - DAY


def test_old_footage_that_a_hold_kept_does_not_count_as_kept_days() -> None:
    recent = {TODAY - number * DAY for number in range(12)} - {TODAY - 4 * DAY}
    assert minutes.run_start(recent | {TODAY - 300 * DAY}) == TODAY - 11 * DAY
    assert minutes.run_start([]) is None


def test_a_recorder_whose_days_grow_will_hold_fewer_of_them() -> None:
    steady = [10 * GB] * 20
    assert days_until_short(steady, 10 * GB, 14) is None
    growing = [10 * GB] * 12 + [30 * GB] * 3
    assert days_until_short(growing, 0, 14) == 1
    assert days_until_short(growing, 100 * GB, 14) == 6
    assert days_until_short(growing[:10], 0, 14) is None, "already short: that is a finding, no forecast"
    assert days_until_short([], 0, 14) is None


def test_a_folder_that_nobody_empties_is_full_one_day() -> None:
    assert days_until_full([10 * GB] * 3, 105 * GB) == 10
    assert days_until_full([10 * GB] * 3, 1000 * GB) is None
    assert days_until_full([], 0) is None
