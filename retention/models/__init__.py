"""Footage: what keeps it, what was seen of it, what was found wanting, and how it is destroyed."""

from __future__ import annotations

from retention.models.copies import CopyFile, CopyNumber, CopyPart, CopyReading, EvidenceCopy
from retention.models.destruction import Acceptance, Destruction, PastDue, RetentionPass
from retention.models.following import BackupTask, HoldProposal, Reminder
from retention.models.keeping import Finding, HandCheck, Hold
from retention.models.lists import (
    CopyAcceptance,
    CopyPass,
    CopyReminder,
    CopyStore,
    DestructionItem,
    DestructionList,
)
from retention.models.sources import CoverageDay, FolderCamera, FootageSource, ScannedFolder

__all__ = [
    "Acceptance",
    "BackupTask",
    "CopyAcceptance",
    "CopyFile",
    "CopyNumber",
    "CopyPart",
    "CopyPass",
    "CopyReading",
    "CopyReminder",
    "CopyStore",
    "CoverageDay",
    "Destruction",
    "DestructionItem",
    "DestructionList",
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
