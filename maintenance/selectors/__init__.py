"""Questions about upkeep: inspections and faults."""

from __future__ import annotations

from maintenance.selectors.faults import (
    FAULTS,
    ONE_REPORT_FOR,
    RANK,
    darkened_by_others,
    open_fault_of,
    open_first,
    recent_report_of,
    sticker_reports_since,
    unrepaired_faults,
)
from maintenance.selectors.inspections import (
    INSPECTIONS,
    inspections_between,
    last_inspected_on,
    next_due,
)

__all__ = [
    "FAULTS",
    "INSPECTIONS",
    "ONE_REPORT_FOR",
    "RANK",
    "darkened_by_others",
    "inspections_between",
    "last_inspected_on",
    "next_due",
    "open_fault_of",
    "open_first",
    "recent_report_of",
    "sticker_reports_since",
    "unrepaired_faults",
]
