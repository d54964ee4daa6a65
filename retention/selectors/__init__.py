"""Questions about kept footage: how long it is kept, what is held, what is wanting, and the clock of a case."""

from __future__ import annotations

from retention.selectors.backups import BACKUPS, cameras_in_words, losses, open_backups
from retention.selectors.clocks import Asked, footage_clock_for, footage_clocks_for
from retention.selectors.coverage import CameraDays, DayCell, camera_days
from retention.selectors.destruction import (
    DESTRUCTIONS,
    SourceStanding,
    destructions,
    doubts_in_words,
    source_standings,
)
from retention.selectors.findings import FINDINGS, open_findings
from retention.selectors.holds import (
    HOLDS,
    PROPOSALS,
    ShownHold,
    hold_facts,
    holds_in_force,
    holds_of_no_case,
    legal_holds,
    open_proposals,
    shown,
    shown_holds,
    unconfirmed_holds,
)
from retention.selectors.scans import Coverage, coverage_of, sizes_by_day
from retention.selectors.sources import SOURCES, cameras_of, clock_offset, layout_of, minimums_of, sources_in_use
from retention.selectors.standing import (
    HAND_CHECKS,
    RecorderStanding,
    footage_days,
    newest_check,
    newest_checks,
    standings,
)

__all__ = [
    "BACKUPS",
    "DESTRUCTIONS",
    "FINDINGS",
    "HAND_CHECKS",
    "HOLDS",
    "PROPOSALS",
    "SOURCES",
    "Asked",
    "CameraDays",
    "Coverage",
    "DayCell",
    "RecorderStanding",
    "ShownHold",
    "SourceStanding",
    "camera_days",
    "cameras_in_words",
    "cameras_of",
    "clock_offset",
    "coverage_of",
    "destructions",
    "doubts_in_words",
    "footage_clock_for",
    "footage_clocks_for",
    "footage_days",
    "hold_facts",
    "holds_in_force",
    "holds_of_no_case",
    "layout_of",
    "legal_holds",
    "losses",
    "minimums_of",
    "newest_check",
    "newest_checks",
    "open_backups",
    "open_findings",
    "open_proposals",
    "shown",
    "shown_holds",
    "sizes_by_day",
    "source_standings",
    "sources_in_use",
    "standings",
    "unconfirmed_holds",
]
