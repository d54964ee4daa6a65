"""What an account name may look like, and how it is stored and counted."""

from __future__ import annotations

import pytest

from accounts.rules import device_in_words, fold_account, is_account_name


@pytest.mark.parametrize("name", ["teacher", "t1", "wang.xm", "a_b-c", "0912"])
def test_latin_letters_digits_and_three_marks_make_an_account_name(name: str) -> None:
    assert is_account_name(name)


@pytest.mark.parametrize("name", ["", "a", "Teacher", "王小明", "a b", ".a", "a" * 61, "a/b", "a\x00b", "ab\n"])
def test_everything_else_does_not(name: str) -> None:
    assert not is_account_name(name)


def test_case_and_blanks_around_it_make_no_other_account() -> None:
    assert fold_account("  Principal ") == fold_account("principal") == "principal"


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/139 Safari/537.36", "Chrome，Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/139 Safari/537.36 Edg/139", "Edge，Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) Version/18.4 Safari/604.1", "Safari，iPhone"),
        ("Old guard-room PC", "Old guard-room PC"),
        ("", ""),
    ],
)
def test_a_device_is_named_as_people_know_it(user_agent: str, words: str) -> None:
    assert device_in_words(user_agent) == words
