"""Arithmetic of upkeep. Pure functions."""

from __future__ import annotations

from maintenance.rules.equipment import asset_kind, is_suspected, warnings_of
from maintenance.rules.inspections import (
    MINUTE,
    REMIND_BEFORE,
    Reminder,
    add_months,
    as_stored,
    downtime,
    fault_number,
    gaps_of,
    in_words,
    moment_of_repair,
    numbering_year,
    reminder,
    time_down,
)

__all__ = [
    "MINUTE",
    "REMIND_BEFORE",
    "Reminder",
    "add_months",
    "as_stored",
    "asset_kind",
    "downtime",
    "fault_number",
    "gaps_of",
    "in_words",
    "is_suspected",
    "moment_of_repair",
    "numbering_year",
    "reminder",
    "time_down",
    "warnings_of",
]
