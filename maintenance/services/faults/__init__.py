"""Faults (故障單): reported by a guard or by anyone who notices, or opened by what another record says (參、三; 陸、一)."""

from __future__ import annotations

from maintenance.services.faults.coverage import open_coverage_faults
from maintenance.services.faults.errors import AlreadyReported, FaultError, TooManyReports
from maintenance.services.faults.life import assign_fault, confirm_fault, dismiss_fault
from maintenance.services.faults.mending import Bill, fail_fault, pass_fault, repair_fault
from maintenance.services.faults.opening import (
    REPORTS_AN_HOUR,
    open_by_itself,
    report_by_sticker,
    report_fault,
    stand_in_line,
)

__all__ = [
    "REPORTS_AN_HOUR",
    "AlreadyReported",
    "Bill",
    "FaultError",
    "TooManyReports",
    "assign_fault",
    "confirm_fault",
    "dismiss_fault",
    "fail_fault",
    "open_by_itself",
    "open_coverage_faults",
    "pass_fault",
    "repair_fault",
    "report_by_sticker",
    "report_fault",
    "stand_in_line",
]
