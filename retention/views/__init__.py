"""Pages: 影像保存, one camera's days, hand checks, folders of recordings, what was destroyed in them."""

from __future__ import annotations

from retention.views.cameras import camera, coverage_json
from retention.views.destructions import destruction, destruction_list, destruction_pdf, manifest_text
from retention.views.overview import new_hand_check, overview
from retention.views.source_acts import accept, confirm, end_deletion, map_folder, propose, retire
from retention.views.sources import new_source, source, source_list

__all__ = [
    "accept",
    "camera",
    "confirm",
    "coverage_json",
    "destruction",
    "destruction_list",
    "destruction_pdf",
    "end_deletion",
    "manifest_text",
    "map_folder",
    "new_hand_check",
    "new_source",
    "overview",
    "propose",
    "retire",
    "source",
    "source_list",
]
