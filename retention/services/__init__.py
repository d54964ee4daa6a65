"""Keeping footage (holds), looking at it (scans, hand checks), and what the plan asks of it every day."""

from __future__ import annotations

from retention.services.destruction import PassReport, enforce_source, preview
from retention.services.footage import check_footage
from retention.services.hand_checks import HandCheckError, record_hand_check
from retention.services.holds import code_hold, place_hold, release_hold
from retention.services.maximum import Enforcement, enforce_ceiling, enforce_maximum_retention
from retention.services.minimum import check_minimum_retention
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
    "Enforcement",
    "HandCheckError",
    "PassReport",
    "Scan",
    "SourceError",
    "accept_pass",
    "adopt_source",
    "check_footage",
    "check_minimum_retention",
    "code_hold",
    "confirm_deletion",
    "end_deletion",
    "enforce_ceiling",
    "enforce_maximum_retention",
    "enforce_source",
    "map_folder",
    "place_hold",
    "preview",
    "propose_deletion",
    "record_hand_check",
    "register_source",
    "release_hold",
    "retire_source",
    "scan_source",
]
