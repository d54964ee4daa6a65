"""Papers of upkeep: 附錄2 and its 附表."""

from __future__ import annotations

from maintenance.documents.appendix_2 import (
    ROWS_A_PAGE,
    InspectionRow,
    appendix_2_context,
    render_appendix_2,
)
from maintenance.documents.attached import Table, attached_context, render_attached

__all__ = [
    "ROWS_A_PAGE",
    "InspectionRow",
    "Table",
    "appendix_2_context",
    "attached_context",
    "render_appendix_2",
    "render_attached",
]
