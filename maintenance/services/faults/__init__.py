"""Faults (故障單): reported by a guard or by anyone who notices, or opened by what another record says (參、三; 陸、一)."""

from __future__ import annotations

from maintenance.services.faults.errors import AlreadyReported, FaultError, TooManyReports
from maintenance.services.faults.life import confirm_fault, dismiss_fault, repair_fault
from maintenance.services.faults.opening import REPORTS_AN_HOUR, open_by_itself, report_by_sticker, report_fault

__all__ = [
    "REPORTS_AN_HOUR",
    "AlreadyReported",
    "FaultError",
    "TooManyReports",
    "confirm_fault",
    "dismiss_fault",
    "open_by_itself",
    "repair_fault",
    "report_by_sticker",
    "report_fault",
]
