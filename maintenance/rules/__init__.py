"""Arithmetic of upkeep, without a database: inspections, the school year, roll-ups, shifts, calendars, faults, equipment."""

from __future__ import annotations

from maintenance.rules.equipment import (
    asset_kind,
    is_suspected,
    warnings_of,
)
from maintenance.rules.faults import (
    MINUTE,
    as_stored,
    downtime,
    exactly_in_words,
    fault_number,
    gaps_of,
    in_words,
    moment_of_repair,
    numbering_year,
    time_down,
)
from maintenance.rules.inspections import (
    REMIND_BEFORE,
    LateInspection,
    Reminder,
    add_months,
    late_inspections,
    reminder,
)
from maintenance.rules.months import (
    CalendarDay,
    add_month,
    first_of_month,
    month_in_words,
    month_key,
    parse_month,
    weeks,
)
from maintenance.rules.remarks import (
    remarks_in_words,
)
from maintenance.rules.rolling_up import (
    CLOCK_TOLERANCE_SECONDS,
    RecorderSeen,
    Ticks,
    required_days,
    roll_up,
)
from maintenance.rules.school_year import (
    proposed_day,
    school_year,
    semester,
    semester_in_words,
)
from maintenance.rules.shifts import (
    BACK_ENTRY,
    EARLY,
    ShiftTerms,
    Turn,
    is_owed,
    may_enter,
    state_of,
    turns_between,
    weekdays_in_words,
)
from printing.rules.icalendar import (
    Event,
    as_icalendar,
)

__all__ = [
    "BACK_ENTRY",
    "CLOCK_TOLERANCE_SECONDS",
    "EARLY",
    "MINUTE",
    "REMIND_BEFORE",
    "CalendarDay",
    "Event",
    "LateInspection",
    "RecorderSeen",
    "Reminder",
    "ShiftTerms",
    "Ticks",
    "Turn",
    "add_month",
    "add_months",
    "as_icalendar",
    "as_stored",
    "asset_kind",
    "downtime",
    "exactly_in_words",
    "fault_number",
    "first_of_month",
    "gaps_of",
    "in_words",
    "is_owed",
    "is_suspected",
    "late_inspections",
    "may_enter",
    "moment_of_repair",
    "month_in_words",
    "month_key",
    "numbering_year",
    "parse_month",
    "proposed_day",
    "remarks_in_words",
    "reminder",
    "required_days",
    "roll_up",
    "school_year",
    "semester",
    "semester_in_words",
    "state_of",
    "time_down",
    "turns_between",
    "warnings_of",
    "weekdays_in_words",
    "weeks",
]
