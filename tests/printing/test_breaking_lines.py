from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from printing.documents import advance
from printing.rules import CONTINUED, Box, Section, break_text, continuation_sheets, fit, fit_alone, spread
from printing.rules.lines import CLOSING, OPENING
from printing.templatetags.paper import date_slots, moment_slots

TEXT = st.text(st.sampled_from("調閱監視器，。（）「」 　\n115-0037aé、𠮷"), max_size=300)
BOX = Box(width=40.0, height=20.0, sizes=(12, 9))


def width(line: str) -> float:
    return sum(map(advance, line))


@given(TEXT, st.floats(min_value=6, max_value=40))
def test_no_character_is_lost_and_no_line_too_wide(text: str, ems: float) -> None:
    lines = break_text(text, ems, advance)
    assert "".join(line.text + "\n" * line.ends_paragraph for line in lines) == text + "\n"
    assert all(width(line.text.rstrip()) <= ems + 1e-6 for line in lines)


def test_a_number_and_a_word_stay_whole() -> None:
    lines = [line.text for line in break_text("案號115-0037與Maria", 4.5, advance)]
    assert lines == ["案號", "115-0037", "與Maria"]


def test_punctuation_does_not_begin_a_line_nor_an_opening_bracket_end_it() -> None:
    lines = [line.text for line in break_text("一二三四五，六七八（九十）一二三四「五」。" * 9, 6, advance)]
    assert not any(line[0] in CLOSING or line[-1] in OPENING for line in lines)


@given(TEXT)
def test_what_a_box_shows_and_what_goes_on_is_everything(text: str) -> None:
    shown = fit(text, BOX, advance)
    lines = shown.lines[:-1] if shown.rest else shown.lines
    assert len(shown.lines) <= BOX.capacity(shown.size)
    assert "".join(lines) + shown.rest.replace("\n", "") == text.replace("\n", "")
    assert (shown.lines[-1] == CONTINUED) == bool(shown.rest) or not shown.rest


@given(TEXT)
@example("操場東側穿廊" * 40)
def test_paper_without_a_next_page_cuts_and_says_so_with_an_ellipsis(text: str) -> None:
    shown, with_more = fit_alone(text, BOX, advance), fit(text, BOX, advance)
    assert CONTINUED not in shown.lines
    assert shown.rest == ""
    if with_more.rest:
        assert len(shown.lines) == BOX.capacity(shown.size)
        assert shown.lines[-1].endswith("…")
        assert all(width(line.rstrip()) <= BOX.ems(shown.size) + 1e-6 for line in shown.lines)
        assert text.replace("\n", "").startswith("".join(shown.lines).removesuffix("…"))
    else:
        assert shown == with_more


def test_a_box_takes_the_largest_size_that_holds_everything() -> None:
    assert fit("短", BOX, advance).size == 12
    assert fit("較長的內容" * 8, BOX, advance).size == 9


def test_a_camera_is_not_cut_in_two_when_another_stands_whole_before_it() -> None:
    cameras = "一號攝影機\n" + "二號攝影機位於很長很長的地點名稱" * 6
    shown = fit(cameras, BOX, advance, whole_paragraphs=True)
    assert shown.lines == ("一號攝影機", CONTINUED)
    assert shown.rest == cameras.split("\n")[1]


@given(st.lists(TEXT.filter(bool), max_size=5))
def test_continuation_sheets_hold_every_line_under_its_heading(texts: list[str]) -> None:
    sections = [Section(f"第{number}節", text) for number, text in enumerate(texts)]
    pages = continuation_sheets(sections, width=20, capacity=8, advance=advance)
    printed = [line for page in pages for line in page]
    assert all(len(page) <= 8 and page[0].is_heading and not page[-1].is_heading for page in pages)
    body = "".join(line.text for line in printed if not line.is_heading)
    assert body == "".join(text.replace("\n", "") for text in texts)


def test_what_keeps_its_lines_gets_smaller_before_it_is_broken() -> None:
    label = "學務處生活教育組"
    assert fit(label, Box(28, 20, (12, 9)), advance).lines == ("學務處生活教", "育組")
    assert fit(label, Box(28, 20, (12, 9)), advance, rather_small=True).size == 9
    assert fit(label, Box(20, 20, (12, 9)), advance, rather_small=True).size == 12, "broken at any size"


@pytest.mark.parametrize(
    ("label", "printed"),
    [
        ("關係", "關    係"),
        ("攝影機", "攝 影 機"),
        ("申請日期", "申請日期"),
        ("監錄系統管理", "監錄系統管理"),
        ("印", "印"),
    ],
)
def test_a_short_label_is_spread_to_four_characters(label: str, printed: str) -> None:
    assert spread(label) == printed


@pytest.mark.parametrize("day", [None, dt.date(2026, 1, 5), dt.date(2026, 11, 23), dt.date(1999, 12, 9)])
def test_the_slots_of_a_date_stand_at_the_same_places_filled_or_blank(day: dt.date | None) -> None:
    text = date_slots(day)
    assert width(text) == width(date_slots(None))
    assert [text.index(unit) for unit in "年月日"] == [5, 10, 15]


def test_two_moments_stand_below_each_other_whatever_their_digits() -> None:
    taipei = dt.timezone(dt.timedelta(hours=8))
    early, late = dt.datetime(2026, 1, 3, 9, 5, tzinfo=taipei), dt.datetime(2026, 11, 23, 12, 50, tzinfo=taipei)
    assert moment_slots(early) == "115年 1月 3日 9時05分"
    assert moment_slots(late) == "115年11月23日12時50分"
    assert width(moment_slots(early)) == width(moment_slots(late)) < width(moment_slots(None))
