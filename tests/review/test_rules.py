"""Numbers, 身分證號, masking, how a case reads."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests import rules
from requests.choices import Status


@pytest.mark.parametrize("number", ["A123456789", "A223456781", "Z123456780", "A800000014", "A806754477", "AC17003729"])
def test_real_identity_numbers_pass_their_checksum(number: str) -> None:
    assert rules.is_identity_number(number)


@pytest.mark.parametrize(
    "number", ["A123456780", "A906754477", "AB17003729", "A12345678", "a123456789", "", "1234567890"]
)
def test_wrong_identity_numbers_do_not(number: str) -> None:
    assert not rules.is_identity_number(number)


@given(
    st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    st.sampled_from("1289"),
    st.text("0123456789", min_size=7, max_size=7),
)
def test_of_ten_last_digits_exactly_one_is_right(letter: str, second: str, digits: str) -> None:
    assert sum(rules.is_identity_number(f"{letter}{second}{digits}{last}") for last in range(10)) == 1


def test_a_masked_number_shows_its_ends_only() -> None:
    assert rules.masked("A123456789") == "A12****789"
    assert rules.masked("PASSPORT99") == "****T99"
    assert rules.masked("") == ""


def test_case_numbers_have_four_digits_and_grow_beyond() -> None:
    assert rules.case_number(115, 37) == "115-0037"
    assert rules.case_number(115, 12345) == "115-12345"


@pytest.mark.parametrize(
    ("text", "is_whole"),
    [
        ("115-0037", True),
        ("99-123456", True),
        ("115-12345", True),
        ("0037", False),
        ("115-", False),
        ("E115-0037", False),
    ],
)
def test_a_whole_case_number_is_told_from_a_part_of_one(text: str, is_whole: bool) -> None:
    assert rules.is_case_number(text) is is_whole


def test_a_period_over_two_hours_is_long() -> None:
    start = dt.datetime(2026, 11, 20, 12, 0, tzinfo=dt.UTC)
    assert not rules.is_long_period(start, start + dt.timedelta(hours=2))
    assert rules.is_long_period(start, start + dt.timedelta(hours=2, seconds=1))


@pytest.mark.parametrize(
    ("status", "viewed", "viewing", "text"),
    [
        (Status.DRAFT, False, False, "草稿"),
        (Status.IN_REVIEW, False, False, "待校長核定"),
        (Status.RETURNED, False, False, "待補正"),
        (Status.APPROVED, False, False, "已核准，待調閱"),
        (Status.PARTLY_APPROVED, False, False, "部分核准，待調閱"),
        (Status.APPROVED, True, True, "調閱中"),
        (Status.APPROVED, True, False, "已調閱"),
        (Status.REFUSED, False, False, "不予核准"),
        (Status.WITHDRAWN, False, False, "已撤回"),
        (Status.CLOSED, True, False, "已結案"),
    ],
)
def test_every_state_has_its_words(status: Status, viewed: bool, viewing: bool, text: str) -> None:
    assert rules.shown_as(status, "校長核定", viewed=viewed, viewing=viewing).text == text
