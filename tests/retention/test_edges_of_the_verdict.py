"""To the second: where a recording stops being kept, and that a minimum longer than the year keeps it (invariant 1)."""

from __future__ import annotations

import datetime as dt

import pytest

from printing.rules import TAIPEI
from retention.choices import Verdict
from retention.rules import Span, Terms, terms_at, verdict

DAY, HOUR = 86_400, 3600
TERMS = Terms(cut=10_000, young_from=5_000, odd_before=0, odd_after=20_000)
OLD = Terms(cut=10_000, young_from=50_000, odd_before=0, odd_after=20_000)
NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=TAIPEI)


def said(start: float, terms: Terms = TERMS, *, offset: float = 0, holds: tuple[Span, ...] = ()) -> Verdict:
    return verdict(start, longest=60, offset=offset, terms=terms, holds=holds)


@pytest.mark.parametrize(
    ("start", "offset", "verdict_"),
    [
        (-1, 0, Verdict.ODD),
        (0, 0, Verdict.DUE),
        (-1, -100, Verdict.ODD),
        (0, 100, Verdict.DUE),
        (19_999, 0, Verdict.WITHIN),
        (20_000, 0, Verdict.ODD),
        (20_099, 100, Verdict.WITHIN),
        (20_100, 100, Verdict.ODD),
        (19_900, -100, Verdict.ODD),
    ],
)
def test_what_a_wrong_clock_named_is_never_destroyed(start: float, offset: float, verdict_: Verdict) -> None:
    assert said(start, offset=offset) == verdict_


@pytest.mark.parametrize(("offset", "edge"), [(0, 10_000), (100, 10_000), (-100, 9_900)])
def test_the_ceiling_is_reached_when_both_clocks_are_past_it(offset: float, edge: float) -> None:
    assert said(edge, OLD, offset=offset) == Verdict.WITHIN
    assert said(edge - 1, OLD, offset=offset) == Verdict.DUE


@pytest.mark.parametrize(("offset", "edge"), [(0, 4_940), (100, 4_940), (-100, 4_840)])
def test_the_floor_is_passed_when_its_last_second_may_be_by_both_clocks(offset: float, edge: float) -> None:
    assert said(edge, offset=offset) == Verdict.DUE
    assert said(edge + 1, offset=offset) == Verdict.YOUNG


@pytest.mark.parametrize(
    ("hold", "is_held"),
    [
        (Span(0, 1_000), False),
        (Span(0, 1_001), True),
        (Span(1_059, 5_000), True),
        (Span(1_060, 5_000), False),
        (Span(1_010, 1_020), True),
    ],
)
def test_a_hold_keeps_what_it_touches_and_no_more(hold: Span, *, is_held: bool) -> None:
    assert said(1_000, holds=(hold,)) == (Verdict.HELD if is_held else Verdict.DUE)


@pytest.mark.parametrize("offset", [500, -500])
def test_where_the_clocks_differ_a_hold_keeps_what_either_says(offset: float) -> None:
    recorder, true = 1_000, 1_000 - offset
    for moment in (recorder, true):
        assert said(recorder, offset=offset, holds=(Span(moment, moment + 1),)) == Verdict.HELD


def test_a_pass_judges_by_the_plan_and_by_its_own_moment() -> None:
    def aged(days: float, minimum: int = 14) -> Verdict:
        terms = terms_at(NOW, minimum_days=minimum, maximum_years=1)
        return verdict(NOW.timestamp() - days * DAY, longest=60, offset=0, terms=terms, holds=())

    assert [aged(days) for days in (364, 366)] == [Verdict.WITHIN, Verdict.DUE]
    assert [aged(days, minimum=400) for days in (366, 399, 400, 401)] == [
        Verdict.YOUNG, Verdict.YOUNG, Verdict.YOUNG, Verdict.DUE,
    ]  # fmt: skip
    assert [aged(-seconds / DAY) for seconds in (0, HOUR - 1, HOUR, DAY)] == [
        Verdict.WITHIN, Verdict.WITHIN, Verdict.ODD, Verdict.ODD,
    ]  # fmt: skip


def test_the_year_of_a_recording_ends_with_its_day_in_taipei() -> None:
    terms = terms_at(NOW, minimum_days=14, maximum_years=1)
    midnight = dt.datetime(2025, 11, 24, tzinfo=TAIPEI).timestamp()
    assert terms.cut == midnight
    before_morning_in_utc = dt.datetime(2026, 11, 22, 17, 0, tzinfo=dt.UTC)
    assert terms_at(before_morning_in_utc, minimum_days=14, maximum_years=1).cut == midnight
