"""The acts of upkeep: report, confirm, dismiss, repair a fault; record and re-check an inspection; remind; keep the books."""

from __future__ import annotations

from maintenance.services.equipment import (
    EquipmentError,
    change_equipment,
    enter_equipment,
    move_equipment,
    scrap_equipment,
    write_equipment,
)
from maintenance.services.faults import (
    AlreadyReported,
    FaultError,
    TooManyReports,
    confirm_fault,
    dismiss_fault,
    repair_fault,
    report_by_sticker,
    report_fault,
)
from maintenance.services.inspections import InspectionError, recheck_inspection, record_inspection
from maintenance.services.reminders import remind_inspection
from maintenance.services.stock_takes import (
    StockTakeError,
    close_stock_take,
    open_stock_take,
    return_stock_take,
    sign_stock_take,
    tick_item,
)

__all__ = [
    "AlreadyReported",
    "EquipmentError",
    "FaultError",
    "InspectionError",
    "StockTakeError",
    "TooManyReports",
    "change_equipment",
    "close_stock_take",
    "confirm_fault",
    "dismiss_fault",
    "enter_equipment",
    "move_equipment",
    "open_stock_take",
    "recheck_inspection",
    "record_inspection",
    "remind_inspection",
    "repair_fault",
    "report_by_sticker",
    "report_fault",
    "return_stock_take",
    "scrap_equipment",
    "sign_stock_take",
    "tick_item",
    "write_equipment",
]
