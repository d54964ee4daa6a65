"""The outages a fault opens and ends: a fault without picture answers 「為何無影像」 of every camera it darkens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

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


def begin_where_none_runs(fault: Fault, since: dt.datetime, actor: Actor, now: dt.datetime) -> bool:
    """Record of the cameras of which no fault says so already that they have no picture since a moment; return whether any was."""
    cameras = cameras_darkened(fault, now)
    hold_still(cameras)
    running = Outage.objects.filter(camera__in=cameras, cause=OutageCause.FAULT, until=None)
    dark = set(running.values_list("camera", flat=True))
    lit = [camera for camera in cameras if camera.pk not in dark]
    for camera in lit:
        _open(fault, camera, since, None, actor, now)
    return bool(lit)


def end_outages_of(fault: Fault, repaired_at: dt.datetime, actor: Actor, now: dt.datetime) -> None:
    """End them with the repair, but of no camera of which another fault still says there is no picture. Raises OutageError."""
    hold_still(outage.camera for outage in _running(fault, now))
    running = _running(fault, now)
    dark = darkened_by_others(fault, [outage.camera for outage in running])
    for outage in running:
        if outage.camera_id not in dark:
            close_outage(outage_id=outage.pk, until=repaired_at, actor=actor, now=now)


def _running(fault: Fault, now: dt.datetime) -> list[Outage]:
    """Return what runs of the cameras it darkens, and all that goes by its number: a camera may hang on another recorder by now."""
    cameras = cameras_darkened(fault, now)
    says = Q(camera__in=cameras) | Q(reference__contains=fault.number)
    running = Outage.objects.filter(says, cause=OutageCause.FAULT, until=None).select_related("camera")
    return [row for row in running.order_by("camera__code") if row.camera in cameras or fault.number in row.numbers]


def reopen_outages_of(fault: Fault, repaired_at: dt.datetime, actor: Actor, now: dt.datetime) -> None:
    """Let them run on from the moment the repair claimed to be: what touches becomes one, so there is no hole.

    A camera that was given another recorder meanwhile is not brought back: it has a picture.
    """
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
