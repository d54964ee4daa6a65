from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printing import rules
from printing.rules import TAIPEI, UnreadableError, parse_clock, parse_moment, parse_roc_date

DAYS = st.dates(min_value=dt.date(1912, 1, 1), max_value=dt.date(2900, 12, 31))
THREE_DIGIT_YEARS = st.dates(min_value=dt.date(2011, 1, 1), max_value=dt.date(2900, 12, 31))


def full_width(text: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


@pytest.mark.parametrize(
    "typed",
    [
        "115/11/23",
        "115.11.23",
        "115-11-23",
        "1151123",
        "115年11月23日",
        "民國115年11月23日",
        "民國 115 年 11 月 23 日",
        "115年11月23日（一）",
        "115年11月23日（星期一）",
        "１１５／１１／２３",
        "１１５年１１月２３日",
        " 115 / 11 / 23 ",
        "民國115/11/23",
        "2026-11-23",
        "2026/11/23",
        "20261123",
        "西元2026年11月23日",
        "115—11—23",
        "115−11−23",
        "115。11。23",
        "１１５．１１．２３",
    ],
)
def test_the_ways_people_write_a_day(typed: str) -> None:
    assert parse_roc_date(typed) == dt.date(2026, 11, 23)


@pytest.mark.parametrize(
    "typed", ["0940526", "094/05/26", "94年5月26日", "民國94年5月26日", "民國94/5/26", "2005-05-26"]
)
def test_the_seven_digits_of_government_forms(typed: str) -> None:
    assert parse_roc_date(typed) == dt.date(2005, 5, 26)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "明天",
        "9999/12/31",
        "西元2911年1月1日",
        "11/23",
        "115/11",
        "26/11/23",
        "941123",
        "115/11-23",
        "115/2/30",
        "115/13/1",
        "1150230",
        "000/1/1",
        "1911/12/31",
        "民國2026年11月23日",
        "西元115年11月23日",
        "115年11月23日（二）",
        "115/11/23 09:00",
        "-115/11/23",
    ],
)
def test_what_is_impossible_or_ambiguous_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(UnreadableError, match=r"115/11/23"):
        parse_roc_date(typed)


@given(DAYS)
def test_what_a_page_shows_can_be_typed_back(day: dt.date) -> None:
    assert parse_roc_date(rules.long_date(day)) == day
    assert parse_roc_date(full_width(rules.long_date(day))) == day
    assert parse_roc_date("民國" + rules.short_date(day)) == day
    assert parse_roc_date(f"{rules.roc_year(day):03d}{day:%m%d}") == day
    assert parse_roc_date(day.isoformat()) == day


@given(THREE_DIGIT_YEARS)
def test_what_a_table_shows_can_be_typed_back(day: dt.date) -> None:
    assert parse_roc_date(rules.short_date(day)) == day


@given(st.text())
def test_nothing_typed_breaks_the_reader(typed: str) -> None:
    for parse in (parse_roc_date, parse_clock):
        try:
            parse(typed)
        except UnreadableError as error:
            assert "例如" in str(error)  # noqa: PT017


@pytest.mark.parametrize("typed", ["1235", "12:35", "12：35", "１２：３５", "12時35分", " 12 : 35 "])
def test_the_ways_people_write_a_time(typed: str) -> None:
    assert parse_clock(typed) == dt.time(12, 35)


def test_a_single_digit_hour_is_enough_with_a_colon() -> None:
    assert parse_clock("9:05") == dt.time(9, 5)


@pytest.mark.parametrize("typed", ["", "12", "130", "9:5", "24:00", "25:10", "12:60", "1260", "12:35:10", "下午3:05"])
def test_a_time_that_cannot_be_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(UnreadableError, match=r"09:05"):
        parse_clock(typed)


@given(st.times())
def test_a_clock_can_be_typed_back(time: dt.time) -> None:
    minute = time.replace(second=0, microsecond=0)
    assert parse_clock(f"{time:%H:%M}") == parse_clock(f"{time:%H%M}") == minute
    assert parse_clock(full_width(f"{time:%H:%M}")) == minute


@pytest.mark.parametrize(
    ("text", "ends", "moment"),
    [
        ("115/11/23 12:35", False, (2026, 11, 23, 12, 35)),
        ("１１５年１１月２３日　1235", False, (2026, 11, 23, 12, 35)),
        ("2026-11-23T12:35", False, (2026, 11, 23, 12, 35)),
        ("2026-11-23T04:35Z", True, (2026, 11, 23, 12, 35)),
        ("1151123", False, (2026, 11, 23, 0, 0)),
        ("2026-11-23", True, (2026, 11, 24, 0, 0)),
    ],
)
def test_a_moment_on_one_line(text: str, ends: bool, moment: tuple[int, ...]) -> None:
    assert parse_moment(text, ends=ends) == dt.datetime(*moment, tzinfo=TAIPEI)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize("text", ["", "明天 12:35", "115/11/23 25:00", "2026-13-23T12:35"])
def test_a_moment_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(UnreadableError):
        parse_moment(text)
