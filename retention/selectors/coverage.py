"""What every camera has of every day: from folders minute by minute, from hand checks by the day (肆、三)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Q, Sum

from cameras.selectors import outages_during
from printing.rules import TAIPEI, local_date
from retention.choices import DayState, DeletedBy
from retention.models import CoverageDay, FolderCamera
from retention.rules import ONE_DAY, minutes
from retention.selectors.sources import sources_in_use
from retention.selectors.standing import newest_checks

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from cameras.models import Camera, Outage
    from retention.models import FootageSource, HandCheck
    from retention.rules.minutes import Gap


@dataclass(frozen=True, slots=True)
class DayCell:
    """One camera's local day. `gaps` are unexplained; `dark` is what outages explain, `causes` are these in words."""

    day: dt.date
    state: DayState
    gaps: tuple[Gap, ...] = ()
    causes: tuple[str, ...] = ()
    dark: tuple[Gap, ...] = ()

    @property
    def missing_minutes(self) -> int:
        """How long is missing without an explanation."""
        return sum(gap.minutes for gap in self.gaps)


@dataclass(frozen=True, slots=True)
class CameraDays:
    """One camera over some days, oldest first, and the first day of which anything is there at all.

    `check` is what a person saw of a recorder without a folder here.
    """

    camera: Camera
    cells: tuple[DayCell, ...]
    earliest: dt.date | None
    source: FootageSource | None
    check: HandCheck | None = None

    def kept_days(self, today: dt.date) -> int:
        """How many days reach back to the earliest that is there (ruling 16): from `today`, or from when it was checked."""
        until = local_date(self.check.checked_at) if self.check else today
        return max((until - self.earliest).days, 0) if self.earliest else 0

    def required_days(self, plan_minimum_days: int, today: dt.date) -> int:
        """How many days it owes: the plan's or its own, but none from before it was installed."""
        minimum = max(plan_minimum_days, self.camera.minimum_days or 0)
        return max(min(minimum, (today - self.camera.installed_on).days), 0)

    @property
    def summary(self) -> str:
        """Return for instance 14天完整、1天部分缺漏, for whoever does not see the colours."""
        counts = [(state, sum(cell.state == state for cell in self.cells)) for state in DayState]
        return "、".join(f"{count}天{state.label}" for state, count in counts if count)


@dataclass(frozen=True, slots=True)
class Coverage:
    """What scans saw of some cameras on some days: minutes by camera and day, from which day on anything is there."""

    bits: Mapping[tuple[int, dt.date], int] = field(default_factory=dict)
    earliest: Mapping[int, dt.date] = field(default_factory=dict)
    sources: Mapping[int, FootageSource] = field(default_factory=dict)

    def is_ours(self, camera: Camera) -> bool:
        """Say whether a camera records into a folder whose deletion is ours alone (ruling 12)."""
        source = self.sources.get(camera.pk)
        return source is not None and source.deleted_by == DeletedBy.PRODUCT

    def has_footage(self, camera: Camera, start: dt.datetime, end: dt.datetime) -> bool | None:
        """Say whether a scan made after [start, end) saw any footage of it; None without such a scan."""
        source = self.sources.get(camera.pk)
        if source is None or source.scanned_at is None or source.scanned_at < end:
            return None
        days = days_between(start, end)
        return any(self.bits.get((camera.pk, day), 0) & period_bits(day, start, end) for day in days)


def days_between(start: dt.datetime, end: dt.datetime) -> list[dt.date]:
    """Return the local days that a period touches, oldest first."""
    first, last = local_date(start), local_date(end)
    return [first + number * ONE_DAY for number in range((last - first).days + 1)]


def coverage_of(cameras: Collection[Camera], days: Collection[dt.date]) -> Coverage:
    """Return what scans saw of `cameras` on `days`; three queries, one while the school has no folder of recordings."""
    in_use = {source.pk: source for source in sources_in_use()}
    if not in_use:
        return Coverage()
    keys = {camera.pk for camera in cameras}
    rows = FolderCamera.objects.filter(camera__in=keys, source__in=in_use)
    owners = {(row.source_id, row.folder): row for row in rows}
    bits: dict[tuple[int, dt.date], int] = defaultdict(int)
    wanted = Q(part__source__in=in_use, folder__in={folder for _, folder in owners}, day__in=days)
    stored = CoverageDay.objects.filter(wanted).values_list("part__source", "folder", "day", "minutes")
    for source, folder, day, minutes_seen in stored:
        owner = owners.get((source, folder))
        if owner and owner.camera_id:
            bits[owner.camera_id, day] |= minutes.from_bytes(minutes_seen)
    return Coverage(bits, _earliest(owners.values()), _sources(cameras, owners, in_use))


def _earliest(rows: Iterable[FolderCamera]) -> dict[int, dt.date]:
    found: dict[int, dt.date] = {}
    for row in rows:
        if row.camera_id and row.earliest_day:
            found[row.camera_id] = min(row.earliest_day, found.get(row.camera_id, row.earliest_day))
    return found


def _sources(
    cameras: Iterable[Camera],
    owners: Mapping[tuple[int, str], FolderCamera],
    in_use: Mapping[int, FootageSource],
) -> dict[int, FootageSource]:
    """Return the source of each camera: the one with its folder, else the one of its recorder."""
    of_recorder = {source.recorder_id: source for source in in_use.values() if source.recorder_id}
    found = {row.camera_id: in_use[source] for (source, _), row in owners.items() if row.camera_id}
    for camera in cameras:
        if camera.pk not in found and camera.recorder_id in of_recorder:
            found[camera.pk] = of_recorder[camera.recorder_id]
    return found


@dataclass(frozen=True, slots=True)
class _Seen:
    """Coverage, and what else bears on a day: outages by camera, the newest hand check by recorder."""

    coverage: Coverage
    outages: Mapping[int, Sequence[Outage]]
    checks: Mapping[int, HandCheck]


def camera_days(cameras: Sequence[Camera], first: dt.date, last: dt.date) -> list[CameraDays]:
    """Return every one of `cameras` over the local days from `first` to `last`; five queries, whatever is asked."""
    days = [first + number * ONE_DAY for number in range((last - first).days + 1)]
    outages = defaultdict(list)
    for outage in outages_during(_midnight(first), _midnight(last + ONE_DAY)).filter(camera__in=cameras):
        outages[outage.camera_id].append(outage)
    seen = _Seen(coverage_of(cameras, days), outages, newest_checks())
    return [_camera_days(camera, days, seen) for camera in cameras]


def _camera_days(camera: Camera, days: Sequence[dt.date], seen: _Seen) -> CameraDays:
    source = seen.coverage.sources.get(camera.pk)
    check = None if source else seen.checks.get(camera.recorder_id)
    earliest = seen.coverage.earliest.get(camera.pk) if source else (check.earliest_day if check else None)
    cells = tuple(_cell(camera, day, source, check, seen) for day in days)
    return CameraDays(camera, cells, earliest, source, check)


def _cell(camera: Camera, day: dt.date, source: FootageSource | None, check: HandCheck | None, seen: _Seen) -> DayCell:
    if day < camera.installed_on or (camera.retired_on and day >= camera.retired_on):
        return DayCell(day, DayState.NOT_YET)
    explained, causes = _explained(day, seen.outages.get(camera.pk, ()))
    if source is None:
        return _checked_cell(day, check, explained, causes)
    if source.scanned_at is None or day > local_date(source.scanned_at):
        return DayCell(day, DayState.UNKNOWN)
    bits = seen.coverage.bits.get((camera.pk, day), minutes.EMPTY)
    earliest = seen.coverage.earliest.get(camera.pk)
    if earliest and day < earliest and not (bits or explained):
        return DayCell(day, DayState.GONE, (minutes.Gap(0, minutes.DAY_MINUTES),))
    return _scanned_cell(day, bits, explained, causes, source.scanned_at)


def _checked_cell(day: dt.date, check: HandCheck | None, explained: int, causes: tuple[str, ...]) -> DayCell:
    """A person saw from when on the recorder plays; what was recorded since nobody has looked at."""
    dark = tuple(minutes.gaps(minutes.WHOLE & ~explained))
    if explained == minutes.WHOLE:
        state = DayState.EXPLAINED
    elif check is None or day > local_date(check.checked_at):
        state = DayState.UNKNOWN
    else:
        state = DayState.SEEN if day >= check.earliest_day else DayState.GONE
    return DayCell(day, state, causes=causes, dark=dark)


def _scanned_cell(day: dt.date, bits: int, explained: int, causes: tuple[str, ...], scanned_at: dt.datetime) -> DayCell:
    """What was to be recorded until the scan, less what is there, less what an outage explains."""
    to_come = period_bits(day, scanned_at, None)
    gaps = tuple(minutes.gaps(bits | explained | to_come))
    dark = tuple(minutes.gaps(bits | to_come | (minutes.WHOLE & ~explained)))
    if gaps:
        return DayCell(day, DayState.PARTIAL if bits else DayState.MISSING, gaps, causes, dark)
    is_dark = bool(minutes.gaps(bits | to_come))
    state = DayState.EXPLAINED if is_dark else DayState.COMPLETE
    return DayCell(day, state, causes=causes if is_dark else (), dark=dark)


def _explained(day: dt.date, outages: Sequence[Outage]) -> tuple[int, tuple[str, ...]]:
    """Return the minutes of a day that outages explain, and their causes in words."""
    bits, causes = minutes.EMPTY, []
    for outage in outages:
        if of_outage := period_bits(day, outage.since, outage.until):
            bits |= of_outage
            cause = outage.get_cause_display()
            causes.append(f"{cause}（{outage.reference}）" if outage.reference else cause)
    return bits, tuple(dict.fromkeys(causes))


def period_bits(day: dt.date, since: dt.datetime, until: dt.datetime | None) -> int:
    """Return the minutes of a local day that a period touches; `until` None goes on."""
    start = max(int((since - _midnight(day)).total_seconds() // 60), 0)
    end = minutes.DAY_MINUTES
    if until is not None:
        end = min(-int(-(until - _midnight(day)).total_seconds() // 60), end)
    return minutes.span(min(start, minutes.DAY_MINUTES), max(end, 0))


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), TAIPEI)


def sizes_by_day(source: FootageSource, before: dt.date) -> list[int]:
    """Return how many bytes a source holds of each local day before `before`, oldest first."""
    rows = CoverageDay.objects.filter(part__source=source, day__lt=before).values("day").annotate(total=Sum("size"))
    return [row["total"] for row in rows.order_by("day")]
