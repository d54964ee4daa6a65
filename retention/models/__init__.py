"""Footage: what keeps it, what was seen of it, what was found wanting, and how it is destroyed."""

from __future__ import annotations

from retention.models.destruction import Acceptance, Destruction, PastDue, RetentionPass
from retention.models.following import BackupTask, HoldProposal, Reminder
from retention.models.keeping import Finding, HandCheck, Hold
from retention.models.sources import CoverageDay, FolderCamera, FootageSource, ScannedFolder

__all__ = [
    "Acceptance",
    "BackupTask",
    "CoverageDay",
    "Destruction",
    "Finding",
    "FolderCamera",
    "FootageSource",
    "HandCheck",
    "Hold",
    "HoldProposal",
    "PastDue",
    "Reminder",
    "RetentionPass",
    "ScannedFolder",
]
