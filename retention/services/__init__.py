"""Keeping footage (holds), looking after it (hand checks), and what the plan asks of it every day."""

from __future__ import annotations

from retention.services.hand_checks import HandCheckError, record_hand_check
from retention.services.holds import code_hold, place_hold, release_hold
from retention.services.maximum import enforce_maximum_retention
from retention.services.minimum import check_minimum_retention

__all__ = [
    "HandCheckError",
    "check_minimum_retention",
    "code_hold",
    "enforce_maximum_retention",
    "place_hold",
    "record_hand_check",
    "release_hold",
]
