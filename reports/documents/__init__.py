"""Papers and sheets of what looks across rooms: the 調閱登記簿, and the notice for those who watch."""

from __future__ import annotations

from reports.documents.register import COLUMNS, HAND, RegisterRow, register_row, render_register
from reports.documents.register_sheet import HEADINGS, sheet_row
from reports.documents.staff import render_acknowledgement, render_review, render_roster

__all__ = [
    "COLUMNS",
    "HAND",
    "HEADINGS",
    "RegisterRow",
    "register_row",
    "render_acknowledgement",
    "render_register",
    "render_review",
    "render_roster",
    "sheet_row",
]
