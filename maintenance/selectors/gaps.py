"""What coverage finds missing and nobody explains, camera by camera, as periods (肆、三)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from accounts.selectors import plan_on
from cameras.rules import Period, merged
from cameras.selectors import cameras_in_use
from printing.rules import local_date, start_of_day
from retention.choices import DayState
from retention.selectors import camera_days

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cameras.models import Camera
    from retention.selectors import CameraDays, SourceSeen

WANTING = frozenset({DayState.PARTIAL, DayState.MISSING})
ONE_DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)
MOST = 24
"""How many gaps of one camera stand by themselves."""
SETTLED = HOUR
"""A camera that seems to have stopped may only be writing a file: what lasts less than that file and this is no gap yet."""


def first_day_looked_at(now: dt.datetime) -> dt.date:
    """Return the first of the days the plan asks for: what is older may be overwritten by now."""
    today = local_date(now)
    own = [camera.minimum_days or 0 for camera in cameras_in_use(today)]
    return today - max([plan_on(today).minimum_days, *own]) * ONE_DAY


def unexplained_gaps(now: dt.datetime) -> dict[Camera, list[Period]]:
    """Return what is missing of every camera that a folder is read of, up to now; an open end means that it goes on."""
    today = local_date(now)
    cells = camera_days(list(cameras_in_use(today)), first_day_looked_at(now), today)
    return {each.camera: _gaps(each) for each in cells if each.source and not each.source.problem}


def _gaps(each: CameraDays) -> list[Period]:
    found = merged(_of_days(each))
    return _whole([gap for gap in (_until_the_scan(gap, each.source) for gap in found) if gap])


def _whole(gaps: list[Period]) -> list[Period]:
    """Return `gaps` as few enough to be read: in what is left between two near ones nobody can rely on the footage."""
    for breath in (HOUR, ONE_DAY, None):
        if len(gaps) <= MOST:
            break
        gaps = _joined(gaps, breath)
    return gaps


def _joined(gaps: list[Period], breath: dt.timedelta | None) -> list[Period]:
    joined = gaps[:1]
    for gap in gaps[1:]:
        last = joined[-1]
        if breath is None or (last.end is not None and gap.start - last.end <= breath):
            joined[-1] = Period(last.start, gap.end)
        else:
            joined.append(gap)
    return joined


def _of_days(each: CameraDays) -> Iterator[Period]:
    """Yield what is missing of a camera's own days: what hung there before has faults of its own."""
    for cell in each.cells:
        if cell.state in WANTING and cell.day >= each.camera.installed_on:
            midnight = start_of_day(cell.day)
            for gap in cell.gaps:
                yield Period(midnight + dt.timedelta(minutes=gap.start), midnight + dt.timedelta(minutes=gap.end))


def _until_the_scan(gap: Period, source: SourceSeen | None) -> Period | None:
    """Return a gap that the scan saw the end of as it is, one that went on then with an open end, or None: too early."""
    scanned_at = source.scanned_at if source else None
    if source is None or scanned_at is None or gap.end is None or gap.end < scanned_at - dt.timedelta(minutes=1):
        return gap
    is_settled = scanned_at - gap.start >= SETTLED + dt.timedelta(seconds=source.longest_seconds)
    return Period(gap.start, None) if is_settled else None
