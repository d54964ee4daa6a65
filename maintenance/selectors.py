"""Questions about inspections and faults."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import Case, IntegerField, QuerySet, Value, When

from accounts.selectors import plan_on
from ledger.witnesses import RowWitness
from maintenance.choices import FaultStatus
from maintenance.models import Fault, Inspection
from maintenance.rules import add_months
from printing.rules import long_date

if TYPE_CHECKING:
    from cameras.models import Camera

RANK = (FaultStatus.UNCONFIRMED, FaultStatus.OPEN)
ONE_REPORT_FOR = dt.timedelta(hours=24)

# Who is named here may be a firm's man or a passer-by; the random key of the form stands in the digest and salts it.
INSPECTIONS = RowWitness(
    Inspection.objects.all(), subject=lambda row: f"附錄2 第 {row.pk} 筆（{long_date(row.inspected_on)}檢查）"
)
FAULTS = RowWitness(Fault.objects.all(), subject=lambda fault: f"故障 {fault.number}")


def inspections_between(start: dt.date | None, end: dt.date | None) -> QuerySet[Inspection]:
    """Return the rows of 附錄2 from `start` to `end`, both days included, oldest first; None leaves that side open."""
    rows = Inspection.objects.order_by("inspected_on", "pk")
    if start is not None:
        rows = rows.filter(inspected_on__gte=start)
    return rows if end is None else rows.filter(inspected_on__lte=end)


def last_inspected_on() -> dt.date | None:
    """Return the day of the newest inspection, or None."""
    return Inspection.objects.order_by("-inspected_on").values_list("inspected_on", flat=True).first()


def next_due(day: dt.date) -> dt.date | None:
    """Return when the next inspection is due by the plan of `day`, or None when there was none yet."""
    last = last_inspected_on()
    return add_months(last, plan_on(day).inspection_months) if last else None


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
