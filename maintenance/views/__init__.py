"""Pages of upkeep: 故障, 檢查保養（附錄2）, 逐項檢查, 每日檢查, and the sticker's page."""

from __future__ import annotations

from maintenance.views.calendars import calendar, calendar_file
from maintenance.views.daily import daily_check, daily_list, end_shift, see_handover, shift_list
from maintenance.views.faults import choose_camera, confirm_fault, dismiss_fault, fault, fault_list, new_fault
from maintenance.views.inspections import inspection, inspection_list, new_inspection
from maintenance.views.papers import appendix_2, attached
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
    "attached",
    "calendar",
    "calendar_file",
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
    "end_shift",
    "fault",
    "fault_list",
    "finish_work_list",
    "inspection",
    "inspection_list",
    "new_fault",
    "new_inspection",
    "photo",
    "see_handover",
    "shift_list",
    "start_work_list",
    "sticker",
    "work_list",
]
