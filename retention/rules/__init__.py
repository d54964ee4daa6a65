"""Arithmetic of footage, without a database: days and the footage clock."""

from __future__ import annotations

from retention.rules.clock import (
    BEFORE_THIS_CLOCKS_ARE_WRONG,
    CHECK_EVERY,
    ONE_DAY,
    FootageClock,
    FootageDay,
    FootageFacts,
    Seen,
    anniversary,
    footage_clock,
    footage_days,
    is_young,
    kept_days,
    most_urgent_first,
    overwritten_from,
)

__all__ = [
    "BEFORE_THIS_CLOCKS_ARE_WRONG",
    "CHECK_EVERY",
    "ONE_DAY",
    "FootageClock",
    "FootageDay",
    "FootageFacts",
    "Seen",
    "anniversary",
    "footage_clock",
    "footage_days",
    "is_young",
    "kept_days",
    "most_urgent_first",
    "overwritten_from",
]
