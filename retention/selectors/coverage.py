"""What every camera has of every day: from folders minute by minute, from hand checks by the day (肆、三)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Min, Q, Sum

from cameras.selectors import outages_during
from printing.rules import TAIPEI, local_date
from retention.choices import DayState
from retention.models import CoverageDay, FolderCamera
from retention.rules import ONE_DAY, minutes
from retention.selectors.sources import sources_in_use
from retention.selectors.standing import newest_checks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet

    from cameras.models import Camera, Outage
    from retention.models import FootageSource, HandCheck
    from retention.rules.minutes import Gap


@dataclass(frozen=True, slots=True)
class DayCell:
    """One camera's local day. `gaps` are unexplained; `causes` are the outages that explain the rest, in words."""

    day: dt.date
    state: DayState
    gaps: tuple[Gap, ...] = ()
    causes: tuple[str, ...] = ()

    @property
    def missing_minutes(self) -> int:
        """How long is missing without an explanation."""
        return sum(gap.minutes for gap in self.gaps)


@dataclass(frozen=True, slots=True)
class CameraDays:
    """One camera over some days, oldest first, and the first day of which anything is there at all."""

    camera: Camera
    cells: tuple[DayCell, ...]
    earliest: dt.date | None
    source: FootageSource | None

    def kept_days(self, today: dt.date) -> int:
        """How many days before `today` reach back to the earliest that is there (ruling 16)."""
        return max((today - self.earliest).days, 0) if self.earliest else 0

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
class _Seen:
    """What the database knows of some cameras over some days."""

    bits: Mapping[tuple[int, dt.date], int]
    earliest: Mapping[int, dt.date]
    outages: Mapping[int, Sequence[Outage]]
    checks: Mapping[int, HandCheck]
    sources: Mapping[int, FootageSource] = field(default_factory=dict)


def camera_days(cameras: Sequence[Camera], first: dt.date, last: dt.date, now: dt.datetime) -> list[CameraDays]:
    """Return every one of `cameras` over the local days from `first` to `last`; six queries, whatever is asked."""
    seen = _seen_of(cameras, first, last)
    days = [first + number * ONE_DAY for number in range((last - first).days + 1)]
    return [_camera_days(camera, days, seen, now) for camera in cameras]


def _seen_of(cameras: Sequence[Camera], first: dt.date, last: dt.date) -> _Seen:
    owners = _owners(cameras)
    bits: dict[tuple[int, dt.date], int] = defaultdict(int)
    for source, folder, day, stored in (
        _rows(owners).filter(day__range=(first, last)).values_list("part__source", "folder", "day", "minutes")
    ):
        if camera := owners.get((source, folder)):
            bits[camera, day] |= minutes.from_bytes(stored)
    earliest: dict[int, dt.date] = {}
    for row in _rows(owners).values("part__source", "folder").annotate(first=Min("day")):
        if camera := owners.get((row["part__source"], row["folder"])):
            earliest[camera] = min(row["first"], earliest.get(camera, row["first"]))
    outages = defaultdict(list)
    for outage in outages_during(_midnight(first), _midnight(last + ONE_DAY)).filter(camera__in=cameras):
        outages[outage.camera_id].append(outage)
    return _Seen(bits, earliest, outages, newest_checks(), _sources(cameras, owners))


def _owners(cameras: Iterable[Camera]) -> dict[tuple[int, str], int]:
    """Return whose recordings each folder of each source in use holds."""
    rows = FolderCamera.objects.filter(camera__in=cameras, source__retired_on=None)
    return {(row.source_id, row.folder): row.camera_id for row in rows if row.camera_id}


def _rows(owners: Mapping[tuple[int, str], int]) -> QuerySet[CoverageDay]:
    """Return the coverage of the sources; one whose clock was wrong is no recording and has none."""
    wanted = Q(part__source__in={source for source, _ in owners}, folder__in={folder for _, folder in owners})
    return CoverageDay.objects.filter(wanted)


def _sources(cameras: Iterable[Camera], owners: Mapping[tuple[int, str], int]) -> dict[int, FootageSource]:
    """Return the source of each camera: the one with its folder, else the one of its recorder."""
    in_use = {source.pk: source for source in sources_in_use()}
    of_recorder = {source.recorder_id: source for source in in_use.values() if source.recorder_id}
    found = {camera: in_use[source] for (source, _), camera in owners.items()}
    for camera in cameras:
        if camera.pk not in found and camera.recorder_id in of_recorder:
            found[camera.pk] = of_recorder[camera.recorder_id]
    return found


def _camera_days(camera: Camera, days: Sequence[dt.date], seen: _Seen, now: dt.datetime) -> CameraDays:
    source = seen.sources.get(camera.pk)
    check = None if source else seen.checks.get(camera.recorder_id)
    earliest = seen.earliest.get(camera.pk) if source else (check.earliest_day if check else None)
    cells = tuple(_cell(camera, day, source, check, earliest, seen, now) for day in days)
    return CameraDays(camera, cells, earliest, source)


def _cell(
    camera: Camera, day: dt.date, source: FootageSource | None, check: HandCheck | None, earliest: dt.date | None,
    seen: _Seen, now: dt.datetime,
) -> DayCell:  # fmt: skip
    if day < camera.installed_on or (camera.retired_on and day >= camera.retired_on):
        return DayCell(day, DayState.NOT_YET)
    outages = seen.outages.get(camera.pk, ())
    explained, causes = _explained(day, outages)
    if source is None:
        return _checked_cell(day, check, explained, causes)
    if source.scanned_at is None or day > local_date(source.scanned_at):
        return DayCell(day, DayState.UNKNOWN)
    if earliest is None or (day < earliest and not explained):
        return DayCell(day, DayState.GONE if earliest else DayState.MISSING, (minutes.Gap(0, minutes.DAY_MINUTES),))
    return _scanned_cell(day, seen.bits.get((camera.pk, day), minutes.EMPTY), explained, causes, source.scanned_at)


def _checked_cell(day: dt.date, check: HandCheck | None, explained: int, causes: tuple[str, ...]) -> DayCell:
    """A person saw from when on the recorder plays; what was recorded since nobody has looked at."""
    if explained == minutes.WHOLE:
        return DayCell(day, DayState.EXPLAINED, causes=causes)
    if check is None or day > local_date(check.checked_at):
        return DayCell(day, DayState.UNKNOWN, causes=causes)
    return DayCell(day, DayState.SEEN if day >= check.earliest_day else DayState.GONE, causes=causes)


def _scanned_cell(day: dt.date, bits: int, explained: int, causes: tuple[str, ...], scanned_at: dt.datetime) -> DayCell:
    """What was to be recorded until the scan, less what is there, less what an outage explains."""
    to_come = _period_bits(day, scanned_at, None)
    gaps = tuple(minutes.gaps(bits | explained | to_come))
    if gaps:
        state = DayState.PARTIAL if bits else DayState.MISSING
        return DayCell(day, state, gaps, causes)
    is_dark = bool(minutes.gaps(bits | to_come))
    return DayCell(day, DayState.EXPLAINED if is_dark else DayState.COMPLETE, causes=causes if is_dark else ())


def _explained(day: dt.date, outages: Sequence[Outage]) -> tuple[int, tuple[str, ...]]:
    """Return the minutes of a day that outages explain, and their causes in words."""
    bits, causes = minutes.EMPTY, []
    for outage in outages:
        if of_outage := _period_bits(day, outage.since, outage.until):
            bits |= of_outage
            cause = outage.get_cause_display()
            causes.append(f"{cause}（{outage.reference}）" if outage.reference else cause)
    return bits, tuple(dict.fromkeys(causes))


def _period_bits(day: dt.date, since: dt.datetime, until: dt.datetime | None) -> int:
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
