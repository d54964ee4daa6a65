"""The end of a copy by the book (肆、四; rulings 13–16): lists two people sign, the due day, what is destroyed and how.

choosing → lists (two signatures) → due_day (ground, who goes) → carrying_out (key, bytes, record) → afterwards, reminding.
"""

from __future__ import annotations

from retention.services.copy_destruction.afterwards import countersign_list
from retention.services.copy_destruction.choosing import WantedList, kept_words
from retention.services.copy_destruction.disputes import dispute_copy, settle_dispute
from retention.services.copy_destruction.due_day import CopyReport, destroy_copies, run_due_day
from retention.services.copy_destruction.errors import ListError
from retention.services.copy_destruction.grounds import accept_copies, adopt_store
from retention.services.copy_destruction.known import Redone
from retention.services.copy_destruction.lists import end_list, open_list, sign_list
from retention.services.copy_destruction.media import register_medium
from retention.services.copy_destruction.redoing import redo_from

__all__ = [
    "CopyReport",
    "ListError",
    "Redone",
    "WantedList",
    "accept_copies",
    "adopt_store",
    "countersign_list",
    "destroy_copies",
    "dispute_copy",
    "end_list",
    "kept_words",
    "open_list",
    "redo_from",
    "register_medium",
    "run_due_day",
    "settle_dispute",
    "sign_list",
]
