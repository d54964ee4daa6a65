"""Keeping footage (holds, copies owed), looking at it (scans, hand checks), and what the plan asks of it every day."""

from __future__ import annotations

from retention.services.backups import BackupError, close_backup
from retention.services.deciding import DECIDERS, decide_proposal
from retention.services.destruction import PassReport, enforce_source, preview
from retention.services.emergency import confirm_hold, keep_in_emergency
from retention.services.footage import check_footage
from retention.services.hand_checks import HandCheckError, record_hand_check
from retention.services.holds import code_hold, place_from_shell, place_hold, release_hold
from retention.services.legal import (
    PROPOSER,
    LegalGround,
    Wanted,
    prolong_review,
    propose_for_hold,
    propose_from_shell,
    propose_legal_hold,
    propose_release,
)
from retention.services.maximum import Enforcement, enforce_ceiling, enforce_maximum_retention
from retention.services.minimum import check_minimum_retention
from retention.services.people import HoldError
from retention.services.releasing import StillNeeded, release_by_hand, release_from_shell
from retention.services.reminding import remind_backups, remind_holds
from retention.services.restored import wait_for_a_person
from retention.services.scanning import Scan, scan_source
from retention.services.sources import (
    SourceError,
    accept_pass,
    adopt_source,
    confirm_deletion,
    end_deletion,
    map_folder,
    propose_deletion,
    register_source,
    retire_source,
)

__all__ = [
    "DECIDERS",
    "PROPOSER",
    "BackupError",
    "Enforcement",
    "HandCheckError",
    "HoldError",
    "LegalGround",
    "PassReport",
    "Scan",
    "SourceError",
    "StillNeeded",
    "Wanted",
    "accept_pass",
    "adopt_source",
    "check_footage",
    "check_minimum_retention",
    "close_backup",
    "code_hold",
    "confirm_deletion",
    "confirm_hold",
    "decide_proposal",
    "end_deletion",
    "enforce_ceiling",
    "enforce_maximum_retention",
    "enforce_source",
    "keep_in_emergency",
    "map_folder",
    "place_from_shell",
    "place_hold",
    "preview",
    "prolong_review",
    "propose_deletion",
    "propose_for_hold",
    "propose_from_shell",
    "propose_legal_hold",
    "propose_release",
    "record_hand_check",
    "register_source",
    "release_by_hand",
    "release_from_shell",
    "release_hold",
    "remind_backups",
    "remind_holds",
    "retire_source",
    "scan_source",
    "wait_for_a_person",
]
