"""Pages of upkeep: 附錄2, 逐項檢查, 每日檢查, 月曆, 故障, 影像中斷, 貼紙, 設備帳, 盤點."""

from __future__ import annotations

from maintenance.views.calendars import (
    calendar,
    calendar_file,
)
from maintenance.views.daily import (
    daily_check,
    daily_list,
    end_shift,
    see_handover,
    shift_list,
)
from maintenance.views.equipment import (
    edit_equipment,
    equipment,
    equipment_list,
    move_equipment,
    new_equipment,
    scrap_equipment,
)
from maintenance.views.equipment_sheets import (
    equipment_pdf,
    export_equipment,
    import_equipment,
    template_of_equipment,
)
from maintenance.views.fault import (
    assign_fault,
    confirm_fault,
    dismiss_fault,
    fault,
    fault_photo,
    recheck_fault,
)
from maintenance.views.faults import (
    choose_camera,
    fault_list,
    new_fault,
    new_recorder_fault,
)
from maintenance.views.inspections import (
    inspection,
    inspection_list,
    new_inspection,
)
from maintenance.views.list_exports import export_faults, export_inspections, export_outages
from maintenance.views.outages import (
    camera_faults,
    end_outage,
    new_outage,
    outage_list,
    withdraw_outage,
)
from maintenance.views.papers import (
    appendix_2,
    attached,
)
from maintenance.views.sheets import (
    renew_sticker,
    sticker_sheet,
    sticker_sheet_pdf,
)
from maintenance.views.stickers import (
    sticker,
)
from maintenance.views.stock_takes import (
    close_stock_take,
    return_stock_take,
    sign_stock_take,
    stock_take,
    stock_take_item,
    stock_take_pdf,
    stock_takes,
)
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
    "close_stock_take",
    "confirm_fault",
    "daily_check",
    "daily_list",
    "dismiss_fault",
    "drop_work_list",
    "edit_equipment",
    "end_outage",
    "end_shift",
    "equipment",
    "equipment_list",
    "equipment_pdf",
    "export_equipment",
    "export_faults",
    "export_inspections",
    "export_outages",
    "fault",
    "fault_list",
    "fault_photo",
    "finish_work_list",
    "import_equipment",
    "inspection",
    "inspection_list",
    "move_equipment",
    "new_equipment",
    "new_fault",
    "new_inspection",
    "new_outage",
    "new_recorder_fault",
    "outage_list",
    "photo",
    "recheck_fault",
    "renew_sticker",
    "return_stock_take",
    "scrap_equipment",
    "see_handover",
    "shift_list",
    "sign_stock_take",
    "start_work_list",
    "sticker",
    "sticker_sheet",
    "sticker_sheet_pdf",
    "stock_take",
    "stock_take_item",
    "stock_take_pdf",
    "stock_takes",
    "template_of_equipment",
    "withdraw_outage",
    "work_list",
]
