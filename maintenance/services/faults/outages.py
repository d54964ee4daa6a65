"""The outages a fault opens and ends: a fault without picture answers 「為何無影像」 of every camera it darkens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cameras.choices import OutageCause
from cameras.models import Camera, Outage
from cameras.selectors import cameras_in_use
from cameras.services import close_outage, open_outage
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


def begin_outages(fault: Fault, actor: Actor, now: dt.datetime) -> None:
    """Record since when the cameras of the fault have no picture."""
    for camera in cameras_darkened(fault, now):
        open_outage(
            camera=camera,
            cause=OutageCause.FAULT,
            reference=fault.number,
            since=fault.began_at,
            actor=actor,
            now=now,
        )


def end_outages(fault: Fault, actor: Actor, now: dt.datetime) -> None:
    """End them with the repair, but of no camera of which another fault still says there is no picture."""
    cameras = cameras_darkened(fault, now)
    dark = darkened_by_others(fault, cameras)
    running = Outage.objects.filter(camera__in=cameras, cause=OutageCause.FAULT, until=None).select_related("camera")
    for outage in running.order_by("camera__code"):
        if fault.repaired_at and outage.camera_id not in dark:
            close_outage(outage_id=outage.pk, until=fault.repaired_at, actor=actor, now=now)
