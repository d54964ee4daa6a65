"""Pages of upkeep: 故障, 檢查保養（附錄2）, the sticker's page, 設備帳 and 盤點."""

from __future__ import annotations

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
from maintenance.views.faults import choose_camera, confirm_fault, dismiss_fault, fault, fault_list, new_fault
from maintenance.views.inspections import inspection, inspection_list, new_inspection
from maintenance.views.papers import appendix_2
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
    "choose_camera",
    "close_stock_take",
    "confirm_fault",
    "dismiss_fault",
    "edit_equipment",
    "equipment",
    "equipment_list",
    "equipment_pdf",
    "export_equipment",
    "fault",
    "fault_list",
    "import_equipment",
    "inspection",
    "inspection_list",
    "move_equipment",
    "new_equipment",
    "new_fault",
    "new_inspection",
    "return_stock_take",
    "scrap_equipment",
    "sign_stock_take",
    "sticker",
    "stock_take",
    "stock_take_item",
    "stock_take_pdf",
    "stock_takes",
    "template_of_equipment",
]
