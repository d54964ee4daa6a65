"""Keeping footage (holds) and the copies it owes, hand checks, and what the plan asks of it every day."""

from __future__ import annotations

from retention.services.backups import BackupError, close_backup, complete_backup
from retention.services.deciding import DECIDERS, decide_proposal
from retention.services.emergency import confirm_hold, keep_in_emergency
from retention.services.hand_checks import HandCheckError, record_hand_check
from retention.services.holds import code_hold, place_from_shell, place_hold, release_hold
from retention.services.legal import (
    Ground,
    Wanted,
    prolong_review,
    propose_for_hold,
    propose_from_shell,
    propose_legal_hold,
    propose_release,
)
from retention.services.maximum import enforce_maximum_retention
from retention.services.minimum import check_minimum_retention
from retention.services.people import HoldError
from retention.services.releasing import StillNeeded, release_by_hand, release_from_shell
from retention.services.reminding import remind_backups, remind_holds

__all__ = [
    "DECIDERS",
    "BackupError",
    "Ground",
    "HandCheckError",
    "HoldError",
    "StillNeeded",
    "Wanted",
    "check_minimum_retention",
    "close_backup",
    "code_hold",
    "complete_backup",
    "confirm_hold",
    "decide_proposal",
    "enforce_maximum_retention",
    "keep_in_emergency",
    "place_from_shell",
    "place_hold",
    "prolong_review",
    "propose_for_hold",
    "propose_from_shell",
    "propose_legal_hold",
    "propose_release",
    "record_hand_check",
    "release_by_hand",
    "release_from_shell",
    "release_hold",
    "remind_backups",
    "remind_holds",
]
