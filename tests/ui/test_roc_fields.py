"""民國 dates and times in forms: three boxes, or one pasted text; what was typed stays."""

from __future__ import annotations

import datetime as dt

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from printing.rules import TAIPEI
from printing.widgets import AsksNicely, ClockField, RocDateField, RocDateWidget, RocMomentField, RocMomentWidget


class When(AsksNicely, forms.Form):
    day = RocDateField(label="報案日期")
    start = RocMomentField(label="調閱監視畫面時段（起）", required=False)
    clock = ClockField(label="發現時間", required=False)


def when(**boxes: str) -> When:
    return When({"day_0": "115", "day_1": "11", "day_2": "23"} | boxes)


@given(st.dates(dt.date(1912, 1, 1), dt.date(2200, 12, 31)))
def test_every_day_comes_back_from_its_boxes(day: dt.date) -> None:
    assert RocDateField().clean(RocDateWidget().decompress(day)) == day


@given(st.dates(dt.date(1912, 1, 1), dt.date(2200, 12, 31)), st.integers(0, 23), st.integers(0, 59))
def test_every_moment_comes_back_from_its_boxes(day: dt.date, hour: int, minute: int) -> None:
    aware = dt.datetime.combine(day, dt.time(hour, minute), TAIPEI)
    assert RocMomentField().clean(RocMomentWidget().decompress(aware)) == aware


@pytest.mark.parametrize(
    "text", ["115/11/23", "1151123", "115年11月23日", "１１５／１１／２３", "2026-11-23", "115.11.23"]
)
def test_a_whole_date_may_be_pasted_into_the_first_box(text: str) -> None:
    form = when(day_0=text, day_1="", day_2="")
    assert form.is_valid(), form.errors
    assert form.cleaned_data["day"] == dt.date(2026, 11, 23)


@pytest.mark.parametrize(
    ("boxes", "message"),
    [
        ({"day_0": "", "day_1": "", "day_2": ""}, "請填寫報案日期。"),
        ({"day_1": "", "day_2": ""}, "請填寫月、日"),
        ({"day_0": ""}, "請填寫年"),
        ({"day_1": "2", "day_2": "30"}, "115年2月30日"),
    ],
)
def test_a_wrong_day_is_told_missing_first_then_impossible(boxes: dict[str, str], message: str) -> None:
    assert message in when(**boxes).errors["day"][0]


def test_a_moment_needs_its_time_and_is_in_taipei() -> None:
    boxes = {"start_0": "115", "start_1": "11", "start_2": "11"}
    assert "請填寫時間" in when(**boxes).errors["start"][0]
    form = when(**boxes, start_3="1235")
    assert form.is_valid(), form.errors
    assert form.cleaned_data["start"] == dt.datetime(2026, 11, 11, 12, 35, tzinfo=TAIPEI)


def test_what_was_typed_stays_in_its_boxes() -> None:
    html = str(when(day_1="13", clock="25:99"))
    assert 'value="13"' in html
    assert 'value="25:99"' in html


def test_a_time_is_read_with_and_without_its_colon() -> None:
    assert [ClockField().clean(text) for text in ("1235", "12:35")] == [dt.time(12, 35)] * 2
    assert ClockField().prepare_value(dt.time(9, 5)) == "09:05"


def test_nothing_typed_is_none_when_optional() -> None:
    form = when()
    assert form.is_valid()
    assert form.cleaned_data["start"] is form.cleaned_data["clock"] is None
