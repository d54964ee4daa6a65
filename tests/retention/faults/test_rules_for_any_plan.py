"""For any ages, holds, plans, offsets and clocks: nothing young, nothing held, nothing within the year is due."""

from __future__ import annotations

import datetime as dt

from hypothesis import assume, example, given
from hypothesis import strategies as st

from printing.rules import TAIPEI
from retention.choices import Verdict
from retention.rules import Span, all_due, ceiling_cut, terms_at, verdict

DAY = 86_400
nows = st.datetimes(dt.datetime(2019, 1, 1), dt.datetime(2060, 1, 1), timezones=st.just(dt.UTC))  # noqa: DTZ001
ages = st.integers(-3 * DAY, 13 * 366 * DAY)
minimums, maximums = st.integers(1, 60), st.integers(1, 10)
lengths, offsets = st.integers(1, DAY), st.integers(-3 * DAY, 3 * DAY)
spans = st.lists(st.tuples(ages, st.integers(1, 30 * DAY)), max_size=4)


def moment(seconds: float) -> dt.datetime:
    return dt.datetime.fromtimestamp(seconds, dt.UTC)


@given(now=nows, age=ages, minimum=minimums, maximum=maximums, longest=lengths, offset=offsets, held=spans)
@example(
    now=dt.datetime(2028, 2, 29, tzinfo=dt.UTC), age=365 * DAY, minimum=14, maximum=1, longest=60, offset=0, held=[]
)
@example(
    now=dt.datetime(2025, 2, 28, 16, tzinfo=dt.UTC), age=366 * DAY, minimum=14, maximum=1, longest=60, offset=0, held=[]
)
def test_what_is_due_is_past_the_year_by_both_clocks_over_the_minimum_and_under_no_hold(
    now: dt.datetime, age: int, minimum: int, maximum: int, longest: int, offset: int, held: list[tuple[int, int]]
) -> None:
    start = now.timestamp() - age
    holds = [Span(now.timestamp() - since, now.timestamp() - since + length) for since, length in held]
    terms = terms_at(now, minimum_days=minimum, maximum_years=maximum)
    said = verdict(start, longest=longest, offset=offset, terms=terms, holds=holds)
    if said != Verdict.DUE:
        return
    for begins in (start, start - offset):
        assert begins + longest <= now.timestamp() - minimum * DAY, "the floor, whatever the plan says of the ceiling"
        day, today = moment(begins).astimezone(TAIPEI).date(), now.astimezone(TAIPEI).date()
        leap = (day.month, day.day) == (2, 29)
        same_day = day.replace(year=day.year + maximum, day=28 if leap else day.day)
        assert same_day <= today, "the same date years later has begun"
        assert not any(hold.start < begins + longest and begins < hold.end for hold in holds)


@given(
    now=nows, back=st.integers(1, 3 * 366 * DAY), minimum=minimums, maximum=maximums, longest=lengths, offset=offsets
)
def test_what_passed_the_year_without_a_hold_is_due_unless_the_minimum_is_longer(
    now: dt.datetime, back: int, minimum: int, maximum: int, longest: int, offset: int
) -> None:
    terms = terms_at(now, minimum_days=minimum, maximum_years=maximum)
    latest = min(terms.cut, terms.young_from - longest) - back
    start = latest if offset >= 0 else latest + offset
    assume(terms.odd_before <= start)
    assert verdict(start, longest=longest, offset=offset, terms=terms, holds=[]) == Verdict.DUE


@given(now=nows, years=maximums)
@example(now=dt.datetime(2028, 2, 28, 15, 59, tzinfo=dt.UTC), years=1)
@example(now=dt.datetime(2028, 2, 28, 16, 0, tzinfo=dt.UTC), years=4)
@example(now=dt.datetime(2029, 2, 27, 16, 0, tzinfo=dt.UTC), years=1)
def test_the_cut_is_the_first_day_whose_anniversary_has_not_come(now: dt.datetime, years: int) -> None:
    """Counted by brute force over every day near it; the day is Taipei's, not that of UTC."""
    today = now.astimezone(TAIPEI).date()

    def has_come(day: dt.date) -> bool:
        is_leap = (day.month, day.day) == (2, 29)
        return day.replace(year=day.year + years, day=28 if is_leap else day.day) <= today

    cut = ceiling_cut(today, years)
    near = [cut + dt.timedelta(days=number) for number in range(-400, 400)]
    assert [has_come(day) for day in near] == [day < cut for day in near]


@given(
    now=nows, ages_=st.lists(ages, min_size=1, max_size=20), minimum=minimums, maximum=maximums, longest=lengths,
    offset=offsets, held=spans,
)  # fmt: skip
def test_a_folder_judged_at_once_is_judged_as_each_of_its_files(
    now: dt.datetime,
    ages_: list[int],
    minimum: int,
    maximum: int,
    longest: int,
    offset: int,
    held: list[tuple[int, int]],
) -> None:
    starts = [now.timestamp() - age for age in ages_]
    holds = [Span(now.timestamp() - since, now.timestamp() - since + length) for since, length in held]
    terms = terms_at(now, minimum_days=minimum, maximum_years=maximum)
    if all_due(min(starts), max(starts), longest=longest, offset=offset, terms=terms, holds=holds):
        each = {verdict(start, longest=longest, offset=offset, terms=terms, holds=holds) for start in starts}
        assert each == {Verdict.DUE}


DAY = 86_400


def test_a_folder_long_past_the_year_goes_at_once_but_not_when_anything_speaks_for_one_of_its_files() -> None:
    now = dt.datetime(2026, 11, 23, 9, tzinfo=TAIPEI)
    terms = terms_at(now, minimum_days=14, maximum_years=1)
    last = now.timestamp() - 400 * DAY
    span = {"longest": 600.0, "offset": 0.0, "terms": terms}
    assert all_due(last - DAY, last, holds=[], **span)  # type: ignore[arg-type]
    for start, length in ((last - DAY, 1), (last - DAY / 2, 1), (last - 300, 1), (last + 599, 1)):
        assert not all_due(last - DAY, last, holds=[Span(start, start + length)], **span)  # type: ignore[arg-type]
    assert all_due(last - DAY, last, holds=[Span(last + 600, last + DAY)], **span)  # type: ignore[arg-type]
    assert not all_due(last - DAY, terms.cut, holds=[], **span)  # type: ignore[arg-type]
