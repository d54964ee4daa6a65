"""The footage clock and the handling clock in words (ruling 12)."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cctv_admin.clocks import footage_clock, handling_clock, in_words
from printing.rules import TAIPEI
from retention.choices import FootageState

NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=TAIPEI)


@pytest.mark.parametrize(
    ("state", "word", "kind"),
    [
        (FootageState.UNKEPT, "未留存", "warn"),
        (FootageState.NOTIFIED, "已通知留存、尚未備份", "warn"),
        (FootageState.BACKED_UP, "已備份", "ok"),
        (FootageState.OVERWRITTEN, "已覆蓋", ""),
        (FootageState.NO_FOOTAGE, "無影像", "bad"),
    ],
)
def test_each_state_has_its_word_and_only_a_copy_is_green(state: FootageState, word: str, kind: str) -> None:
    clock = footage_clock(state, now=NOW)
    assert (clock.word, clock.kind) == (word, kind)


def test_a_hold_in_a_folder_of_ours_is_green_and_does_not_count_down() -> None:
    clock = footage_clock(FootageState.NOTIFIED, now=NOW, overwritten_at=NOW + dt.timedelta(days=1), is_ours=True)
    assert (clock.word, clock.kind, clock.left) == ("留存中", "ok", ())


def test_the_last_three_days_are_soon() -> None:
    at = [
        footage_clock(FootageState.UNKEPT, now=NOW, overwritten_at=NOW + dt.timedelta(days=3, seconds=late))
        for late in (0, 1)
    ]
    assert [clock.is_soon for clock in at] == [True, False]


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (dt.timedelta(days=2, hours=3, minutes=59), "2天3小時"),
        (dt.timedelta(days=2), "2天"),
        (dt.timedelta(hours=5), "5小時"),
        (dt.timedelta(minutes=59), "59分鐘"),
        (dt.timedelta(), "0分鐘"),
    ],
)
def test_what_is_left_is_said_in_two_units_at_most(span: dt.timedelta, words: str) -> None:
    assert "".join(f"{number}{unit}" for number, unit in in_words(span)) == words


@given(
    recorded=st.timedeltas(dt.timedelta(), dt.timedelta(days=400)),
    left=st.timedeltas(dt.timedelta(days=-5), dt.timedelta(days=400)),
)
def test_the_bar_stays_between_its_ends(recorded: dt.timedelta, left: dt.timedelta) -> None:
    clock = footage_clock(FootageState.UNKEPT, now=NOW, recorded_at=NOW - recorded, overwritten_at=NOW + left)
    assert 0 <= clock.elapsed <= 100
    assert clock.left


@pytest.mark.parametrize(
    ("days", "words", "kind"),
    [(11, "剩11日", ""), (3, "剩3日", "warn"), (0, "今日到期", "bad"), (-2, "逾期2日", "bad")],
)
def test_the_handling_clock_counts_whole_days(days: int, words: str, kind: str) -> None:
    clock = handling_clock(NOW.date() + dt.timedelta(days=days), NOW.date())
    assert (clock.words, clock.kind) == (words, kind)


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (dt.timedelta(days=2, hours=3), "剩2天"),
        (dt.timedelta(hours=5, minutes=59), "剩5小時"),
        (dt.timedelta(minutes=7), "剩7分鐘"),
        (dt.timedelta(), "隨時會被覆蓋"),
        (-dt.timedelta(days=9), "隨時會被覆蓋"),
    ],
)
def test_a_row_says_one_unit_and_never_that_unseen_footage_is_gone(left: dt.timedelta, words: str) -> None:
    assert footage_clock(FootageState.NOTIFIED, now=NOW, overwritten_at=NOW + left).brief == words
