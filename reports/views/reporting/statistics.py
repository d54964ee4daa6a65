"""統計 for 校務會議: charts and tables of the same numbers, paper, sheet. Off until the school switches it on."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts import selectors as accounts
from accounts.choices import Feature
from files.views import sheet_response
from printing.rules import short_date
from printing.views import furniture, pdf_response
from reports import policies
from reports.documents.compliance import render_statistics
from reports.forms.periods import PeriodForm, query_of
from reports.rules import named_spans
from reports.selectors.statistics import HEADINGS, statistics_of

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest, HttpResponse

    from accounts.models import User
    from reports.selectors.statistics import Figures


def _asked(request: HttpRequest) -> tuple[User, dt.datetime, PeriodForm]:
    """Return who asks for which period, and when. Raises Http404 while the extra is off, PermissionDenied."""
    user, now = cast("User", request.user), timezone.now()
    if not accounts.has_feature(Feature.STATISTICS):
        raise Http404
    policies.require(allowed=policies.may_read_compliance(user, now))
    return user, now, PeriodForm(request.GET, today=timezone.localdate(now))


@require_GET
def statistics_page(request: HttpRequest) -> HttpResponse:
    """The figures month by month."""
    _, now, form = _asked(request)
    statistics = statistics_of(form.span, now)
    context = {
        "form": form, "statistics": statistics, "headings": HEADINGS, "rows": [_labelled(row) for row in statistics.months],
        "total": _labelled(statistics.total), "query": form.query,
        "named": [(label, query_of(span)) for label, span in named_spans(timezone.localdate(now))],
    }  # fmt: skip
    return render(request, "reports/statistics.html", context)


def _labelled(row: Figures) -> list[tuple[str, str]]:
    """Return each figure with its heading, which a phone shows beside it."""
    return list(zip(HEADINGS, row.cells(), strict=True))


@require_GET
def statistics_pdf(request: HttpRequest) -> HttpResponse:
    """The same on paper."""
    user, now, form = _asked(request)
    paper = furniture(printed_by=user.name, now=now, path=f"{reverse('reports:statistics')}?{form.query}")
    content = render_statistics(accounts.the_school().short_name, statistics_of(form.span, now), paper)
    return pdf_response(content, "監視錄影系統統計.pdf")


@require_GET
def statistics_sheet(request: HttpRequest, kind: str) -> HttpResponse:
    """The same as a sheet."""
    _, now, form = _asked(request)
    statistics = statistics_of(form.span, now)
    rows = [row.cells() for row in [*statistics.months, statistics.total]]
    title = f"監視錄影系統統計 {short_date(form.span.first)}-{short_date(form.span.last)}".replace("/", "")
    return sheet_response(title, HEADINGS, rows, kind)
