"""Papers of upkeep: 附錄2, 財產清冊, 盤點清冊."""

from __future__ import annotations

from maintenance.documents.appendix_2 import ROWS_A_PAGE, InspectionRow, render_appendix_2
from maintenance.documents.books import render_equipment_book, render_stock_take

__all__ = ["ROWS_A_PAGE", "InspectionRow", "render_appendix_2", "render_equipment_book", "render_stock_take"]
