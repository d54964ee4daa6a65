"""Pages of upkeep: 故障, 影像中斷, 檢查保養（附錄2）, stickers and the page behind one, 設備帳 and 盤點."""

from __future__ import annotations

from maintenance.views.equipment import (
    edit_equipment,
    equipment,
    equipment_list,
    move_equipment,
    new_equipment,
    scrap_equipment,
)
from maintenance.views.equipment_sheets import equipment_pdf, export_equipment, import_equipment, template_of_equipment
from maintenance.views.fault import assign_fault, confirm_fault, dismiss_fault, fault, fault_photo, recheck_fault
from maintenance.views.faults import choose_camera, fault_list, new_fault, new_recorder_fault
from maintenance.views.inspections import inspection, inspection_list, new_inspection
from maintenance.views.outages import camera_faults, end_outage, new_outage, outage_list
from maintenance.views.papers import appendix_2
from maintenance.views.sheets import renew_sticker, sticker_sheet, sticker_sheet_pdf
from maintenance.views.stickers import sticker
from maintenance.views.stock_takes import (
    close_stock_take,
    return_stock_take,
    sign_stock_take,
    stock_take,
    stock_take_item,
    stock_take_pdf,
    stock_takes,
)

__all__ = [
    "appendix_2",
    "assign_fault",
    "camera_faults",
    "choose_camera",
    "close_stock_take",
    "confirm_fault",
    "dismiss_fault",
    "edit_equipment",
    "end_outage",
    "equipment",
    "equipment_list",
    "equipment_pdf",
    "export_equipment",
    "fault",
    "fault_list",
    "fault_photo",
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
    "recheck_fault",
    "renew_sticker",
    "return_stock_take",
    "scrap_equipment",
    "sign_stock_take",
    "sticker",
    "sticker_sheet",
    "sticker_sheet_pdf",
    "stock_take",
    "stock_take_item",
    "stock_take_pdf",
    "stock_takes",
    "template_of_equipment",
]
