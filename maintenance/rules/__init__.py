"""Arithmetic of upkeep. Pure functions."""

from __future__ import annotations

from maintenance.rules.equipment import asset_kind, is_suspected, warnings_of
from maintenance.rules.inspections import (
    REMIND_BEFORE,
    Reminder,
    add_months,
    downtime,
    fault_number,
    in_words,
    moment_of_repair,
    numbering_year,
    reminder,
)

__all__ = [
    "REMIND_BEFORE",
    "Reminder",
    "add_months",
    "asset_kind",
    "downtime",
    "fault_number",
    "in_words",
    "is_suspected",
    "moment_of_repair",
    "numbering_year",
    "reminder",
    "warnings_of",
]
