"""The footage clock of a case, from facts only (ruling 12)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

from cameras.rules import Period, covers
from printing.rules import local_date
from retention.rules import FootageClock, FootageFacts, Seen, footage_clock, most_urgent_first
from retention.selectors.bearing import Bearing, bearing_on
from retention.selectors.copies import covering
from retention.selectors.scans import Coverage, Recorded, coverage_of, days_between
from retention.selectors.standing import newest_checks, seen_by

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from retention.models import HandCheck


class AskedCamera(Recorded, Protocol):
    """What the clock needs to know of a camera: a `Camera`, or as much of its row."""

    @property
    def minimum_days(self) -> int | None:
        """How many days it must keep by a rule of its own."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose footage a case asks for: of `cameras`, over [starts_at, ends_at), kept `plan_minimum_days` at least."""

    cameras: Sequence[AskedCamera]
    starts_at: dt.datetime
    ends_at: dt.datetime
    plan_minimum_days: int


def footage_clocks_for(asked: Sequence[Asked], now: dt.datetime) -> list[FootageClock | None]:
    """Return for each of `asked` the clock of its worst camera, None where it has no camera (ruling 12).

    Four queries at most, whatever is asked: a list shows the clock of every case. One where all is copied.
    """
    return [clocks[0] if clocks else None for clocks in _clocks_of_each(asked, now)]


def footage_clock_for(
    cameras: Iterable[AskedCamera],
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    now: dt.datetime,
    plan_minimum_days: int,
) -> list[FootageClock]:
    """Return the footage clock of each camera for [starts_at, ends_at), the most urgent first (ruling 12).

    The first is what a case page shows large; the list is empty without cameras. Four queries at most.
    """
    (clocks,) = _clocks_of_each([Asked(list(cameras), starts_at, ends_at, plan_minimum_days)], now)
    return clocks


class _One(NamedTuple):
    """One camera's footage of one case, and the numbers of the copies that keep the whole of it."""

    camera: AskedCamera
    asked: Asked
    copy: str


@dataclass(frozen=True, slots=True)
class _Known:
    """What tells of footage of which there is no copy: holds and outages, checks by recorder, scans."""

    bearing: Bearing
    checks: Mapping[int, HandCheck]
    coverage: Coverage


def _clocks_of_each(asked: Sequence[Asked], now: dt.datetime) -> list[list[FootageClock]]:
    """Scans and checks are asked of what is not copied only: they do not matter to the rest, and most old cases are."""
    cameras = {camera.pk for one in asked for camera in one.cameras}
    if not cameras:
        return [[] for _ in asked]
    bearing = bearing_on(cameras, {(one.starts_at, one.ends_at) for one in asked if one.cameras})
    each = [[_One(camera, one, _copy(camera, one, bearing)) for camera in one.cameras] for one in asked]
    known = _known_of([one for of_case in each for one in of_case if not one.copy], bearing)
    return [most_urgent_first([footage_clock(_facts(one, known), now) for one in of_case]) for of_case in each]


def _copy(camera: AskedCamera, asked: Asked, bearing: Bearing) -> str:
    """Return the numbers of the copies that together keep all that is asked of a camera; nothing while they do not."""
    copies = bearing.copies.get(camera.pk, ())
    return "、".join([copy.number for copy in covering(copies, asked.starts_at, asked.ends_at)])


def _known_of(wanted: Sequence[_One], bearing: Bearing) -> _Known:
    if not wanted:
        return _Known(bearing, {}, Coverage())
    cameras = {one.camera.pk for one in wanted}
    days: dict[Recorded, set[dt.date]] = defaultdict(set)
    for one in wanted:
        days[one.camera].update(days_between(one.asked.starts_at, one.asked.ends_at))
    coverage = coverage_of(days)
    return _Known(bearing, {} if cameras <= coverage.sources.keys() else newest_checks(), coverage)


def _facts(one: _One, known: _Known) -> FootageFacts:
    camera, asked = one.camera, one.asked
    start, end = asked.starts_at, asked.ends_at
    minimum_days = max(camera.minimum_days or 0, asked.plan_minimum_days)
    if one.copy:
        return FootageFacts(start, end, minimum_days, copy=one.copy)
    holds = [one for one in known.bearing.holds.get(camera.pk, ()) if one.starts_at < end and one.ends_at > start]
    outages = [
        one
        for one in known.bearing.outages.get(camera.pk, ())
        if one.since < end and (one.until is None or one.until > start)
    ]
    is_dark = covers([Period(one.since, one.until) for one in outages], start, end)
    return FootageFacts(
        starts_at=start,
        ends_at=end,
        minimum_days=minimum_days,
        seen=_seen(camera, known),
        is_ours=known.coverage.is_ours(camera),
        is_recorded=known.coverage.has_footage(camera, start, end),
        is_held=covers([Period(hold.starts_at, hold.ends_at) for hold in holds], start, end),
        hold="、".join(dict.fromkeys(hold.reference for hold in holds if hold.reference)),
        outage="、".join([one.why for one in outages]) if is_dark else "",
    )


def _seen(camera: Recorded, known: _Known) -> Seen | None:
    """Return what was seen last of how long the camera's footage is kept: by a scan, or by hand."""
    source = known.coverage.sources.get(camera.pk)
    if source is None:
        return seen_by(known.checks.get(camera.recorder_id))
    earliest = known.coverage.earliest.get(camera.pk)
    return Seen(local_date(source.scanned_at), earliest) if earliest and source.scanned_at else None
