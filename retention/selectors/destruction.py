"""What was destroyed, what refused, and what is past the ceiling and still there."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Subquery, Sum

from ledger.witnesses import RowWitness, row_facts
from retention.choices import Doubt
from retention.models import Destruction, FolderCamera, FootageSource, PastDue, RetentionPass

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from django.db.models import QuerySet

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


def destructions() -> QuerySet[Destruction]:
    """Return every 影像銷毀紀錄, newest first."""
    return Destruction.objects.select_related("source")


@dataclass(frozen=True, slots=True)
class SourceStanding:
    """One folder of recordings as people ask after it: its last pass, whose folders nobody knows, what is overdue."""

    source: FootageSource
    last_pass: RetentionPass | None
    unknown: tuple[str, ...]
    overdue_files: int

    @property
    def doubts(self) -> list[tuple[str, str]]:
        """Why the last pass destroyed nothing."""
        return doubts_in_words(self.last_pass) if self.last_pass else []


def source_standings(sources: Iterable[FootageSource]) -> list[SourceStanding]:
    """Return how some sources stand; three queries."""
    of_source = RetentionPass.objects.filter(source=OuterRef("pk")).order_by("-at", "-pk")
    newest = FootageSource.objects.annotate(newest=Subquery(of_source.values("pk")[:1])).values("newest")
    last = {row.source_id: row for row in RetentionPass.objects.filter(pk__in=newest)}
    unknown: dict[int, list[str]] = defaultdict(list)
    for row in FolderCamera.objects.filter(camera=None).order_by("folder"):
        unknown[row.source_id].append(row.folder)
    overdue = dict(PastDue.objects.values_list("source").annotate(total=Sum("files")))
    return [
        SourceStanding(source, last.get(source.pk), tuple(unknown[source.pk]), overdue.get(source.pk, 0))
        for source in sources
    ]


def doubts_in_words(made: RetentionPass) -> list[tuple[str, str]]:
    """Return every reason for which a pass destroyed nothing, each with its facts."""
    return [(Doubt(doubt).label, said) for doubt, said in made.doubts.items()]
