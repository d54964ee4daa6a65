"""Shape of what people type about holidays, and of a sheet of rows they hand in."""

from __future__ import annotations

from work.forms.buttons import one_button
from work.forms.holidays import HolidayForm
from work.forms.rows import CodeCell, DayCell, RowForm, TextCell, WholeCell, WordCell, YesNoCell
from work.forms.sheets import Line, SheetForm, examined

__all__ = [
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
