"""行政程序法第48條: the last day of a period and what a rest day does to it."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printing.rules import TAIPEI, long_moment
from work.models import Holiday
from work.rules import SATURDAY, Calendar, due_by, next_working_day
from work.selectors import calendar
from work.services import seed_holidays

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


SPRING_FESTIVAL_2027 = frozenset(dt.date(2027, 2, day) for day in range(4, 11))
"""116年春節: 小年夜 and 除夕 Thursday and Friday 2/4–2/5, 初一至初三 Saturday to Monday, 補假 2/9–2/10."""


@pytest.mark.parametrize(
    ("start", "end"),
    [
        pytest.param((1, 19), "116年2月3日（三）23:59", id="the day before: the day itself"),
        pytest.param((1, 20), "116年2月11日（四）23:59", id="the first day off"),
        pytest.param((1, 21), "116年2月11日（四）23:59", id="a Friday off, then Saturday, Sunday and more days off"),
        pytest.param((1, 22), "116年2月11日（四）23:59", id="a Saturday that is a holiday, the Monday off"),
        pytest.param((1, 23), "116年2月11日（四）23:59", id="a Sunday that is a holiday"),
        pytest.param((1, 26), "116年2月11日（四）23:59", id="the last day off"),
        pytest.param((1, 29), "116年2月15日（一）12:00", id="the Saturday after: Monday morning"),
    ],
)
def test_a_chain_of_days_off_is_passed_to_the_first_day_worked(start: tuple[int, int], end: str) -> None:
    moment = dt.datetime(2027, *start, 9, 0, tzinfo=TAIPEI)
    assert long_moment(due_by(moment, 15, Calendar(days_off=SPRING_FESTIVAL_2027))) == end


@pytest.mark.parametrize(
    ("start", "end"),
    [
        pytest.param((2026, 9, 25), "115年10月12日（一）12:00", id="國慶日 on Saturday, its 補假 on Friday before"),
        pytest.param((2026, 9, 24), "115年10月12日（一）12:00", id="that Friday: over Saturday to Monday morning"),
        pytest.param((2026, 10, 10), "115年10月27日（二）23:59", id="光復節 on Sunday, its 補假 on Monday"),
        pytest.param((2026, 10, 9), "115年10月27日（二）23:59", id="the Saturday before that Monday off"),
        pytest.param((2026, 12, 12), "115年12月28日（一）23:59", id="a Sunday after 行憲紀念日"),
        pytest.param((2026, 12, 10), "115年12月28日（一）12:00", id="行憲紀念日 on Friday"),
        pytest.param(
            (2027, 4, 16), "116年5月3日（一）12:00", id="勞動節 on Saturday: taken as a Saturday, the earlier end"
        ),
        pytest.param((2027, 1, 5), "116年1月20日（三）23:59", id="an ordinary Wednesday"),
    ],
)
@pytest.mark.django_db
def test_fifteen_days_end_by_the_holidays_the_school_starts_with(start: tuple[int, int, int], end: str) -> None:
    Holiday.objects.all().delete()
    seed_holidays(dt.datetime(2026, 6, 1, 9, 0, tzinfo=TAIPEI))
    assert long_moment(due_by(dt.datetime(*start, 9, 0, tzinfo=TAIPEI), 15, calendar())) == end


def test_a_made_up_working_saturday_ends_a_period_like_any_working_day() -> None:
    worked = Calendar(days_off=frozenset({dt.date(2025, 1, 27)}), made_up=frozenset({dt.date(2025, 2, 8)}))
    received = dt.datetime(2025, 1, 24, 9, 0, tzinfo=TAIPEI)
    assert long_moment(due_by(received, 15, worked)) == "114年2月8日（六）23:59"


@pytest.mark.parametrize("days", [15, 30])
@given(day=DAYS)
def test_who_comes_a_day_later_is_never_due_earlier(days: int, day: dt.date) -> None:
    days_off = Calendar(days_off=SPRING_FESTIVAL_2027)
    ends = [
        due_by(dt.datetime.combine(day + dt.timedelta(days=later), dt.time(9), TAIPEI), days, days_off)
        for later in (0, 1)
    ]
    assert ends[0] <= ends[1]
