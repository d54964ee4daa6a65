"""Listing what has passed the ceiling: what is due goes into batches, what is past it and stays is counted by reason."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from retention import storage
from retention.choices import Verdict
from retention.storage import BATCH, Batch, Recording

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from retention.services.destruction.judging import Judge

PAST_AND_KEPT = frozenset({Verdict.HELD, Verdict.YOUNG})


@dataclass(slots=True)
class Survey:
    """What a pass found in the units that reach before the ceiling, filled while the batches are drawn.

    `kept` counts what is past the ceiling and stays, by (unit, camera's folder, verdict); `due` what is due, by (unit,
    camera's folder). `earliest` and `latest` are the starts of what is due, in seconds since 1970. `is_empty` says that
    nothing at all stands in the source, `is_readable` that it could be listed, `closed` which folders could not be read, and why.
    """

    units: list[str] = field(default_factory=list)
    files: int = 0
    due: Counter[tuple[str, str]] = field(default_factory=Counter)
    due_size: Counter[tuple[str, str]] = field(default_factory=Counter)
    kept: Counter[tuple[str, str, Verdict]] = field(default_factory=Counter)
    oddities: storage.Oddities = field(default_factory=storage.Oddities)
    earliest: int | None = None
    latest: int | None = None
    is_empty: bool = False
    is_readable: bool = True
    closed: dict[str, str] = field(default_factory=dict)

    def odd(self, path: str, why: str) -> None:
        """Note a name that is not as the layout says; what could not be read may hold something that is due."""
        self.oddities.note(path, why)
        if why.startswith(storage.UNREADABLE):
            self.closed[path] = why

    @property
    def due_files(self) -> int:
        """How many recordings are due."""
        return self.due.total()

    def note_due(self, unit: str, camera: str, due: Sequence[Recording]) -> None:
        """Count recordings that are due, in the order of their names."""
        self.due[unit, camera] += len(due)
        self.due_size[unit, camera] += sum(recording.size for recording in due)
        starts = [recording.start for recording in due]
        self.earliest = min(starts) if self.earliest is None else min(self.earliest, *starts)
        self.latest = max(starts) if self.latest is None else max(self.latest, *starts)


def survey(root: int, judge: Judge, found: Survey) -> Iterator[Batch]:
    """Yield what is due in an open source as batches, folder by folder, and note everything in `found`."""
    try:
        yield from _survey(root, judge, found)
    except OSError:  # not even the source can be listed
        found.is_readable = False


def _survey(root: int, judge: Judge, found: Survey) -> Iterator[Batch]:
    cut = judge.terms.cut + abs(judge.offset)
    found.is_empty = not storage.has_any_name(root)
    for unit in storage.units(root, judge.layout, found.odd):
        if not judge.layout.begins_before(unit.known, cut):
            continue
        found.units.append(unit.path)
        for leaf in storage.leaves(unit, judge.layout, found.odd):
            for camera, due in _due_of(leaf, unit.path, judge, found).items():
                due.sort()
                for start in range(0, len(due), BATCH):
                    batch = due[start : start + BATCH]
                    found.note_due(unit.path, camera, batch)
                    yield Batch(leaf.path, camera, batch)


def _due_of(leaf: storage.Unit, unit: str, judge: Judge, found: Survey) -> dict[str, list[Recording]]:
    read: dict[str, list[Recording]] = {}
    recordings = storage.recordings(leaf, judge.layout, found.oddities, offset=judge.offset, terms=judge.terms)
    try:
        for camera, start, name, seen in recordings:
            read.setdefault(camera, []).append(Recording(name, start, seen.st_size))
    except OSError as error:  # the folders beside it still have their turn
        found.odd(leaf.path, f"{storage.UNREADABLE}（{error.strerror}）")
    due: dict[str, list[Recording]] = {}
    for camera, of_camera in read.items():
        found.files += len(of_camera)
        said = judge.verdicts(camera, of_camera)
        due[camera] = [each for each, verdict in zip(of_camera, said, strict=True) if verdict == Verdict.DUE]
        for verdict, count in Counter(said).items():
            if verdict in PAST_AND_KEPT:
                found.kept[unit, camera, verdict] += count
    return due
