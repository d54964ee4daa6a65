"""Pages of upkeep: 故障, 檢查保養（附錄2）, and the sticker's page."""

from __future__ import annotations

from maintenance.views.faults import choose_camera, confirm_fault, dismiss_fault, fault, fault_list, new_fault
from maintenance.views.inspections import inspection, inspection_list, new_inspection
from maintenance.views.papers import appendix_2
from maintenance.views.stickers import sticker

__all__ = [
    "appendix_2",
    "choose_camera",
    "confirm_fault",
    "dismiss_fault",
    "fault",
    "fault_list",
    "inspection",
    "inspection_list",
    "new_fault",
    "new_inspection",
    "sticker",
]
