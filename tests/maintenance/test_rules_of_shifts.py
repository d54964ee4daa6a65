"""The duty calendar: which turns are owed and how each stands, over midnight, on days off, around midnight in UTC."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maintenance.choices import TurnState
from maintenance.rules import ShiftTerms, Turn, is_owed, may_enter, state_of, turns_between, weekdays_in_words
from printing.rules import TAIPEI
from work.rules import Calendar

DAY, MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)
NOBODY_OFF = Calendar()


def shift(starts: int = 8, ends: int = 17, *, days: str = "01234", **dates: dt.date) -> ShiftTerms:
    since = dates.pop("since", dt.date(2026, 11, 2))
    return ShiftTerms(1, "日班", dt.time(starts), dt.time(ends), frozenset(map(int, days)), since, **dates)


MONDAY = dt.date(2026, 11, 23)
SATURDAY = dt.date(2026, 11, 28)


def test_a_shift_is_owed_on_its_weekdays_within_its_dates() -> None:
    terms = shift(until=MONDAY + DAY)
    owed = [turn.day for turn in turns_between([terms], MONDAY - 3 * DAY, MONDAY + 3 * DAY, NOBODY_OFF)]
    assert owed == [MONDAY - 3 * DAY, MONDAY, MONDAY + DAY]
    assert not is_owed(shift(since=MONDAY + DAY), MONDAY, NOBODY_OFF)


def test_a_day_off_is_not_owed_and_a_made_up_saturday_is_by_who_serves_the_week() -> None:
    calendar = Calendar(days_off=frozenset({MONDAY}), made_up=frozenset({SATURDAY}))
    assert not is_owed(shift(), MONDAY, calendar)
    assert is_owed(shift(), SATURDAY, calendar)
    assert not is_owed(shift(days="6"), SATURDAY, calendar)
    assert is_owed(shift(days="5"), SATURDAY, NOBODY_OFF)


def test_a_shift_over_midnight_ends_on_the_next_day() -> None:
    night = Turn(shift(19, 7), MONDAY)
    assert night.starts_at == dt.datetime(2026, 11, 23, 19, tzinfo=TAIPEI)
    assert night.ends_at == dt.datetime(2026, 11, 24, 7, tzinfo=TAIPEI)
    assert Turn(shift(8, 8), MONDAY).ends_at - Turn(shift(8, 8), MONDAY).starts_at == DAY


def test_midnight_in_taipei_is_not_midnight_in_utc() -> None:
    night = Turn(shift(19, 7), MONDAY)
    just_after_midnight = dt.datetime(2026, 11, 23, 16, 5, tzinfo=dt.UTC)
    assert state_of(night, None, just_after_midnight) is TurnState.OPEN
    assert state_of(Turn(shift(0, 7), MONDAY + DAY), None, just_after_midnight) is TurnState.OPEN
    assert state_of(Turn(shift(0, 7), MONDAY), None, just_after_midnight) is TurnState.MISSED


def test_on_a_leap_day_the_night_ends_on_the_first_of_march() -> None:
    assert Turn(shift(19, 7), dt.date(2028, 2, 29)).ends_at == dt.datetime(2028, 3, 1, 7, tzinfo=TAIPEI)


def test_how_a_turn_stands_changes_to_the_minute() -> None:
    turn = Turn(shift(), MONDAY)
    moments = (
        (turn.starts_at - 31 * MINUTE, TurnState.TO_COME, False),
        (turn.starts_at - 30 * MINUTE, TurnState.OPEN, True),
        (turn.ends_at - MINUTE, TurnState.OPEN, True),
        (turn.ends_at, TurnState.MISSED, True),
        (turn.ends_at + 31 * DAY - MINUTE, TurnState.MISSED, True),
        (turn.ends_at + 31 * DAY, TurnState.MISSED, False),
    )
    for moment, state, can_be_entered in moments:
        assert (state_of(turn, None, moment), may_enter(turn, moment)) == (state, can_be_entered)
    assert state_of(turn, turn.ends_at - MINUTE, turn.ends_at + DAY) is TurnState.DONE
    assert state_of(turn, turn.ends_at, turn.ends_at + DAY) is TurnState.BACK_ENTERED


TERMS = st.builds(
    ShiftTerms,
    st.integers(1, 5),
    st.just("班"),
    st.times().map(lambda time: time.replace(second=0, microsecond=0)),
    st.times().map(lambda time: time.replace(second=0, microsecond=0)),
    st.frozensets(st.integers(0, 6), min_size=1),
    st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31)),
)


@given(st.lists(TERMS, max_size=3), st.dates(dt.date(2026, 1, 1), dt.date(2027, 1, 1)), st.integers(0, 40))
def test_turns_stand_in_order_each_owed_and_none_longer_than_a_day(
    shifts: list[ShiftTerms], first: dt.date, days: int
) -> None:
    turns = turns_between(shifts, first, first + days * DAY, NOBODY_OFF)
    assert [turn.starts_at for turn in turns] == sorted(turn.starts_at for turn in turns)
    for turn in turns:
        assert first <= turn.day <= first + days * DAY
        assert is_owed(turn.shift, turn.day, NOBODY_OFF)
        assert dt.timedelta() < turn.ends_at - turn.starts_at <= DAY


@pytest.mark.parametrize(
    ("days", "words"), [("01234", "週一至週五"), ("0123456", "每日"), ("56", "週六、週日"), ("024", "週一、週三、週五")]
)
def test_weekdays_in_words(days: str, words: str) -> None:
    assert weekdays_in_words(map(int, days)) == words
