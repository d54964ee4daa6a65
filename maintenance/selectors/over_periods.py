"""Upkeep over a period: what was broken, inspected, listed, checked, and what was owed (參、三; 陸)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from django.db.models import Q

from maintenance.choices import FaultStatus, StockTakeStatus
from maintenance.models import Equipment, Fault, Inspection, StockTake
from maintenance.rules import add_months

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet


def faults_during(start: dt.datetime, end: dt.datetime) -> QuerySet[Fault]:
    """Return what was broken at any time of [start, end), the oldest first; what was found to be no fault is none."""
    broken = Q(repaired_at=None) | Q(repaired_at__gte=start) | Q(reported_at__gte=start)
    found = Fault.objects.filter(broken, reported_at__lt=end).exclude(status=FaultStatus.DISMISSED)
    return found.select_related("camera__place", "recorder", "owner", "reporter").order_by("reported_at", "pk")


@dataclass(frozen=True, slots=True)
class LateInspection:
    """An inspection that was due on a day and made later, or not at all."""

    due: dt.date
    made_on: dt.date | None


def late_inspections(first: dt.date, last: dt.date, *, months: int, began: dt.date) -> list[LateInspection]:
    """Return where more than `months` lay between two inspections, as far as that reaches into the days from `first` to `last`.

    A school without any is asked from the day it `began` on.
    """
    made = list(
        Inspection.objects.filter(inspected_on__lte=last)
        .order_by("inspected_on")
        .values_list("inspected_on", flat=True)
    )
    days: list[dt.date | None] = [*(made or [began]), None]
    late = []
    for before, after in pairwise(days):
        due = add_months(before, months) if before else last
        until = after or last
        if due < until and until > first:
            late.append(LateInspection(due, after))
    return late


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
