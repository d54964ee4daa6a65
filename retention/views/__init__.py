"""Pages: 影像保存, hand checks, 留存, 緊急留存影像, 法定留存, 備份工作."""

from __future__ import annotations

from retention.views.backups import backup_list, close_backup
from retention.views.emergency import keep_in_emergency
from retention.views.holds import confirm_hold, hold, hold_list, release_hold, review_hold
from retention.views.legal import proposal, propose_for_hold, propose_legal_hold
from retention.views.overview import new_hand_check, overview

__all__ = [
    "backup_list",
    "close_backup",
    "confirm_hold",
    "hold",
    "hold_list",
    "keep_in_emergency",
    "new_hand_check",
    "overview",
    "proposal",
    "propose_for_hold",
    "propose_legal_hold",
    "release_hold",
    "review_hold",
]
