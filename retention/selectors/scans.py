"""What scans saw of some cameras on some days, minute by minute; whose a folder is when a camera was replaced."""

from __future__ import annotations

import functools
import operator
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from django.db.models import DateField, DateTimeField, IntegerField, Q, Sum, Value
from django.db.models.functions import NullIf

from accounts.once import once
from cameras.selectors import cameras_in_lines, lines_of
from printing.rules import local_date, start_of_day
from retention.choices import DeletedBy
from retention.models import CoverageDay
from retention.rules import ONE_DAY, minutes
from retention.selectors.sources import sources_in_use

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from django.db.models import QuerySet

    from retention.models import FootageSource

    Lines = Mapping[int, tuple["Recorded", ...]]


WHOLE_DAY = minutes.as_bytes(minutes.WHOLE)
"""Most days of most cameras are whole: the database need not send their minutes."""


class Recorded(Protocol):
    """What a scan must know of a camera: its key, and on which recorder it records. A `Camera`, or as much of its row."""

    @property
    def pk(self) -> int:
        """Its key."""

    @property
    def recorder_id(self) -> int:
        """The key of its recorder."""


OfCamera = TypeVar("OfCamera", bound=Recorded)


class SourceSeen(NamedTuple):
    """As much of a source of recordings as its cameras' days tell of."""

    pk: int
    name: str
    recorder_id: int | None
    deleted_by: str
    scanned_at: dt.datetime | None
    problem: str
    longest_seconds: int

    @property
    def deletion(self) -> str:
        """Who deletes what lies there, in words."""
        return str(DeletedBy(self.deleted_by).label)


class Folder(NamedTuple):
    """A folder of a source, the key of its camera (None while nobody knows), and from which day on anything is there."""

    pk: int
    source: int
    name: str
    camera_id: int | None
    earliest_day: dt.date | None


class InLine(NamedTuple):
    """A camera of a line: as much of it as says whose the folders of its place are."""

    pk: int
    recorder_id: int
    replaces_id: int | None


class _Places(NamedTuple):
    """Where cameras record: the sources in use by their keys, the folders of all, and which cameras share a place."""

    sources: Mapping[int, SourceSeen]
    folders: Sequence[Folder]
    lines: Lines


OF_A_SOURCE = ("pk", "name", "recorder", "deleted_by", "scanned_at", "problem", "longest_seconds")
OF_A_FOLDER = ("pk", "source", "folder", "camera", "earliest_day")
IN_A_LINE = (
    Value(None, IntegerField()), Value(""), "recorder", Value(""), Value(None, DateTimeField()), Value(""), Value(0),
    "pk", "replaces", Value(""), Value(None, IntegerField()), Value(None, DateField()),
)  # fmt: skip
"""A camera of a line in the columns of a source and a folder; it has no source."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What scans saw of some cameras on some days: minutes by camera and day, from which day on anything is there."""

    bits: Mapping[tuple[int, dt.date], int] = field(default_factory=dict)
    earliest: Mapping[int, dt.date] = field(default_factory=dict)
    sources: Mapping[int, SourceSeen] = field(default_factory=dict)

    def is_ours(self, camera: Recorded) -> bool:
        """Say whether a camera records into a folder whose deletion is ours alone (ruling 12)."""
        source = self.sources.get(camera.pk)
        return source is not None and source.deleted_by == DeletedBy.PRODUCT

    def has_footage(self, camera: Recorded, start: dt.datetime, end: dt.datetime) -> bool | None:
        """Say whether a scan made after [start, end) saw any footage of it; None without such a scan."""
        source = self.sources.get(camera.pk)
        if source is None or source.scanned_at is None or source.scanned_at < end:
            return None
        days = days_between(start, end)
        return any(self.bits.get((camera.pk, day), 0) & period_bits(day, start, end) for day in days)


@once
def _places() -> _Places:
    """Return where cameras record; one query for folders and lines, no model for each of hundreds.

    Whose a folder is, a line of cameras decides: nobody needs one without the other.
    """
    sources: dict[int, SourceSeen] = {}
    folders: list[Folder] = []
    in_lines: list[InLine] = []
    of_folders = sources_in_use().values_list(*OF_A_SOURCE, *(f"folder_cameras__{column}" for column in OF_A_FOLDER))
    of_lines = cameras_in_lines().order_by().values_list(*IN_A_LINE)
    for row in of_folders.order_by().union(of_lines, all=True).order_by("name"):
        source, folder = row[: len(OF_A_SOURCE)], row[len(OF_A_SOURCE) :]
        if source[0] is None:
            in_lines.append(InLine(folder[0], source[2], folder[1]))
            continue
        if source[0] not in sources:
            sources[source[0]] = SourceSeen(*source)
        if folder[0] is not None:
            folders.append(Folder(*folder))
    return _Places(sources, sorted(folders), lines_of(in_lines))


def days_between(start: dt.datetime, end: dt.datetime) -> list[dt.date]:
    """Return the local days that a period touches, oldest first."""
    first, last = local_date(start), local_date(end)
    return [first + number * ONE_DAY for number in range((last - first).days + 1)]


def coverage_of(wanted: Mapping[OfCamera, Collection[dt.date]]) -> Coverage:
    """Return what scans saw of cameras on days; two queries, one while the school has no folder of recordings.

    A folder belongs to every camera of its camera's line: often a recorder goes on writing under the old name.
    """
    in_use, folders, lines = _places()
    if not in_use:
        return Coverage()
    keys = {one.pk for camera in wanted for one in lines.get(camera.pk, (camera,))}
    owners = {(row.source, row.name): row for row in folders if row.camera_id in keys}
    lines_of = {folder: _of_line(row, lines) for folder, row in owners.items()}
    bits: dict[tuple[int, dt.date], int] = defaultdict(int)
    stored = _stored(owners, wanted, lines).annotate(seen=NullIf("minutes", Value(WHOLE_DAY)))
    for source, folder, day, seen in stored.values_list("part__source", "folder", "day", "seen"):
        minutes_seen = minutes.WHOLE if seen is None else minutes.from_bytes(seen)
        for key in lines_of.get((source, folder), ()):
            bits[key, day] |= minutes_seen
    return Coverage(bits, _earliest(owners.values(), lines), _sources(wanted, owners, in_use, lines))


def _stored(
    owners: Mapping[tuple[int, str], Folder], wanted: Mapping[OfCamera, Collection[dt.date]], lines: Lines
) -> QuerySet[CoverageDay]:
    """Return what was seen of each camera's folders on its own days, not of every camera on all days."""
    folders: dict[int, set[str]] = defaultdict(set)
    for row in owners.values():
        for key in _of_line(row, lines):
            folders[key].add(row.name)
    by_days: dict[frozenset[dt.date], set[str]] = defaultdict(set)
    for camera, days in wanted.items():
        by_days[frozenset(days)] |= folders[camera.pk]
    asked = [Q(folder__in=names, day__in=days) for days, names in by_days.items() if names and days]
    if not asked:
        return CoverageDay.objects.none()
    # A recording begun the day before reaches into a day. That older folders need no look PostgreSQL does not see itself.
    since = start_of_day(min(day for days in by_days for day in days)) - 2 * ONE_DAY
    within = Q(part__source__in={source for source, _ in owners}, part__last_at__gte=since)
    return CoverageDay.objects.filter(within, functools.reduce(operator.or_, asked))


def _of_line(row: Folder, lines: Lines) -> list[int]:
    """Return the keys of the cameras a folder belongs to: none while nobody knows."""
    if row.camera_id is None:
        return []
    return [camera.pk for camera in lines.get(row.camera_id, ())] or [row.camera_id]


def _earliest(rows: Iterable[Folder], lines: Lines) -> dict[int, dt.date]:
    found: dict[int, dt.date] = {}
    for row in rows:
        if day := row.earliest_day:
            found |= {key: min(day, found.get(key, day)) for key in _of_line(row, lines)}
    return found


def _sources(
    cameras: Iterable[Recorded],
    owners: Mapping[tuple[int, str], Folder],
    in_use: Mapping[int, SourceSeen],
    lines: Lines,
) -> dict[int, SourceSeen]:
    """Return the source of each camera: the one with its folder, else of its recorder, else with what hung there before."""
    of_recorder = {source.recorder_id: source for source in in_use.values() if source.recorder_id}
    found = {row.camera_id: in_use[source] for (source, _), row in owners.items() if row.camera_id}
    for camera in cameras:
        if camera.pk not in found and camera.recorder_id in of_recorder:
            found[camera.pk] = of_recorder[camera.recorder_id]
        for one in lines.get(camera.pk, ()):  # the recorder goes on under the old name
            if one.recorder_id == camera.recorder_id and one.pk in found:
                found.setdefault(camera.pk, found[one.pk])
    return found


def period_bits(day: dt.date, since: dt.datetime, until: dt.datetime | None) -> int:
    """Return the minutes of a local day that a period touches; `until` None goes on."""
    start = max(int((since - start_of_day(day)).total_seconds() // 60), 0)
    end = minutes.DAY_MINUTES
    if until is not None:
        end = min(-int(-(until - start_of_day(day)).total_seconds() // 60), end)
    return minutes.span(min(start, minutes.DAY_MINUTES), max(end, 0))


def sizes_by_day(source: FootageSource, before: dt.date) -> list[int]:
    """Return how many bytes a source holds of each local day before `before`, oldest first."""
    rows = CoverageDay.objects.filter(part__source=source, day__lt=before).values("day").annotate(total=Sum("size"))
    return [row["total"] for row in rows.order_by("day")]
