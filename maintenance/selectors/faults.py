"""Questions about faults."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import Case, IntegerField, QuerySet, Value, When

from ledger.witnesses import RowWitness
from maintenance.choices import UNREPAIRED, WITHOUT_PICTURE, FaultStatus
from maintenance.models import Fault

if TYPE_CHECKING:
    from collections.abc import Collection

    from cameras.models import Camera, Recorder

RANK = UNREPAIRED
ONE_REPORT_FOR = dt.timedelta(hours=24)

# Who is named here may be a passer-by; the random key of the form stands in the digest and salts it.
FAULTS = RowWitness(Fault.objects.all(), subject=lambda fault: f"故障 {fault.number}")


def open_first(faults: QuerySet[Fault]) -> QuerySet[Fault]:
    """Return `faults` with 待確認 and 待處理 before what is done, then newest first."""
    rank = Case(
        *(When(status=status, then=Value(order)) for order, status in enumerate(RANK)),
        default=Value(len(RANK)),
        output_field=IntegerField(),
    )
    return faults.select_related("camera__place", "recorder", "reporter").order_by(rank, "-reported_at", "-pk")


def open_fault_of(
    camera: Camera | None, recorder: Recorder | None, symptom: str, *, description: str | None = None
) -> Fault | None:
    """Return the unrepaired fault that already says this, or None; `description` where the symptom alone says nothing.

    Whatever means that a camera has no picture is one cause.
    """
    same = WITHOUT_PICTURE if camera and symptom in WITHOUT_PICTURE else (symptom,)
    faults = Fault.objects.filter(camera=camera, recorder=recorder, symptom__in=same, status__in=UNREPAIRED)
    return (faults if description is None else faults.filter(description=description)).first()


def darkened_by_others(fault: Fault, cameras: Collection[Camera]) -> set[int]:
    """Return which of `cameras` (keys) have no picture by another confirmed fault: their own, or their recorder's."""
    confirmed = Fault.objects.filter(symptom__in=WITHOUT_PICTURE, status__in=UNREPAIRED).exclude(pk=fault.pk)
    others = confirmed.exclude(status=FaultStatus.UNCONFIRMED)
    own, recorders = set(others.values_list("camera", flat=True)), set(others.values_list("recorder", flat=True))
    return {camera.pk for camera in cameras if camera.pk in own or camera.recorder_id in recorders}


def recent_report_of(camera: Camera, now: dt.datetime) -> Fault | None:
    """Return what was already reported of the camera within a day and is not done, or None (ruling 27)."""
    return Fault.objects.filter(camera=camera, status__in=RANK, reported_at__gt=now - ONE_REPORT_FOR).first()


def sticker_reports_since(moment: dt.datetime) -> int:
    """Return how many reports without an account came in since a moment."""
    return Fault.objects.filter(reporter=None, reported_at__gt=moment).count()


def unrepaired_faults() -> QuerySet[Fault]:
    """Return what is 待確認 or 待處理, for the home of those who mend."""
    return open_first(Fault.objects.filter(status__in=RANK))
