"""Papers of destruction: 影像銷毀紀錄 of recordings, 銷毀清冊 of copies."""

from __future__ import annotations

from retention.documents.copy_lists import ItemLine, ListPaper, render_copy_list
from retention.documents.destruction import CameraLine, Record, destruction_context, render_destruction
from retention.documents.list_sheets import (
    COPY_HEADINGS,
    DESTRUCTION_HEADINGS,
    HOLD_HEADINGS,
    LIST_HEADINGS,
    copy_row,
    destruction_row,
    hold_row,
    list_row,
)

__all__ = [
    "COPY_HEADINGS",
    "DESTRUCTION_HEADINGS",
    "HOLD_HEADINGS",
    "LIST_HEADINGS",
    "CameraLine",
    "ItemLine",
    "ListPaper",
    "Record",
    "copy_row",
    "destruction_context",
    "destruction_row",
    "hold_row",
    "list_row",
    "render_copy_list",
    "render_destruction",
]
