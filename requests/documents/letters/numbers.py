"""The numbers of paragraphs in official letters: 一, 二 … 十一."""

from __future__ import annotations

DIGITS = "零一二三四五六七八九"


def in_han(number: int) -> str:
    """Return a number from 1 to 99 in Han numerals."""
    tens, ones = divmod(number, 10)
    if not tens:
        return DIGITS[ones]
    return ("" if tens == 1 else DIGITS[tens]) + "十" + (DIGITS[ones] if ones else "")
