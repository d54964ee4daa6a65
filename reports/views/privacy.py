"""Pages and papers: 個人資料檔案公開事項 and 個資保護措施, made of what the product knows today."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts import selectors as accounts
from printing.views import furniture, pdf_response
from reports import policies
from reports.documents.personal_data import data_files, render_data_files, render_measures
from reports.selectors import safeguards

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.models import User


@require_GET
def personal_data_page(request: HttpRequest) -> HttpResponse:
    """個人資料檔案公開事項 (個人資料保護法第17條): public by law, so everybody here may read it."""
    user, now = cast("User", request.user), timezone.now()
    plan = accounts.plan_on(timezone.localdate(now))
    context = {"files": data_files(plan), "plan": plan, "may_read_measures": policies.may_read_measures(user, now)}
    return render(request, "reports/personal_data.html", context)


@require_GET
def personal_data_pdf(request: HttpRequest) -> HttpResponse:
    """The same as a sheet to be published."""
    user, now = cast("User", request.user), timezone.now()
    paper = furniture(printed_by=user.name, now=now, path=reverse("reports:personal-data"))
    plan = accounts.plan_on(timezone.localdate(now))
    return pdf_response(render_data_files(plan, paper), "個人資料檔案公開事項.pdf")


@require_GET
def measures_page(request: HttpRequest) -> HttpResponse:
    """個資保護措施: the eleven measures of 施行細則第12條, with what can be shown for each today."""
    user, now = cast("User", request.user), timezone.now()
    policies.require(allowed=policies.may_read_measures(user, now))
    measures = [
        (one, [(line, reverse(line.page) if line.page else "") for line in one.evidence])
        for one in safeguards(user, now)
    ]
    return render(request, "reports/measures.html", {"measures": measures, "now": now})


@require_GET
def measures_pdf(request: HttpRequest) -> HttpResponse:
    """The same on paper, for an audit."""
    user, now = cast("User", request.user), timezone.now()
    policies.require(allowed=policies.may_read_measures(user, now))
    paper = furniture(printed_by=user.name, now=now, path=reverse("reports:measures"))
    return pdf_response(render_measures(safeguards(user, now), paper), "個資保護措施.pdf")
