"""The acts of upkeep: inspect, check, the life of a fault, outages, remind, keep the books."""

from __future__ import annotations

from maintenance.services.daily import (
    ReadOff,
    look_after_daily_checks,
    record_daily_check,
    see_handover,
)
from maintenance.services.equipment import (
    EquipmentError,
    change_equipment,
    enter_equipment,
    move_equipment,
    scrap_equipment,
    write_equipment,
)
from maintenance.services.errors import (
    CheckError,
    InspectionError,
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
from maintenance.services.inspections import (
    recheck_inspection,
    record_inspection,
)
from maintenance.services.outages import (
    OutageRefused,
    end_outages,
    record_outages,
    withdraw_outages,
)
from maintenance.services.reminders import (
    remind_inspection,
)
from maintenance.services.shifts import (
    add_shift,
    begin_default_shift,
    end_shift,
)
from maintenance.services.stock_takes import (
    StockTakeError,
    close_stock_take,
    open_stock_take,
    return_stock_take,
    sign_stock_take,
    tick_item,
)
from maintenance.services.worklists import (
    check_camera,
    check_recorder,
    check_rest,
    check_system,
    drop_work_list,
    start_work_list,
)

__all__ = [
    "AlreadyReported",
    "Bill",
    "CheckError",
    "EquipmentError",
    "FaultError",
    "InspectionError",
    "OutageRefused",
    "ReadOff",
    "StockTakeError",
    "TooManyReports",
    "add_shift",
    "assign_fault",
    "begin_default_shift",
    "change_equipment",
    "check_camera",
    "check_recorder",
    "check_rest",
    "check_system",
    "close_stock_take",
    "confirm_fault",
    "dismiss_fault",
    "drop_work_list",
    "end_outages",
    "end_shift",
    "enter_equipment",
    "fail_fault",
    "look_after_daily_checks",
    "move_equipment",
    "open_by_itself",
    "open_coverage_faults",
    "open_stock_take",
    "pass_fault",
    "recheck_inspection",
    "record_daily_check",
    "record_inspection",
    "record_outages",
    "remind_inspection",
    "repair_fault",
    "report_by_sticker",
    "report_fault",
    "return_stock_take",
    "scrap_equipment",
    "see_handover",
    "sign_stock_take",
    "start_work_list",
    "tick_item",
    "withdraw_outages",
    "write_equipment",
]
