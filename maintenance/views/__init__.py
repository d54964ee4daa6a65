"""Pages of upkeep: 故障, 影像中斷, 檢查保養（附錄2）, stickers and the page behind one."""

from __future__ import annotations

from maintenance.views.fault import assign_fault, confirm_fault, dismiss_fault, fault, fault_photo, recheck_fault
from maintenance.views.faults import choose_camera, fault_list, new_fault, new_recorder_fault
from maintenance.views.inspections import inspection, inspection_list, new_inspection
from maintenance.views.outages import camera_faults, end_outage, new_outage, outage_list
from maintenance.views.papers import appendix_2
from maintenance.views.sheets import renew_sticker, sticker_sheet, sticker_sheet_pdf
from maintenance.views.stickers import sticker

__all__ = [
    "appendix_2",
    "assign_fault",
    "camera_faults",
    "choose_camera",
    "confirm_fault",
    "dismiss_fault",
    "end_outage",
    "fault",
    "fault_list",
    "fault_photo",
    "inspection",
    "inspection_list",
    "new_fault",
    "new_inspection",
    "new_outage",
    "new_recorder_fault",
    "outage_list",
    "recheck_fault",
    "renew_sticker",
    "sticker",
    "sticker_sheet",
    "sticker_sheet_pdf",
]
