"""What was destroyed, what refused, and what is past the ceiling and still there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.witnesses import RowWitness, row_facts
from retention.models import Destruction

if TYPE_CHECKING:
    from collections.abc import Collection

PROGRESS: Collection[str] = (
    "done_files", "destroyed_files", "destroyed_size", "held_files", "failed_files", "failures", "resumed",
)  # fmt: skip
"""Columns that move while the work goes on; the entry of the finished record witnesses them."""


def destruction_facts(destruction: Destruction) -> dict[str, object]:
    """Return the plan while it is carried out, everything once it is recorded."""
    return row_facts(destruction, without=PROGRESS if destruction.finished_at is None else ())


DESTRUCTIONS = RowWitness(
    Destruction.objects.all(), subject=lambda row: f"影像銷毀紀錄 {row.pk}", facts=destruction_facts
)
