"""附錄2 and its 附表 as PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts import selectors as accounts
from ledger import services as ledger
from ledger.choices import Verb
from maintenance import policies, selectors
from maintenance.documents import InspectionRow, render_appendix_2, render_attached
from maintenance.models import Inspection
from maintenance.views.gates import upkeep_reader
from printing.rules import UnreadableError, parse_roc_date
from printing.views import furniture, pdf_response

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest, HttpResponse

    from accounts.models import User


@require_GET
def appendix_2(request: HttpRequest) -> HttpResponse:
    """附錄2: `?from=&until=` (民國 days, both included) the inspections of a period; `?blank=1` an empty form.

    A day that cannot be read is asked for again: a paper of another period would look like the right one.
    """
    user, now = cast("User", request.user), timezone.now()
    if not policies.may_see_inspections(user, timezone.localdate(now)):
        raise PermissionDenied("您的職務不能列印附錄2。若業務需要，請洽承辦人。")
    rows = []
    if request.GET.get("blank") != "1":
        try:
            start, end = _day(request.GET.get("from", "")), _day(request.GET.get("until", ""))
        except UnreadableError as error:
            messages.error(request, f"列印期間：{error}")
            return redirect("maintenance:inspection-list")
        rows = [_row(inspection) for inspection in selectors.inspections_between(start, end)]
        ledger.append_reading(
            verb=Verb.INSPECTIONS_PRINTED, actor=accounts.in_words(user, now), subject="附錄2", now=now
        )
    paper = furniture(printed_by=user.name, now=now, path=reverse("maintenance:inspection-list"))
    return pdf_response(render_appendix_2(rows, accounts.the_school().short_name, paper), "附錄2.pdf")


@require_GET
def attached(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """附表 of one inspection: every camera and recorder of its work list, else the faults it found."""
    user, now, today = upkeep_reader(request)
    found = get_object_or_404(Inspection.objects.select_related("work_list"), pk=inspection_id)
    faults = list(found.faults.select_related("camera__place", "recorder").order_by("number"))
    if not (found.work_list or faults):
        raise Http404
    sheet = selectors.sheet_of(found.work_list, today) if found.work_list else None
    subject = f"附錄2 第 {found.pk} 筆附表"
    ledger.append_reading(verb=Verb.INSPECTIONS_PRINTED, actor=accounts.in_words(user, now), subject=subject, now=now)
    paper = furniture(printed_by=user.name, now=now, path=reverse("maintenance:inspection", args=[found.pk]))
    content = render_attached(found, sheet, faults, accounts.the_school().short_name, paper)
    return pdf_response(content, "附錄2附表.pdf")


def _day(text: str) -> dt.date | None:
    return parse_roc_date(text) if text.strip() else None


def _row(inspection: Inspection) -> InspectionRow:
    return InspectionRow(
        inspected_on=inspection.inspected_on,
        recorder_works=inspection.recorder_works,
        equipment_works=inspection.equipment_works,
        picture_is_clear=inspection.picture_is_clear,
        inspector=inspection.inspector,
        rechecker=inspection.rechecker,
        remarks=inspection.remarks,
    )
