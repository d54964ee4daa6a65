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
    "equipment_list",
    "inspections_between",
    "items_of",
    "last_inspected_on",
    "next_due",
    "open_fault_of",
    "open_first",
    "recent_report_of",
    "sticker_reports_since",
    "stock_takes",
    "unrepaired_faults",
]
