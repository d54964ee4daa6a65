"""民國 dates and times in forms: three boxes, or one pasted text; what was typed stays."""

from __future__ import annotations

import datetime as dt

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from printing.rules import TAIPEI
from printing.widgets import (
    AsksNicely,
    ClockField,
    PaperTextField,
    RocDateField,
    RocDateWidget,
    RocMomentField,
    RocMomentWidget,
    gregorian_note,
)


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
        ({"day_0": "2026", "day_1": "", "day_2": ""}, "請填寫月、日"),
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


def test_everything_that_is_missing_is_asked_for_before_what_is_impossible() -> None:
    boxes = {"start_0": "115", "start_1": "13", "start_2": "", "start_3": ""}
    assert when(**boxes).errors["start"] == ["請填寫日、時間，例如115年11月23日。"]
    assert "沒有「115年13月1日」這一天" in when(**boxes | {"start_2": "1", "start_3": "2575"}).errors["start"][0]


@pytest.mark.parametrize(
    ("boxes", "written"),
    [
        (["2026-11-23", "", ""], "2026-11-23"),
        (["2026", "11", "23"], "2026/11/23"),
        (["２０２６１１２３", "", ""], "２０２６１１２３"),
        (["西元2026年11月23日", "", ""], "西元2026年11月23日"),
    ],
)
def test_a_gregorian_day_is_read_and_said(boxes: list[str], written: str) -> None:
    assert gregorian_note(boxes) == f"您填的「{written}」是西元日期，已換算為民國115年11月23日（一）。"


@pytest.mark.parametrize(
    "boxes", [["115", "11", "23"], ["1151123", "", ""], ["", "", ""], ["2026", "13", "1"], ["2026", "", ""]]
)
def test_nothing_is_said_of_a_roc_day_or_none(boxes: list[str]) -> None:
    assert gregorian_note(boxes) == ""


class Paper(AsksNicely, forms.Form):
    name = PaperTextField(label="申請人", max_length=10)
    text = PaperTextField(label="申請事由", max_length=10, required=False, widget=forms.Textarea)


def test_a_character_no_kai_font_has_is_named() -> None:
    assert Paper({"name": "游😀承🦊堃😀"}).errors["name"] == ["列印用的楷體沒有「😀」、「🦊」，請改用其他寫法。"]
    assert Paper({"name": "林𠮷祥・O'Bri"}).is_valid()


def test_what_is_too_long_is_refused_with_its_length_and_never_cut() -> None:
    form = Paper({"name": "測" * 12})
    assert form.errors["name"] == ["申請人請勿超過 10 字（目前 12 字）。"]
    assert "測" * 12 in str(form)
    assert "maxlength" not in str(form)


def test_what_nobody_sees_is_dropped_and_line_ends_are_one() -> None:
    form = Paper({"name": " 游\u202e承\x00\u200b堃\x07\t\n", "text": "一\r\n二\x0b三\u2028四\x00"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"name": "游承堃", "text": "一\n二\n三\n四"}
    assert Paper({"name": "\x00\u200b\n"}).errors["name"] == ["請填寫申請人。"]
