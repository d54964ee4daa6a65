"""Shape of what people type about holidays, and of what they hand in: a file, a sheet of rows."""

from __future__ import annotations

from work.forms.buttons import one_button
from work.forms.holidays import HolidayForm
from work.forms.rows import CodeCell, DayCell, RowForm, TextCell, WholeCell, WordCell, YesNoCell
from work.forms.sheets import Line, SheetForm, examined
from work.forms.uploads import ACCEPTED, CheckedFileField

__all__ = [
    "ACCEPTED",
    "CheckedFileField",
    "CodeCell",
    "DayCell",
    "HolidayForm",
    "Line",
    "RowForm",
    "SheetForm",
    "TextCell",
    "WholeCell",
    "WordCell",
    "YesNoCell",
    "examined",
    "one_button",
]
