"""Questions about kept footage: how long it is kept, what is held, what is wanting, and the clock of a case."""

from __future__ import annotations

from retention.selectors.backups import BACKUPS, cameras_in_words, losses, open_backups
from retention.selectors.clocks import Asked, footage_clock_for, footage_clocks_for
from retention.selectors.copies import (
    COPIES,
    backed_up,
    bytes_still_to_come,
    copies,
    copies_left,
    copies_of_case,
    copies_on_their_way,
    copy_debt,
    covering,
    legal_holds_on,
    not_backed_up,
)
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
    "COPIES",
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
    "backed_up",
    "bytes_still_to_come",
    "camera_days",
    "cameras_in_words",
    "cameras_of",
    "clock_offset",
    "copies",
    "copies_left",
    "copies_of_case",
    "copies_on_their_way",
    "copy_debt",
    "coverage_of",
    "covering",
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
    "legal_holds_on",
    "losses",
    "minimums_of",
    "newest_check",
    "newest_checks",
    "not_backed_up",
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
