"""What every camera has of every day: from folders minute by minute, from hand checks by the day (肆、三)."""

from __future__ import annotations

import functools
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cameras.selectors import Hung, hung, outages_during, replacement_lines
from printing.rules import local_date, start_of_day
from retention.choices import DayState
from retention.rules import ONE_DAY, minutes
from retention.selectors.scans import coverage_of, period_bits
from retention.selectors.standing import newest_checks

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from cameras.models import Camera, Outage
    from retention.models import HandCheck
    from retention.rules.minutes import Gap
    from retention.selectors.scans import Coverage, SourceSeen

    Lines = Mapping[int, tuple[Camera, ...]]


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

    `check` is what a person saw of a recorder without a folder here; `line` the cameras that hung in this place until
    this one, itself the last: a day before it was installed is that of the one before.
    """

    camera: Camera
    cells: tuple[DayCell, ...]
    earliest: dt.date | None
    source: SourceSeen | None
    check: HandCheck | None
    line: tuple[Camera, ...]

    @property
    def predecessors(self) -> tuple[Camera, ...]:
        """What hung here before, the newest first."""
        return self.line[-2::-1]

    def kept_days(self, today: dt.date) -> int:
        """How many days reach back to the earliest that is there (ruling 16): from `today`, or from when it was checked."""
        until = local_date(self.check.checked_at) if self.check else today
        return max((until - self.earliest).days, 0) if self.earliest else 0

    def required_days(self, plan_minimum_days: int, today: dt.date) -> int:
        """How many days it owes: the plan's or its own, but none from before a camera hung there."""
        minimum = max(plan_minimum_days, self.camera.minimum_days or 0)
        return max(min(minimum, (today - self.line[0].installed_on).days), 0)

    @property
    def counts(self) -> Counter[DayState]:
        """How many days are in which state."""
        return Counter(cell.state for cell in self.cells)

    @property
    def summary(self) -> str:
        """Return for instance 14天完整、1天部分缺漏, for whoever does not see the colours."""
        return days_by_state(self.counts)


def days_by_state(counts: Counter[DayState]) -> str:
    """Return for instance 14天完整、1天部分缺漏."""
    return "、".join(f"{counts[state]}天{state.label}" for state in DayState if counts[state])


@dataclass(frozen=True, slots=True)
class _Watched:
    """One camera and what bears on its days: its folder here and when that was scanned, else the newest hand check."""

    camera: Camera
    source: SourceSeen | None
    scanned_on: dt.date | None
    check: HandCheck | None
    earliest: dt.date | None
    seen: Mapping[dt.date, int]
    outages: Sequence[Outage]

    def hung_on(self, day: dt.date) -> bool:
        """Say whether it hung there on some of a day."""
        camera = self.camera
        return camera.installed_on <= day and not (camera.retired_on and camera.retired_on < day)


def camera_days(cameras: Sequence[Camera], first: dt.date, last: dt.date) -> list[CameraDays]:
    """Return every one of `cameras` over the local days from `first` to `last`; five queries, whatever is asked."""
    lines = replacement_lines()
    every = {one.pk for camera in cameras for one in lines.get(camera.pk, (camera,))}
    outages = defaultdict(list)
    for outage in outages_during(start_of_day(first), start_of_day(last + ONE_DAY)).filter(camera__in=every):
        outages[outage.camera_id].append(outage)
    return _days_of(Hung(cameras, lines, outages), first, last)


def days_of_all(today: dt.date, first: dt.date) -> list[CameraDays]:
    """Return every camera in use, by place, over the local days from `first` to `today`; four queries."""
    return _days_of(hung(today, start_of_day(first), start_of_day(today + ONE_DAY)), first, today)


def _days_of(known: Hung, first: dt.date, last: dt.date) -> list[CameraDays]:
    days = [first + number * ONE_DAY for number in range((last - first).days + 1)]
    until_now = {camera.pk: _line_until(camera, known.lines) for camera in known.cameras}
    every = {one.pk: one for line in until_now.values() for one in line}
    watched = _watched(every, coverage_of(dict.fromkeys(every.values(), days)), known.outages)
    return [_camera_days([watched[one.pk] for one in until_now[camera.pk]], days) for camera in known.cameras]


def _watched(
    cameras: Mapping[int, Camera], coverage: Coverage, outages: Mapping[int, Sequence[Outage]]
) -> dict[int, _Watched]:
    checks = newest_checks()
    scanned_on = {one: local_date(one.scanned_at) for one in set(coverage.sources.values()) if one.scanned_at}
    seen: dict[int, dict[dt.date, int]] = defaultdict(dict)
    for (of_camera, day), bits in coverage.bits.items():
        seen[of_camera][day] = bits
    found = {}
    for key, camera in cameras.items():
        source = coverage.sources.get(key)
        check = None if source else checks.get(camera.recorder_id)
        earliest = coverage.earliest.get(key) if source else check.earliest_day if check else None
        scan = scanned_on.get(source) if source else None
        found[key] = _Watched(camera, source, scan, check, earliest, seen.get(key, {}), outages.get(key, ()))
    return found


def _line_until(camera: Camera, lines: Lines) -> tuple[Camera, ...]:
    """Return what hung in the place of a camera until it, itself the last."""
    before = [one for one in lines.get(camera.pk, ()) if one.installed_on <= camera.installed_on and one != camera]
    return (*before, camera)


def _camera_days(line: Sequence[_Watched], days: Sequence[dt.date]) -> CameraDays:
    own = line[-1]
    earliest = min((one.earliest for one in line if one.earliest), default=None)
    cells = tuple([_cell(line, day) for day in days])
    return CameraDays(own.camera, cells, earliest, own.source, own.check, tuple(one.camera for one in line))


def _cell(line: Sequence[_Watched], day: dt.date) -> DayCell:
    hung = [one for one in line if one.hung_on(day)]
    own = hung[-1] if hung else line[0]
    if not hung or day == own.camera.retired_on:
        return DayCell(day, DayState.NOT_YET)
    if own.source is None:
        return _checked_cell(day, own.check, *_explained(day, hung))
    if own.source.scanned_at is None or own.scanned_on is None or day > own.scanned_on:
        return DayCell(day, DayState.UNKNOWN)
    bits = own.seen.get(day, minutes.EMPTY)
    if bits == minutes.WHOLE:
        return _complete(day)
    explained, causes = _explained(day, hung)
    if own.earliest and day < own.earliest and not (bits or explained):
        return DayCell(day, DayState.GONE, (minutes.Gap(0, minutes.DAY_MINUTES),))
    to_come = period_bits(day, own.source.scanned_at, None) if day == own.scanned_on else minutes.EMPTY
    return _scanned_cell(day, bits | to_come, explained, causes, is_partly=bool(bits))


@functools.lru_cache(maxsize=1_000)
def _complete(day: dt.date) -> DayCell:
    """Most cameras have the whole of most days: nothing differs between them."""
    return DayCell(day, DayState.COMPLETE)


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


def _scanned_cell(day: dt.date, there: int, explained: int, causes: tuple[str, ...], *, is_partly: bool) -> DayCell:
    """What was to be recorded until the scan, less what is `there`, less what an outage explains."""
    gaps = tuple(minutes.gaps(there | explained))
    dark = tuple(minutes.gaps(there | (minutes.WHOLE & ~explained))) if explained else ()
    if gaps:
        return DayCell(day, DayState.PARTIAL if is_partly else DayState.MISSING, gaps, causes, dark)
    if explained and minutes.gaps(there):
        return DayCell(day, DayState.EXPLAINED, causes=causes, dark=dark)
    return DayCell(day, DayState.COMPLETE, dark=dark)


def _explained(day: dt.date, hung: Sequence[_Watched]) -> tuple[int, tuple[str, ...]]:
    """Return the minutes of a day that outages of what hung there explain, and their causes in words."""
    bits, causes = minutes.EMPTY, []
    for outage in [row for one in hung for row in one.outages]:
        if of_outage := period_bits(day, outage.since, outage.until):
            bits |= of_outage
            cause = outage.get_cause_display()
            causes.append(f"{cause}（{outage.reference}）" if outage.reference else cause)
    return bits, tuple(dict.fromkeys(causes))
