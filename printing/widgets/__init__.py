"""Form fields of the house: 民國 dates and times as people write them, text for paper, choices without JavaScript.

They know the calendar, the fonts and HTML, no model; so every room may use them.
"""

from __future__ import annotations

from printing.widgets.asking import AsksNicely, ask_for_number, is_conditional
from printing.widgets.choices import Chips, FoldedGroups, choice_card
from printing.widgets.dates import (
    NUMBER_BOX,
    ClockField,
    RocDateField,
    RocDateWidget,
    RocMomentField,
    RocMomentWidget,
    clock_in,
    gregorian_note,
    moment_in,
)
from printing.widgets.text import PaperTextField

__all__ = [
    "NUMBER_BOX",
    "AsksNicely",
    "Chips",
    "ClockField",
    "FoldedGroups",
    "PaperTextField",
    "RocDateField",
    "RocDateWidget",
    "RocMomentField",
    "RocMomentWidget",
    "ask_for_number",
    "choice_card",
    "clock_in",
    "gregorian_note",
    "is_conditional",
    "moment_in",
]
