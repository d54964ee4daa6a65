"""Questions about faults."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import Case, IntegerField, QuerySet, Value, When

from ledger.witnesses import RowWitness
from maintenance.choices import FaultStatus
from maintenance.models import Fault

if TYPE_CHECKING:
    from cameras.models import Camera

RANK = (FaultStatus.UNCONFIRMED, FaultStatus.OPEN)
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
    return faults.select_related("camera", "camera__place", "reporter").order_by(rank, "-reported_at", "-pk")


def open_fault_of(camera: Camera, symptom: str) -> Fault | None:
    """Return the fault that already says this of the camera, or None."""
    return Fault.objects.filter(camera=camera, symptom=symptom, status=FaultStatus.OPEN).first()


def recent_report_of(camera: Camera, now: dt.datetime) -> Fault | None:
    """Return what was already reported of the camera within a day and is not done, or None (ruling 27)."""
    return Fault.objects.filter(camera=camera, status__in=RANK, reported_at__gt=now - ONE_REPORT_FOR).first()


def sticker_reports_since(moment: dt.datetime) -> int:
    """Return how many reports without an account came in since a moment."""
    return Fault.objects.filter(reporter=None, reported_at__gt=moment).count()


def unrepaired_faults() -> QuerySet[Fault]:
    """Return what is 待確認 or 待處理, for the home of those who mend."""
    return open_first(Fault.objects.filter(status__in=RANK))
