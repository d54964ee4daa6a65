"""The acts of upkeep: report, confirm, dismiss, repair a fault; record and re-check an inspection; remind."""

from __future__ import annotations

from maintenance.services.faults import (
    AlreadyReported,
    FaultError,
    TooManyReports,
    confirm_fault,
    dismiss_fault,
    open_by_itself,
    repair_fault,
    report_by_sticker,
    report_fault,
)
from maintenance.services.inspections import InspectionError, recheck_inspection, record_inspection
from maintenance.services.reminders import remind_inspection

__all__ = [
    "AlreadyReported",
    "FaultError",
    "InspectionError",
    "TooManyReports",
    "confirm_fault",
    "dismiss_fault",
    "open_by_itself",
    "recheck_inspection",
    "record_inspection",
    "remind_inspection",
    "repair_fault",
    "report_by_sticker",
    "report_fault",
]
