"""What an account name may look like, and how it is stored and counted."""

from __future__ import annotations

import pytest

from accounts.rules import fold_account, is_account_name


@pytest.mark.parametrize("name", ["teacher", "t1", "wang.xm", "a_b-c", "0912"])
def test_latin_letters_digits_and_three_marks_make_an_account_name(name: str) -> None:
    assert is_account_name(name)


@pytest.mark.parametrize("name", ["", "a", "Teacher", "王小明", "a b", ".a", "a" * 61, "a/b", "a\x00b", "ab\n"])
def test_everything_else_does_not(name: str) -> None:
    assert not is_account_name(name)


def test_case_and_blanks_around_it_make_no_other_account() -> None:
    assert fold_account("  Principal ") == fold_account("principal") == "principal"
