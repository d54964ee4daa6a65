"""符合情形報告: begun, explained, signed by 承辦人 and then by 處室主管, or returned (陸、三; ruling 29)."""

from __future__ import annotations

from reports.services.reporting.preparing import (
    LONGEST,
    ReportError,
    check_report,
    explain,
    open_report,
)
from reports.services.reporting.signing import return_report, sign_report

__all__ = ["LONGEST", "ReportError", "check_report", "explain", "open_report", "return_report", "sign_report"]
