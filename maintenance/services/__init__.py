"""The acts of upkeep: faults from report to re-check, inspections, outages, reminders; and keeping the books."""

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
    Bill,
    FaultError,
    TooManyReports,
    assign_fault,
    confirm_fault,
    dismiss_fault,
    fail_fault,
    open_by_itself,
    open_coverage_faults,
    pass_fault,
    repair_fault,
    report_by_sticker,
    report_fault,
)
from maintenance.services.inspections import InspectionError, recheck_inspection, record_inspection
from maintenance.services.outages import OutageRefused, end_outage, record_outages
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
    "Bill",
    "EquipmentError",
    "FaultError",
    "InspectionError",
    "OutageRefused",
    "StockTakeError",
    "TooManyReports",
    "assign_fault",
    "change_equipment",
    "close_stock_take",
    "confirm_fault",
    "dismiss_fault",
    "end_outage",
    "enter_equipment",
    "fail_fault",
    "move_equipment",
    "open_by_itself",
    "open_coverage_faults",
    "open_stock_take",
    "pass_fault",
    "recheck_inspection",
    "record_inspection",
    "record_outages",
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
