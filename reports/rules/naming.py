"""Which cases some words name. Pure, no database."""

from __future__ import annotations

import re

from requests.rules import CASE_NUMBER as NUMBER

CASE_NUMBER = re.compile(rf"(?<![A-Za-z0-9-]){NUMBER}(?![0-9-])")
"""A case number among words, for instance 115-0037; the number of a fault (F115-0001) or a copy (E115-0012) is none."""


def case_numbers_in(*texts: str) -> set[str]:
    """Return the case numbers that `texts` name."""
    return {number for text in texts for number in CASE_NUMBER.findall(text)}


NUMBERED = (
    (re.compile(NUMBER), "案"),
    (re.compile(f"E{NUMBER}"), "留存檔"),
    (re.compile(f"F{NUMBER}"), "故障"),
)
"""What the ledger calls what people know by its number alone."""


def subject_of(typed: str) -> str:
    """Return the subject of the ledger that somebody means: 115-0037 is 案 115-0037; anything else is what was typed."""
    named = (f"{word} {typed.upper()}" for number, word in NUMBERED if number.fullmatch(typed.upper()))
    return next(named, typed)
