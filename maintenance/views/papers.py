"""附錄2 as PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts import selectors as accounts
from ledger import services as ledger
from ledger.choices import Verb
from maintenance import policies, selectors
from maintenance.documents import InspectionRow, render_appendix_2
from printing.documents import Furniture
from printing.rules import UnreadableError, parse_roc_date
from printing.views import pdf_response

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest, HttpResponse

    from accounts.models import User
    from maintenance.models import Inspection


@require_GET
def appendix_2(request: HttpRequest) -> HttpResponse:
    """附錄2: `?from=&until=` (民國 days, both included) the inspections of a period; `?blank=1` an empty form."""
    user, now = cast("User", request.user), timezone.now()
    if not policies.may_see_inspections(user, timezone.localdate(now)):
        raise PermissionDenied("您的職務不能列印附錄2。若業務需要，請洽承辦人。")
    rows = []
    if request.GET.get("blank") != "1":
        start, end = _day(request.GET.get("from", "")), _day(request.GET.get("until", ""))
        rows = [_row(inspection) for inspection in selectors.inspections_between(start, end)]
        ledger.append_reading(
            verb=Verb.INSPECTIONS_PRINTED, actor=accounts.in_words(user, now), subject="附錄2", now=now
        )
    furniture = Furniture(
        reference="",
        printed_at=now,
        printed_by=user.name,
        url=f"{settings.PUBLIC_URL}{reverse('maintenance:inspection-list')}",
        is_demo=settings.DEMO,
    )
    return pdf_response(render_appendix_2(rows, accounts.the_school().short_name, furniture), "附錄2.pdf")


def _day(text: str) -> dt.date | None:
    """Return the day of a query value; what cannot be read sets no bound."""
    try:
        return parse_roc_date(text) if text.strip() else None
    except UnreadableError:
        return None


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
