"""The arithmetic of checks, without a database: roll-up, school year, months, 備考 (ruling 21; clock edges)."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maintenance.choices import Condition, Symptom
from maintenance.rules import (
    RecorderSeen,
    Ticks,
    add_month,
    add_months,
    month_in_words,
    month_key,
    parse_month,
    proposed_day,
    remarks_in_words,
    reminder,
    required_days,
    roll_up,
    school_year,
    semester,
    semester_in_words,
    weeks,
)
from work.rules import Calendar

DAY = dt.timedelta(days=1)
MONDAY = dt.date(2026, 11, 23)
WELL = RecorderSeen(
    has_power=True, is_recording=True, disk_is_healthy=True, clock_offset_seconds=60, kept_days=14, required_days=14
)
NOBODY_OFF = Calendar()


def seen(**changes: int) -> RecorderSeen:
    facts = {name: getattr(WELL, name) for name in RecorderSeen.__slots__} | changes
    return RecorderSeen(**facts)


def ticked(three: str) -> Ticks:
    return Ticks(*(letter == "是" for letter in three))


@pytest.mark.parametrize(
    ("condition", "ticks"),
    [
        (Condition.NORMAL, ticked("是是是")),
        (Condition.NO_SIGNAL, ticked("是否是")),
        (Condition.BLOCKED, ticked("是否是")),
        (Condition.MOVED, ticked("是否是")),
        (Condition.BLURRED, ticked("是是否")),
        (Condition.NIGHT_VIEW, ticked("是是否")),
    ],
)
def test_one_camera_found_so_among_well_ones_is_enough(condition: Condition, ticks: Ticks) -> None:
    assert roll_up([Condition.NORMAL, condition, Condition.NORMAL], [WELL]) == ticks
    assert ticks.is_all_well == (condition is Condition.NORMAL)


@pytest.mark.parametrize(
    ("changes", "trouble"),
    [
        ({"has_power": False}, Symptom.POWER),
        ({"is_recording": False}, Symptom.NOT_RECORDING),
        ({"disk_is_healthy": False}, Symptom.DISK),
        ({"clock_offset_seconds": 61}, Symptom.CLOCK),
        ({"clock_offset_seconds": -61}, Symptom.CLOCK),
        ({"kept_days": 13}, Symptom.TOO_SHORT),
    ],
)
def test_each_thing_of_a_recorder_alone_makes_the_recorder_wrong(changes: dict[str, int], trouble: Symptom) -> None:
    assert seen(**changes).troubles == (trouble,)
    assert roll_up([Condition.NORMAL], [WELL, seen(**changes)]) == ticked("否是是")


def test_a_clock_sixty_seconds_off_and_the_minimum_to_the_day_are_well() -> None:
    assert WELL.troubles == ()
    assert seen(clock_offset_seconds=-60).troubles == ()
    assert roll_up([], []).is_all_well


@given(st.lists(st.sampled_from(Condition)), st.lists(st.sampled_from(Condition)))
def test_more_cameras_never_make_a_no_a_yes(some: list[Condition], more: list[Condition]) -> None:
    few, all_of_them = roll_up(some, []), roll_up(some + more, [])
    assert all_of_them.equipment_works <= few.equipment_works
    assert all_of_them.picture_is_clear <= few.picture_is_clear
    assert all_of_them.is_all_well == (set(some + more) <= {Condition.NORMAL})


@pytest.mark.parametrize(
    ("minimums", "first", "days"),
    [((14, 30), dt.date(2020, 1, 1), 30), ((14,), dt.date(2026, 11, 20), 3), ((14,), None, 14), ((), None, 0)],
)
def test_a_recorder_owes_the_longest_minimum_but_nothing_from_before_it_hung(
    minimums: tuple[int, ...], first: dt.date | None, days: int
) -> None:
    assert required_days(minimums, first, dt.date(2026, 11, 23)) == days
    assert required_days((14,), dt.date(2026, 12, 1), dt.date(2026, 11, 23)) == 0


# --- the school year ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("day", "year", "half", "words"),
    [
        (dt.date(2026, 7, 31), 114, 2, "114學年度第2學期"),
        (dt.date(2026, 8, 1), 115, 1, "115學年度第1學期"),
        (dt.date(2027, 1, 31), 115, 1, "115學年度第1學期"),
        (dt.date(2027, 2, 1), 115, 2, "115學年度第2學期"),
    ],
)
def test_the_school_year_changes_on_1_august_and_its_half_on_1_february(
    day: dt.date, year: int, half: int, words: str
) -> None:
    assert (school_year(day), semester(day), semester_in_words(day)) == (year, half, words)


@pytest.mark.parametrize(
    ("last", "proposed"),
    [
        (dt.date(2026, 8, 31), dt.date(2027, 2, 1)),  # due 28 February; a Monday
        (dt.date(2027, 8, 31), dt.date(2028, 2, 1)),  # due 29 February of a leap year
        (dt.date(2026, 11, 23), dt.date(2027, 2, 1)),
        (dt.date(2027, 2, 1), dt.date(2027, 8, 1)),  # a Sunday, but later would be too late
        (dt.date(2027, 2, 10), dt.date(2027, 8, 2)),  # the Sunday gives way to Monday
        (dt.date(2027, 1, 20), dt.date(2027, 7, 20)),  # twelve days after the last would help nobody
        (dt.date(2025, 10, 9), dt.date(2026, 2, 2)),  # 1 February 2026 is a Sunday
    ],
)
def test_the_school_year_proposes_a_semesters_first_working_day(last: dt.date, proposed: dt.date) -> None:
    assert proposed_day(last, add_months(last, 6), NOBODY_OFF) == proposed


def test_a_day_off_at_the_beginning_of_a_semester_is_passed_over() -> None:
    calendar = Calendar(days_off=frozenset({dt.date(2027, 2, 1), dt.date(2027, 2, 2)}))
    assert proposed_day(dt.date(2026, 8, 31), dt.date(2027, 2, 28), calendar) == dt.date(2027, 2, 3)


@given(last=st.dates(dt.date(2020, 1, 1), dt.date(2035, 1, 1)), months=st.integers(1, 12))
def test_what_is_proposed_lies_after_the_last_and_is_never_too_late(last: dt.date, months: int) -> None:
    due = add_months(last, months)
    assert last < proposed_day(last, due, NOBODY_OFF) <= due


def test_the_proposed_day_is_said_from_its_day_on_until_the_first_stage() -> None:
    last, proposed = dt.date(2026, 11, 23), dt.date(2027, 2, 1)
    assert reminder(last, 6, proposed - DAY, proposed=proposed) is None
    said = reminder(last, 6, proposed, proposed=proposed)
    assert said is not None
    assert said.text == "建議於115學年度第2學期開學前後辦理定期檢查保養，至遲 116年5月23日（日）"
    assert reminder(last, 6, proposed + 9 * DAY, proposed=proposed) == said, "the same key: said once"
    later = reminder(last, 6, dt.date(2027, 4, 23), proposed=proposed)
    assert later is not None
    assert "剩 30 日" in later.text


# --- months and remarks -----------------------------------------------------------------------------------------------
def test_a_month_is_written_in_roc_years_and_read_back() -> None:
    november = dt.date(2026, 11, 1)
    assert (month_in_words(november), month_key(november)) == ("115年11月", "115-11")
    assert add_month(november, 2) == dt.date(2027, 1, 1)
    assert add_month(dt.date(2027, 1, 1), -1) == dt.date(2026, 12, 1)


@pytest.mark.parametrize("text", ["", "115-13", "2026-11", "11", "115-11-1", "999-01", "89-01"])
def test_what_is_no_month_is_the_month_of_today(text: str) -> None:
    assert parse_month(text, MONDAY) == dt.date(2026, 11, 1)
    assert parse_month("114-2", MONDAY) == dt.date(2025, 2, 1)


@given(st.dates(dt.date(2001, 1, 1), dt.date(2100, 1, 1)))
def test_the_weeks_of_a_month_hold_each_of_its_days_once(day: dt.date) -> None:
    first = day.replace(day=1)
    cells = [cell for week in weeks(first) for cell in week]
    assert [cell.day for cell in cells if cell.is_inside] == [
        first + number * DAY for number in range((add_month(first, 1) - first).days)
    ]
    assert cells[0].day.weekday() == 0
    assert len(cells) % 7 == 0


@pytest.mark.parametrize(
    ("troubles", "typed", "words"),
    [
        ([], "", ""),
        ([], "硬碟更換一顆", "硬碟更換一顆"),
        (["C01（F1）"], "", "C01（F1）"),
        (["C01（F1）", "C02（F2）", "C03（F3）"], "已報修", "C01（F1）、C02（F2）、C03（F3）；已報修"),
        (["C01（F1）", "C02（F2）", "C03（F3）", "C04（F4）"], "", "C01（F1）、C02（F2）、C03（F3）等4支，詳附表"),
    ],
)
def test_remarks_name_three_and_count_the_rest(troubles: list[str], typed: str, words: str) -> None:
    assert remarks_in_words(troubles, typed) == words
