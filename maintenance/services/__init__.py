"""The acts of upkeep: report, confirm, dismiss, assign, repair, re-check a fault; record and re-check an inspection; remind."""

from __future__ import annotations

from maintenance.services.daily import ReadOff, look_after_daily_checks, record_daily_check, see_handover
from maintenance.services.errors import CheckError, InspectionError
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
from maintenance.services.inspections import recheck_inspection, record_inspection
from maintenance.services.outages import OutageRefused, end_outage, record_outages
from maintenance.services.reminders import remind_inspection
from maintenance.services.shifts import add_shift, begin_default_shift, end_shift
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
    "FaultError",
    "InspectionError",
    "OutageRefused",
    "ReadOff",
    "TooManyReports",
    "add_shift",
    "assign_fault",
    "begin_default_shift",
    "check_camera",
    "check_recorder",
    "check_rest",
    "check_system",
    "confirm_fault",
    "dismiss_fault",
    "drop_work_list",
    "end_outage",
    "end_shift",
    "fail_fault",
    "look_after_daily_checks",
    "open_by_itself",
    "open_coverage_faults",
    "pass_fault",
    "recheck_inspection",
    "record_daily_check",
    "record_inspection",
    "record_outages",
    "remind_inspection",
    "repair_fault",
    "report_by_sticker",
    "report_fault",
    "see_handover",
    "start_work_list",
]
