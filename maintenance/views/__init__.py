"""Pages of upkeep: 故障, 影像中斷, 檢查保養（附錄2）, 逐項檢查, 每日檢查, stickers and the page behind one."""

from __future__ import annotations

from maintenance.views.calendars import calendar, calendar_file
from maintenance.views.daily import daily_check, daily_list, end_shift, see_handover, shift_list
from maintenance.views.fault import assign_fault, confirm_fault, dismiss_fault, fault, fault_photo, recheck_fault
from maintenance.views.faults import choose_camera, fault_list, new_fault, new_recorder_fault
from maintenance.views.inspections import inspection, inspection_list, new_inspection
from maintenance.views.outages import camera_faults, end_outage, new_outage, outage_list
from maintenance.views.papers import appendix_2, attached
from maintenance.views.sheets import renew_sticker, sticker_sheet, sticker_sheet_pdf
from maintenance.views.stickers import sticker
from maintenance.views.worklists import (
    check_camera,
    check_recorder,
    check_rest,
    check_system,
    drop_work_list,
    finish_work_list,
    photo,
    start_work_list,
    work_list,
)

__all__ = [
    "appendix_2",
    "assign_fault",
    "attached",
    "calendar",
    "calendar_file",
    "camera_faults",
    "check_camera",
    "check_recorder",
    "check_rest",
    "check_system",
    "choose_camera",
    "confirm_fault",
    "daily_check",
    "daily_list",
    "dismiss_fault",
    "drop_work_list",
    "end_outage",
    "end_shift",
    "fault",
    "fault_list",
    "fault_photo",
    "finish_work_list",
    "inspection",
    "inspection_list",
    "new_fault",
    "new_inspection",
    "new_outage",
    "new_recorder_fault",
    "outage_list",
    "photo",
    "recheck_fault",
    "renew_sticker",
    "see_handover",
    "shift_list",
    "start_work_list",
    "sticker",
    "sticker_sheet",
    "sticker_sheet_pdf",
    "work_list",
]
