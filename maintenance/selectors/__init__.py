"""Questions about upkeep: inspections and faults."""

from __future__ import annotations

from maintenance.selectors.equipment import (
    ALL,
    EQUIPMENT,
    IN_USE,
    SCRAPPED,
    STOCK_TAKES,
    Wanted,
    equipment_list,
    items_of,
    stock_takes,
)
from maintenance.selectors.faults import (
    FAULTS,
    ONE_REPORT_FOR,
    RANK,
    darkened_by_others,
    faults_of_camera,
    open_fault_of,
    open_first,
    recent_report_of,
    sticker_reports_since,
    unfinished_faults,
)
from maintenance.selectors.gaps import first_day_looked_at, midnight_of, unexplained_gaps
from maintenance.selectors.inspections import INSPECTIONS, inspections_between, last_inspected_on, next_due

__all__ = [
    "ALL",
    "EQUIPMENT",
    "FAULTS",
    "INSPECTIONS",
    "IN_USE",
    "ONE_REPORT_FOR",
    "RANK",
    "SCRAPPED",
    "STOCK_TAKES",
    "Wanted",
    "darkened_by_others",
    "equipment_list",
    "faults_of_camera",
    "first_day_looked_at",
    "inspections_between",
    "items_of",
    "last_inspected_on",
    "midnight_of",
    "next_due",
    "open_fault_of",
    "open_first",
    "recent_report_of",
    "sticker_reports_since",
    "stock_takes",
    "unexplained_gaps",
    "unfinished_faults",
]
