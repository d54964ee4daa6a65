"""Questions about inspections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.once import once
from accounts.selectors import plan_on
from ledger.witnesses import RowWitness, row_facts
from maintenance.choices import UNREPAIRED
from maintenance.models import Inspection
from maintenance.rules import add_months, proposed_day
from printing.rules import long_date
from work.selectors import calendar

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet

    from maintenance.models import Fault


def _facts(row: Inspection) -> dict[str, object]:
    return row_facts(row) | {"faults": sorted(fault.number for fault in row.faults.all())}


# Who is named here may be a firm's man; the random key of the form stands in the digest and salts it.
INSPECTIONS = RowWitness(
    Inspection.objects.prefetch_related("faults"),
    subject=lambda row: f"附錄2 第 {row.pk} 筆（{long_date(row.inspected_on)}檢查）",
    facts=_facts,
)


def inspections_between(start: dt.date | None, end: dt.date | None) -> QuerySet[Inspection]:
    """Return the rows of 附錄2 from `start` to `end`, both days included, oldest first; None leaves that side open."""
    rows = Inspection.objects.order_by("inspected_on", "pk")
    if start is not None:
        rows = rows.filter(inspected_on__gte=start)
    return rows if end is None else rows.filter(inspected_on__lte=end)


def inspections_on_a_day_of(start: dt.date, end: dt.date) -> QuerySet[Inspection]:
    """Return the rows of 附錄2 of which an inspection or a 複查 lies from `start` to `end`, oldest first."""
    days = Q(inspected_on__range=(start, end)) | Q(rechecked_on__range=(start, end))
    return Inspection.objects.filter(days).order_by("inspected_on", "pk")


@once
def last_inspected_on() -> dt.date | None:
    """Return the day of the newest inspection, or None."""
    return Inspection.objects.order_by("-inspected_on").values_list("inspected_on", flat=True).first()


def next_due(day: dt.date) -> dt.date | None:
    """Return when the next inspection is due by the plan of `day`, or None when there was none yet."""
    return due_after(last_inspected_on(), day)


def due_after(last: dt.date | None, day: dt.date) -> dt.date | None:
    """Return the same for who knows the day of the newest inspection."""
    return add_months(last, plan_on(day).inspection_months) if last else None


def proposed_inspection(day: dt.date) -> dt.date | None:
    """Return the day the school year proposes for the next inspection, or None when there was none yet."""
    return proposed_after(last_inspected_on(), day)


def proposed_after(last: dt.date | None, day: dt.date) -> dt.date | None:
    """Return the same for who knows the day of the newest inspection."""
    due = due_after(last, day)
    return proposed_day(last, due, calendar()) if last and due else None


def unrepaired_of(inspection: Inspection) -> list[Fault]:
    """Return those of the faults an inspection found that still wait: what a 複查 has to see done."""
    return list(inspection.faults.filter(status__in=UNREPAIRED).order_by("number"))
