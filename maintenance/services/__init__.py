"""The acts of upkeep: report, confirm, dismiss, assign, repair, re-check a fault; record and re-check an inspection; remind."""

from __future__ import annotations

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

__all__ = [
    "AlreadyReported",
    "Bill",
    "FaultError",
    "InspectionError",
    "OutageRefused",
    "TooManyReports",
    "assign_fault",
    "confirm_fault",
    "dismiss_fault",
    "end_outage",
    "fail_fault",
    "open_by_itself",
    "open_coverage_faults",
    "pass_fault",
    "recheck_inspection",
    "record_inspection",
    "record_outages",
    "remind_inspection",
    "repair_fault",
    "report_by_sticker",
    "report_fault",
]
