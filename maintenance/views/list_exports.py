"""匯出 of faults, outages and inspections, to those who read all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.views.decorators.http import require_GET

from cameras.choices import OutageCause
from cameras.models import Outage
from ledger.choices import Verb
from maintenance import documents, policies, selectors
from maintenance.views.gates import upkeep_reader
from maintenance.views.outages import outage_reader
from printing.rules import local_date
from work.views import Export, export

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_GET
def export_faults(request: HttpRequest, kind: str) -> HttpResponse:
    """Every fault, in the order of the list."""
    user, now = outage_reader(request)
    faults = selectors.open_first(policies.visible_to(user, local_date(now)))
    rows = (documents.fault_row(fault, now) for fault in faults)
    return export(Export("故障紀錄", documents.FAULT_HEADINGS, rows, Verb.FAULTS_EXPORTED), kind, user, now)


@require_GET
def export_outages(request: HttpRequest, kind: str) -> HttpResponse:
    """Every outage that no fault explains, what goes on too, the newest first."""
    user, now = outage_reader(request)
    outages = Outage.objects.select_related("camera__place").exclude(cause=OutageCause.FAULT).order_by("-since", "-pk")
    rows = (documents.outage_row(outage) for outage in outages)
    return export(Export("影像中斷", documents.OUTAGE_HEADINGS, rows, Verb.OUTAGES_EXPORTED), kind, user, now)


@require_GET
def export_inspections(request: HttpRequest, kind: str) -> HttpResponse:
    """附錄2 as a sheet, the newest first."""
    user, now, _ = upkeep_reader(request)
    rows = (documents.inspection_row(row) for row in selectors.inspections_between(None, None).reverse())
    what = Export("檢查保養紀錄", documents.INSPECTION_HEADINGS, rows, Verb.INSPECTIONS_EXPORTED)
    return export(what, kind, user, now)
