"""Papers of destruction: 影像銷毀紀錄 of recordings, 銷毀清冊 of copies."""

from __future__ import annotations

from retention.documents.copy_lists import ItemLine, ListPaper, render_copy_list
from retention.documents.destruction import CameraLine, Record, destruction_context, render_destruction

__all__ = [
    "CameraLine",
    "ItemLine",
    "ListPaper",
    "Record",
    "destruction_context",
    "render_copy_list",
    "render_destruction",
]
