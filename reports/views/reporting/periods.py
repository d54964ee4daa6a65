"""符合情形 of any period, as things stand now: page and paper; the list of signed reports (陸、三; ruling 29)."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts import selectors as accounts
from accounts.choices import Feature
from printing.views import furniture, pdf_response
from reports import policies
from reports.documents.compliance import Head, render_compliance
from reports.forms.periods import PeriodForm, WonderingForm, query_of
from reports.rules import named_spans
from reports.selectors.compliance import Asked, compliance, questions, shown
from reports.selectors.reporting import reports
from reports.services import reporting
from reports.views.reporting.drawing import Links

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest, HttpResponse

    from accounts.models import User
    from reports.rules import Span


@require_http_methods(["GET", "POST"])
def compliance_page(request: HttpRequest) -> HttpResponse:
    """Clause by clause what shows that it was kept, or where it was not; by POST 承辦人 begins the report of the period."""
    user, now = cast("User", request.user), timezone.now()
    policies.require(allowed=policies.may_read_compliance(user, now))
    today = timezone.localdate(now)
    form = PeriodForm(request.GET if request.method == "GET" else request.POST, today=today)
    if request.method == "POST":
        return _begin(request, form.span, user, now)
    wonders = WonderingForm(request.GET)
    asked = Asked(form.span, now)
    results = shown(compliance(asked), user, now)
    links = Links(user, now)
    context = {
        "form": form, "wonders": wonders, "span": form.span, "named": [(label, query_of(span)) for label, span in named_spans(today)],
        "asked": asked, "parts": links.parts(results), "broken": sum(one.is_broken for one in results),
        "questions": links.questions(questions(asked, wonders.wondering(today))), "reports": list(reports()),
        "may_prepare": policies.prepares_reports(user, now) is not None,
        "has_statistics": Feature.STATISTICS in asked.features, "query": form.query,

    }  # fmt: skip
    return render(request, "reports/compliance.html", context)


def _begin(request: HttpRequest, span: Span, user: User, now: dt.datetime) -> HttpResponse:
    try:
        report = reporting.open_report(span=span, actor=user, now=now)
    except reporting.ReportError as error:
        messages.error(request, str(error))
        return redirect(f"{reverse('reports:compliance')}?{query_of(span)}")
    return redirect("reports:compliance-report", pk=report.pk)


@require_GET
def compliance_pdf(request: HttpRequest) -> HttpResponse:
    """The same on paper, not signed."""
    user, now = cast("User", request.user), timezone.now()
    policies.require(allowed=policies.may_read_compliance(user, now))
    today = timezone.localdate(now)
    form = PeriodForm(request.GET, today=today)
    asked = Asked(form.span, now)
    results = shown(compliance(asked), user, now)
    paper = furniture(printed_by=user.name, now=now, path=f"{reverse('reports:compliance')}?{form.query}")
    head = Head(accounts.the_school().short_name, asked.terms.title, form.span, now, asked.began)
    answers = questions(asked, WonderingForm(request.GET).wondering(today))
    return pdf_response(render_compliance(head, results, answers, paper), "計畫符合情形.pdf")
