"""Checkpoints in words, and which entries a person may prove to be in the book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.models import Checkpoint
from ledger.rules import foot_code
from ledger.selectors import page
from requests.policies import is_entry_for_applicant

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from ledger.selectors import Shown
    from requests.models import ReviewRequest

SHOWN = 60


def foot_of(checkpoint: Checkpoint) -> str:
    """Return what the foot of a paper says of the ledger: how many entries, and the code people type in to compare."""
    return f"存取紀錄 第 {checkpoint.size} 筆 驗證碼 {foot_code(bytes(checkpoint.root))}"


def checkpoints(size: int = SHOWN) -> Sequence[Checkpoint]:
    """Return the newest checkpoints."""
    newest: QuerySet[Checkpoint] = Checkpoint.objects.all()
    return list(newest[:size])


def provable_entries(case: ReviewRequest) -> list[Shown]:
    """Return those of the newest entries about a case that its applicant reads and may have proven to be in the book."""
    entries = page(subject=str(case)).entries
    return [one for one in entries if is_entry_for_applicant(one.verb, one.detail)]
