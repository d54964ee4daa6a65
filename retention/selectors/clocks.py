"""The footage clock of a case, from facts only (ruling 12)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cameras.rules import Period, covers
from cameras.selectors import outages_during
from printing.rules import local_date
from retention.models import Hold
from retention.rules import FootageClock, FootageFacts, Seen, footage_clock, most_urgent_first
from retention.selectors.copies import backed_up, covering
from retention.selectors.scans import Coverage, coverage_of, days_between
from retention.selectors.standing import newest_checks, seen_by

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from cameras.models import Camera, Outage
    from retention.models import HandCheck
    from retention.selectors.copies import Kept


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose footage a case asks for: of `cameras`, over [starts_at, ends_at), kept `plan_minimum_days` at least."""

    cameras: Sequence[Camera]
    starts_at: dt.datetime
    ends_at: dt.datetime
    plan_minimum_days: int


def footage_clocks_for(asked: Sequence[Asked], now: dt.datetime) -> list[FootageClock | None]:
    """Return for each of `asked` the clock of its worst camera, None where it has no camera (ruling 12).

    Eight queries, whatever is asked: a list shows the clock of every case.
    """
    return [clocks[0] if clocks else None for clocks in _clocks_of_each(asked, now)]


def footage_clock_for(
    cameras: Iterable[Camera], starts_at: dt.datetime, ends_at: dt.datetime, now: dt.datetime, plan_minimum_days: int
) -> list[FootageClock]:
    """Return the footage clock of each camera for [starts_at, ends_at), the most urgent first (ruling 12).

    The first is what a case page shows large; the list is empty without cameras. Eight queries.
    """
    (clocks,) = _clocks_of_each([Asked(list(cameras), starts_at, ends_at, plan_minimum_days)], now)
    return clocks


@dataclass(frozen=True, slots=True)
class _Known:
    """All that bears on some cameras over some time: copies, holds and outages by camera, checks by recorder, scans."""

    copies: Mapping[int, Sequence[Kept]]
    holds: Mapping[int, Sequence[Hold]]
    outages: Mapping[int, Sequence[Outage]]
    checks: Mapping[int, HandCheck]
    coverage: Coverage


def _clocks_of_each(asked: Sequence[Asked], now: dt.datetime) -> list[list[FootageClock]]:
    known = _known_of(asked)
    return [
        most_urgent_first([footage_clock(_facts(camera, one, known), now) for camera in one.cameras]) for one in asked
    ]


def _known_of(asked: Sequence[Asked]) -> _Known:
    cameras = {camera.pk for one in asked for camera in one.cameras}
    if not cameras:
        return _Known({}, {}, {}, {}, Coverage())
    start, end = min(one.starts_at for one in asked), max(one.ends_at for one in asked)
    in_force = Hold.cameras.through.objects.filter(
        camera__in=cameras, hold__released_at=None, hold__starts_at__lt=end, hold__ends_at__gt=start
    )
    holds = defaultdict(list)
    for link in in_force.select_related("hold").order_by("-hold__placed_at", "-hold"):
        holds[link.camera_id].append(link.hold)
    outages = defaultdict(list)
    for outage in outages_during(start, end).filter(camera__in=cameras):
        outages[outage.camera_id].append(outage)
    days: dict[Camera, set[dt.date]] = defaultdict(set)
    for one in asked:
        for camera in one.cameras:
            days[camera].update(days_between(one.starts_at, one.ends_at))
    return _Known(backed_up(cameras, start, end), holds, outages, newest_checks(), coverage_of(days))


def _facts(camera: Camera, asked: Asked, known: _Known) -> FootageFacts:
    start, end = asked.starts_at, asked.ends_at
    holds = [hold for hold in known.holds.get(camera.pk, ()) if hold.starts_at < end and hold.ends_at > start]
    outages = [
        row for row in known.outages.get(camera.pk, ()) if row.since < end and (row.until is None or row.until > start)
    ]
    copies = covering(known.copies.get(camera.pk, ()), start, end)
    is_dark = covers([Period(row.since, row.until) for row in outages], start, end)
    return FootageFacts(
        starts_at=start,
        ends_at=end,
        minimum_days=max(camera.minimum_days or 0, asked.plan_minimum_days),
        seen=_seen(camera, known),
        is_ours=known.coverage.is_ours(camera),
        is_recorded=known.coverage.has_footage(camera, start, end),
        copy="、".join(copy.number for copy in copies),
        is_held=covers([Period(hold.starts_at, hold.ends_at) for hold in holds], start, end),
        hold="、".join(dict.fromkeys(hold.reference for hold in holds if hold.reference)),
        outage="、".join(_in_words(row.get_cause_display(), row.reference) for row in outages) if is_dark else "",
    )


def _seen(camera: Camera, known: _Known) -> Seen | None:
    """Return what was seen last of how long the camera's footage is kept: by a scan, or by hand."""
    source = known.coverage.sources.get(camera.pk)
    if source is None:
        return seen_by(known.checks.get(camera.recorder_id))
    earliest = known.coverage.earliest.get(camera.pk)
    return Seen(local_date(source.scanned_at), earliest) if earliest and source.scanned_at else None


def _in_words(cause: str, reference: str) -> str:
    return f"{cause}（{reference}）" if reference else cause
