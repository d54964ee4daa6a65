"""The outages a fault opens and ends: a fault without picture answers 「為何無影像」 of every camera it darkens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cameras.choices import OutageCause
from cameras.models import Camera, Outage
from cameras.selectors import cameras_in_use
from cameras.services import close_outage, hold_still, open_outage, withdraw_outage
from maintenance.rules import gaps_of
from maintenance.selectors import darkened_by_others
from printing.rules import local_date

if TYPE_CHECKING:
    import datetime as dt

    from ledger.services import Actor
    from maintenance.models import Fault


def cameras_darkened(fault: Fault, now: dt.datetime) -> list[Camera]:
    """Return the cameras of which the fault says there is no picture: its own, or all that record on its recorder.

    A fault of the whole system names no camera: who finds one dark says which.
    """
    if not fault.has_no_picture:
        return []
    if fault.camera:
        return [fault.camera]
    return list(cameras_in_use(local_date(now)).filter(recorder=fault.recorder)) if fault.recorder else []


def begin_outages_of(fault: Fault, actor: Actor, now: dt.datetime) -> None:
    """Record since when the cameras of the fault have no picture: what coverage found is exactly what it found."""
    periods = [(gap.start, gap.end) for gap in gaps_of(fault.gaps)] or [(fault.began_at, None)]
    cameras = cameras_darkened(fault, now)
    hold_still(cameras)
    for camera in cameras:
        for since, until in periods:
            _open(fault, camera, since, until, actor, now)


def end_outages_of(fault: Fault, repaired_at: dt.datetime, actor: Actor, now: dt.datetime) -> None:
    """End them with the repair, but of no camera of which another fault still says there is no picture."""
    cameras = cameras_darkened(fault, now)
    hold_still(cameras)
    dark = darkened_by_others(fault, cameras)
    running = Outage.objects.filter(camera__in=cameras, cause=OutageCause.FAULT, until=None)
    for outage in running.order_by("camera__code"):
        if outage.camera_id not in dark:
            close_outage(outage_id=outage.pk, until=repaired_at, actor=actor, now=now)


def reopen_outages_of(fault: Fault, repaired_at: dt.datetime, actor: Actor, now: dt.datetime) -> None:
    """Let them run on from the moment the repair claimed to be: what touches becomes one, so there is no hole."""
    cameras = cameras_darkened(fault, now)
    hold_still(cameras)
    for camera in cameras:
        _open(fault, camera, repaired_at, None, actor, now)


def withdraw_outages(fault: Fault, reason: str, actor: Actor, now: dt.datetime) -> None:
    """Take back what a fault that is none said of its cameras."""
    said = Outage.objects.filter(cause=OutageCause.FAULT, reference__contains=fault.number).order_by("pk")
    for outage in [row for row in said if fault.number in row.numbers]:
        withdraw_outage(outage_id=outage.pk, reference=fault.number, reason=reason, actor=actor, now=now)


def _open(
    fault: Fault, camera: Camera, since: dt.datetime, until: dt.datetime | None, actor: Actor, now: dt.datetime
) -> None:
    open_outage(
        camera=camera, cause=OutageCause.FAULT, reference=fault.number, since=since, until=until, actor=actor, now=now
    )
