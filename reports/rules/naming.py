"""Which cases some words name. Pure, no database."""

from __future__ import annotations

import re

CASE_NUMBER = re.compile(r"(?<![A-Za-z0-9-])\d{2,3}-\d{4,6}(?![0-9-])")
"""A case number among words, for instance 115-0037; the number of a fault (F115-0001) or a copy (E115-0012) is none."""


def case_numbers_in(*texts: str) -> set[str]:
    """Return the case numbers that `texts` name."""
    return {number for text in texts for number in CASE_NUMBER.findall(text)}
