"""試算: what a pass would destroy now and why the rest stays, told by camera. Nothing is changed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from retention.choices import DeletedBy, Doubt
from retention.selectors import cameras_of
from retention.services.destruction import preview

if TYPE_CHECKING:
    import datetime as dt

    from cameras.models import Camera
    from retention.models import FootageSource
    from retention.services.destruction import PassReport

FOLDERS_NAMED = 200
CURED = frozenset({Doubt.OTHERS_DELETE, Doubt.MARKER, Doubt.CLOCK, Doubt.BLAST})
"""Doubts that the second person's confirming puts right: it marks the folder, states the date, accepts the number."""


@dataclass(slots=True)
class OfCamera:
    """What lies in one camera's folders: how many recordings, their bytes, and in which folders."""

    folder: str
    camera: Camera | None
    files: int = 0
    size: int = 0
    units: dict[str, int] = field(default_factory=dict)

    def add(self, unit: str, files: int, size: int = 0) -> None:
        """Count what stands in one more folder."""
        self.files += files
        self.size += size
        self.units[unit] = self.units.get(unit, 0) + files

    @property
    def named(self) -> list[tuple[str, int]]:
        """The first folders by name, with how many recordings each holds."""
        return sorted(self.units.items())[:FOLDERS_NAMED]

    @property
    def unnamed(self) -> int:
        """How many folders are not named."""
        return max(len(self.units) - FOLDERS_NAMED, 0)


@dataclass(frozen=True, slots=True)
class Trial:
    """One source: what is due, what is past the ceiling and stays, and every reason for which nothing would go."""

    source: FootageSource
    report: PassReport
    due: list[OfCamera]
    kept: list[tuple[str, OfCamera]]

    @property
    def files(self) -> int:
        """How many recordings are due."""
        return self.report.found.due_files

    @property
    def size(self) -> int:
        """Their bytes."""
        return self.report.found.due_size.total()

    @property
    def is_ours(self) -> bool:
        """Say whether only this product deletes here."""
        return self.source.deleted_by == DeletedBy.PRODUCT

    @property
    def doubts(self) -> list[tuple[str, str]]:
        """Every reason why nothing would go, each with its facts; where we only read, what concerns our marker is none yet."""
        told = self.report.doubts
        if not self.is_ours:
            told = {doubt: said for doubt, said in told.items() if doubt not in CURED or doubt == Doubt.OTHERS_DELETE}
        return [(doubt.label, said) for doubt, said in told.items()]

    @property
    def hindrances(self) -> list[tuple[str, str]]:
        """What would still hinder the first pass after the second person confirmed."""
        return [(doubt.label, said) for doubt, said in self.report.doubts.items() if doubt not in CURED]


def trial_of(source: FootageSource, now: dt.datetime) -> Trial:
    """Return what `enforce_source` would do at this moment."""
    report, cameras = preview(source, now), cameras_of(source)
    due: dict[str, OfCamera] = {}
    for (unit, folder), files in report.found.due.items():
        due.setdefault(folder, OfCamera(folder, cameras.get(folder))).add(
            unit, files, report.found.due_size[unit, folder]
        )
    kept: dict[str, dict[str, OfCamera]] = defaultdict(dict)
    for (unit, folder, verdict), files in report.found.kept.items():
        kept[verdict.label].setdefault(folder, OfCamera(folder, cameras.get(folder))).add(unit, files)
    return Trial(
        source,
        report,
        [due[folder] for folder in sorted(due)],
        [(why, of_folder[folder]) for why, of_folder in kept.items() for folder in sorted(of_folder)],
    )
