"""Papers of upkeep: 附錄2 and its 附表, 財產清冊, 盤點清冊."""

from __future__ import annotations

from maintenance.documents.appendix_2 import (
    ROWS_A_PAGE,
    InspectionRow,
    appendix_2_context,
    render_appendix_2,
)
from maintenance.documents.attached import (
    Table,
    attached_context,
    render_attached,
)
from maintenance.documents.books import (
    render_equipment_book,
    render_stock_take,
)
from maintenance.documents.list_sheets import (
    FAULT_HEADINGS,
    INSPECTION_HEADINGS,
    OUTAGE_HEADINGS,
    fault_row,
    inspection_row,
    outage_row,
)

__all__ = [
    "FAULT_HEADINGS",
    "INSPECTION_HEADINGS",
    "OUTAGE_HEADINGS",
    "ROWS_A_PAGE",
    "InspectionRow",
    "Table",
    "appendix_2_context",
    "attached_context",
    "fault_row",
    "inspection_row",
    "outage_row",
    "render_appendix_2",
    "render_attached",
    "render_equipment_book",
    "render_stock_take",
]
