"""行政程序法第48條: the last day of a period and what a rest day does to it."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printing.rules import TAIPEI, long_moment
from work.rules import SATURDAY, Calendar, due_by, next_working_day

PLAIN = Calendar()


def moment(month: int, day: int, hour: int = 9) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, 0, tzinfo=TAIPEI)


def off(*days: tuple[int, int]) -> Calendar:
    return Calendar(days_off=frozenset(dt.date(2026, month, day) for month, day in days))


@pytest.mark.parametrize(
    ("start", "calendar", "end"),
    [
        pytest.param(moment(11, 26), PLAIN, "115年12月11日（五）23:59", id="Friday: the whole day"),
        pytest.param(moment(11, 20), PLAIN, "115年12月7日（一）12:00", id="Saturday: Monday morning"),
        pytest.param(moment(11, 21), PLAIN, "115年12月7日（一）23:59", id="Sunday: the whole Monday"),
        pytest.param(moment(11, 26), off((12, 11)), "115年12月14日（一）12:00", id="Friday off, then Saturday"),
        pytest.param(moment(11, 20), off((12, 7)), "115年12月8日（二）23:59", id="Saturday, the Monday off"),
        pytest.param(moment(11, 20), off((12, 5)), "115年12月7日（一）12:00", id="Saturday that is a holiday"),
        pytest.param(moment(11, 24), off((12, 9)), "115年12月10日（四）23:59", id="Wednesday off"),
        pytest.param(
            moment(11, 20), off((12, 7), (12, 8)), "115年12月9日（三）23:59", id="Saturday, Monday and Tuesday off"
        ),
        pytest.param(
            moment(11, 20),
            Calendar(made_up=frozenset({dt.date(2026, 12, 5)})),
            "115年12月5日（六）23:59",
            id="Saturday worked: it is no rest day",
        ),
        pytest.param(moment(11, 26, 0), PLAIN, "115年12月11日（五）23:59", id="received just after midnight in Taipei"),
    ],
)
def test_fifteen_days_end(start: dt.datetime, calendar: Calendar, end: str) -> None:
    assert long_moment(due_by(start, 15, calendar)) == end


def test_a_moment_counts_by_its_day_in_taipei() -> None:
    assert due_by(dt.datetime(2026, 11, 25, 16, 30, tzinfo=dt.UTC), 15, PLAIN) == due_by(moment(11, 26), 15, PLAIN)


DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2035, 12, 31))


@given(
    day=DAYS,
    days=st.integers(1, 60),
    holidays=st.frozensets(st.integers(0, 100)),
    made_up=st.frozensets(st.integers(0, 100), max_size=4),
)
def test_a_period_never_ends_early_nor_on_a_rest_day_and_moves_only_over_rest_days(
    day: dt.date, days: int, holidays: frozenset[int], made_up: frozenset[int]
) -> None:
    calendar = Calendar(
        days_off=frozenset(day + dt.timedelta(days=offset) for offset in holidays),
        made_up=frozenset(day + dt.timedelta(days=offset) for offset in made_up),
    )
    last = day + dt.timedelta(days=days)
    end = due_by(dt.datetime.combine(day, dt.time(15, 0), TAIPEI), days, calendar)
    assert end.date() >= last
    assert calendar.is_working(end.date())
    passed = [last + dt.timedelta(days=offset) for offset in range((end.date() - last).days)]
    saturdays = [day for day in passed if day.weekday() == SATURDAY and not calendar.is_working(day)]
    skipped = {saturday + dt.timedelta(days=1) for saturday in saturdays}
    assert all(not calendar.is_working(day) or day in skipped for day in passed)
    assert end.time() in {dt.time(12, 0), dt.time(23, 59, 59)}


@given(day=DAYS)
def test_the_next_working_day_comes_after_and_is_worked(day: dt.date) -> None:
    following = next_working_day(day, PLAIN)
    assert following > day
    assert PLAIN.is_working(following)
    assert (following - day).days <= 3
