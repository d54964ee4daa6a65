"""Footage: what keeps it, what was seen of it, what was found wanting, and how it is destroyed."""

from __future__ import annotations

from retention.models.copies import CopyFile, CopyNumber, CopyPart, CopyReading, EvidenceCopy
from retention.models.destruction import Acceptance, Destruction, PastDue, RetentionPass
from retention.models.following import BackupTask, HoldProposal, Reminder
from retention.models.keeping import Finding, HandCheck, Hold
from retention.models.sources import CoverageDay, FolderCamera, FootageSource, ScannedFolder

__all__ = [
    "Acceptance",
    "BackupTask",
    "CopyFile",
    "CopyNumber",
    "CopyPart",
    "CopyReading",
    "CoverageDay",
    "Destruction",
    "EvidenceCopy",
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
