"""Scanning: the tree is streamed, an unchanged folder is not read again, and what was seen becomes coverage."""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction

from cameras.models import Camera
from retention import rules, storage
from retention.choices import DeletedBy
from retention.models import CoverageDay, FolderCamera, FootageSource, ScannedFolder
from retention.rules import minutes
from retention.selectors import clock_offset, layout_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from retention.storage import FolderRead

AWAY = "資料夾無法讀取"
EMPTY = "資料夾內沒有任何檔案，可能未掛載"
FOREIGN = "資料夾的標記檔不屬於本系統，可能掛載錯誤"


@dataclass(slots=True)
class Scan:
    """What one scan did: folders read and folders known to be unchanged; `problem` when it could not be done."""

    source: FootageSource
    read: int = 0
    unchanged: int = 0
    removed: int = 0
    problem: str = ""


@dataclass(slots=True)
class _Visit:
    """The paths a scan has met, and those it could not look into."""

    met: set[str] = field(default_factory=set)
    cameras: set[str] = field(default_factory=set)
    oddities: storage.Oddities = field(default_factory=storage.Oddities)
    closed: list[str] = field(default_factory=list)

    def odd(self, path: str, why: str) -> None:
        self.oddities.note(path, why)
        self.closed.append(path)


def scan_source(source: FootageSource, now: dt.datetime, *, before: float | None = None) -> Scan:
    """Bring what is known of a source up to date, and say what was done.

    Units that lie wholly before the moment `before` are left to the destruction pass, which reads them itself. A source
    that cannot be read, or is empty, keeps what was known of it: an unmounted disk is no proof that footage is gone.
    """
    scan = Scan(source)
    try:
        with storage.open_root(source.path) as root:
            scan.problem = _why_not(source, root)
            if not scan.problem:
                _scan_root(scan, root, now, before)
    except OSError as error:
        scan.problem = f"{AWAY}（{error.strerror}）"
    source.problem = scan.problem
    if not scan.problem:
        source.scanned_at, source.newest_at = now, _newest(source)
    source.save(update_fields=["problem", "scanned_at", "newest_at"])
    return scan


def _why_not(source: FootageSource, root: int) -> str:
    """Return why what lies in an open folder says nothing about the source."""
    if not storage.has_any_name(root):
        return EMPTY
    marker = storage.read_marker(root)
    is_another = marker.token != source.token if marker else source.deleted_by == DeletedBy.PRODUCT
    return FOREIGN if is_another else ""


def _scan_root(scan: Scan, root: int, now: dt.datetime, before: float | None) -> None:
    source = scan.source
    layout, offset = layout_of(source), clock_offset(source)
    terms = rules.terms_at(now, minimum_days=1, maximum_years=1)
    known = dict(source.folders.values_list("path", "fingerprint"))
    visit = _Visit()
    for unit in storage.units(root, layout, visit.odd):
        visit.met.add(unit.path)
        if before is not None and layout.is_wholly_before(unit.known, before):
            continue
        try:
            fingerprint = storage.fingerprint_of(unit, layout, time.time_ns())
            if fingerprint and fingerprint == known.get(unit.path):
                scan.unchanged += 1
                continue
            seen = storage.read_folder(unit, layout, offset=offset, terms=terms)
        except OSError as error:  # what was known of it stays
            visit.odd(unit.path, f"{storage.UNREADABLE}（{error.strerror}）")
            continue
        store_folder(source, unit.path, fingerprint if seen.is_settled else "", seen, offset)
        visit.cameras.update(camera for camera, _ in seen.days)
        scan.read += 1
    _name_cameras(source, visit.cameras)
    scan.removed = forget(source, set(known) - visit.met - {""}, visit.closed)
    _store_root(source, visit.oddities)
    if scan.read or scan.removed:
        note_earliest_days(source)


@transaction.atomic
def store_folder(source: FootageSource, path: str, fingerprint: str, seen: FolderRead, offset: int) -> None:
    """Let the rows of one unit say what was seen in it; a unit without recordings or oddities has no row."""
    if not seen.days and not seen.oddities.counts:
        source.folders.filter(path=path).delete()
        return
    first, last = seen.first, seen.last
    part, _ = ScannedFolder.objects.update_or_create(
        source=source,
        path=path,
        defaults={
            "fingerprint": fingerprint,
            "first_at": None if first is None else minutes.moment(first - offset),
            "last_at": None if last is None else minutes.moment(last - offset),
            "files": seen.files,
            "size": seen.size,
            "oddities": seen.oddities.as_dict(),
        },
    )
    part.days.all().delete()
    CoverageDay.objects.bulk_create(_days(part, seen, offset), batch_size=500)


def _days(part: ScannedFolder, seen: FolderRead, offset: int) -> Iterator[CoverageDay]:
    for (camera, number), day in seen.days.items():
        start = number * minutes.DAY_MINUTES
        yield CoverageDay(
            part=part,
            folder=camera,
            day=minutes.day_of(number),
            minutes=minutes.as_bytes(minutes.bits_of(minute - start for minute in day.minutes)),
            files=day.files,
            size=day.size,
            first_at=minutes.moment(day.first),
            last_at=minutes.moment(day.last),
            clock_offset_seconds=offset,
        )


def _name_cameras(source: FootageSource, folders: set[str]) -> None:
    """Enter the folder names met for the first time, each with the camera of that code, and look again for the unknown."""
    unknown = set(source.folder_cameras.filter(camera=None).values_list("folder", flat=True))
    new = folders - set(source.folder_cameras.values_list("folder", flat=True))
    by_code = {camera.code: camera for camera in Camera.objects.filter(code__in=new | unknown)}
    FolderCamera.objects.bulk_create(
        [FolderCamera(source=source, folder=folder, camera=by_code.get(folder)) for folder in sorted(new)],
        ignore_conflicts=True,
    )
    for folder in unknown & set(by_code):
        source.folder_cameras.filter(folder=folder, camera=None).update(camera=by_code[folder])


def forget(source: FootageSource, gone: set[str], closed: list[str]) -> int:
    """Forget the units that are not there any more, but none that merely could not be looked into."""
    really = [path for path in gone if not any(path == each or path.startswith(f"{each}/") for each in closed)]
    for start in range(0, len(really), 500):
        source.folders.filter(path__in=really[start : start + 500]).delete()
    return len(really)


@transaction.atomic
def _store_root(source: FootageSource, oddities: storage.Oddities) -> None:
    """Keep what is odd above the units under the empty path."""
    if oddities.counts:
        ScannedFolder.objects.update_or_create(source=source, path="", defaults={"oddities": oddities.as_dict()})
    else:
        source.folders.filter(path="", files=0).delete()


def note_earliest_days(source: FootageSource) -> None:
    """Note for each folder name from which day on its footage is there."""
    days: dict[str, set[dt.date]] = defaultdict(set)
    rows = CoverageDay.objects.filter(part__source=source, files__gt=0)
    for folder, day in rows.values_list("folder", "day").distinct():
        days[folder].add(day)
    for row in source.folder_cameras.all():
        earliest = minutes.run_start(days[row.folder])
        if earliest != row.earliest_day:
            row.earliest_day = earliest
            row.save(update_fields=["earliest_day"])


def _newest(source: FootageSource) -> dt.datetime | None:
    row = source.folders.exclude(last_at=None).order_by("-last_at").first()
    return row.last_at if row else None
