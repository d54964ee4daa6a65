"""Arithmetic of footage, without a database: days, layouts, coverage, the retention decision and its ground."""

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
from retention.rules.decision import Span, Terms, all_due, ceiling_cut, midnight, terms_at, verdict
from retention.rules.ground import AGREES_WITHIN, Ground, blast_limit, clock_doubt, doubts
from retention.rules.layouts import KNOWN, Layout, LayoutError, make_layout

__all__ = [
    "AGREES_WITHIN",
    "BEFORE_THIS_CLOCKS_ARE_WRONG",
    "CHECK_EVERY",
    "KNOWN",
    "ONE_DAY",
    "FootageClock",
    "FootageDay",
    "FootageFacts",
    "Ground",
    "Layout",
    "LayoutError",
    "Seen",
    "Span",
    "Terms",
    "all_due",
    "anniversary",
    "blast_limit",
    "ceiling_cut",
    "clock_doubt",
    "doubts",
    "footage_clock",
    "footage_days",
    "is_young",
    "kept_days",
    "make_layout",
    "midnight",
    "most_urgent_first",
    "overwritten_from",
    "terms_at",
    "verdict",
]
