"""Upkeep over a period: what was broken, inspected, listed, checked, and what was owed (參、三; 陸)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from maintenance.choices import FaultStatus, StockTakeStatus
from maintenance.models import Equipment, Fault, Inspection, StockTake

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet


def faults_during(start: dt.datetime, end: dt.datetime) -> QuerySet[Fault]:
    """Return what was broken at any time of [start, end), the oldest first; what was found to be no fault is none."""
    broken = Q(repaired_at=None) | Q(repaired_at__gte=start) | Q(reported_at__gte=start)
    found = Fault.objects.filter(broken, reported_at__lt=end).exclude(status=FaultStatus.DISMISSED)
    return found.select_related("camera__place", "recorder", "owner", "reporter").order_by("reported_at", "pk")


def inspection_days(last: dt.date) -> list[dt.date]:
    """Return the days of every inspection up to `last`, the oldest first."""
    rows = Inspection.objects.filter(inspected_on__lte=last).order_by("inspected_on")
    return list(rows.values_list("inspected_on", flat=True))


def inspections_with_faults(first: dt.date, last: dt.date) -> QuerySet[Inspection]:
    """Return the rows of 附錄2 from `first` to `last` with the faults each found."""
    rows = Inspection.objects.filter(inspected_on__range=(first, last)).order_by("inspected_on", "pk")
    return rows.prefetch_related("faults")


def listed_on(day: dt.date) -> QuerySet[Equipment]:
    """Return what stood in the 設備帳 on a day: acquired by then, not scrapped yet."""
    kept = Q(scrapped_on=None) | Q(scrapped_on__gt=day)
    return Equipment.objects.filter(kept, acquired_on__lte=day).select_related("camera", "recorder")


def stock_takes_signed(years: range) -> dict[int, dt.datetime]:
    """Return when the stock-take of each 民國 year was signed by the second person."""
    rows = StockTake.objects.filter(year__in=years, status=StockTakeStatus.SIGNED)
    return {year: at for year, at in rows.values_list("year", "signed_at") if at}
