"""What paper needs to know without looking at anything: 民國 dates in and out, and where a line ends."""

from __future__ import annotations

from printing.rules.dates import (
    TAIPEI,
    WEEKDAYS,
    clock,
    local_date,
    long_date,
    long_moment,
    roc_year,
    short_date,
    short_moment,
    start_of_day,
)
from printing.rules.lines import CONTINUED, Box, Fitted, break_text, fit, fit_alone, size_of_line, spread
from printing.rules.reading import (
    LAST_ROC_YEAR,
    UnreadableError,
    parse_clock,
    parse_moment,
    parse_roc_date,
    says_gregorian,
)
from printing.rules.sheets import Section, SheetLine, continuation_sheets

__all__ = [
    "CONTINUED",
    "LAST_ROC_YEAR",
    "TAIPEI",
    "WEEKDAYS",
    "Box",
    "Fitted",
    "Section",
    "SheetLine",
    "UnreadableError",
    "break_text",
    "clock",
    "continuation_sheets",
    "fit",
    "fit_alone",
    "local_date",
    "long_date",
    "long_moment",
    "parse_clock",
    "parse_moment",
    "parse_roc_date",
    "roc_year",
    "says_gregorian",
    "short_date",
    "short_moment",
    "size_of_line",
    "spread",
    "start_of_day",
]
