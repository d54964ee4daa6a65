"""「現在開始」 and the end of an accompanied viewing."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts import selectors as accounts
from requests import policies, selectors
from requests.forms import EndViewingForm, StartViewingForm
from requests.services import viewings
from requests.services.viewings import NotAnEscort, ViewingRefused
from requests.views import reading

if TYPE_CHECKING:
    from accounts.models import User


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, number: str) -> HttpResponse:
    """Start now: who is present, and that they were told not to film."""
    user, now = cast("User", request.user), timezone.now()
    case = reading.open_case(user, number, now)
    if not policies.may_escort(user, case, now):
        raise NotAnEscort
    told_only = selectors.is_told_only(case)
    initial = {"people_present": "" if told_only else f"{case.applicant_title}{case.applicant_name}"}
    form = StartViewingForm(accounts.typed(request, now), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            viewings.start_viewing(case_id=case.pk, escort=user, now=now, **form.cleaned_data)
        except ViewingRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{number} 調閱開始，已登記於調閱登記簿")
            return redirect("review:case", number=number)
    return render(
        request,
        "requests/viewing_start.html",
        {"case": case, "form": form, "told_only": told_only},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, number: str, viewing_id: int) -> HttpResponse:
    """End the viewing."""
    user, now = cast("User", request.user), timezone.now()
    case = reading.open_case(user, number, now)
    viewing = case.viewings.filter(pk=viewing_id).first()
    if viewing is None:
        raise Http404
    if not policies.may_escort(user, case, now):
        raise NotAnEscort
    form = EndViewingForm(accounts.typed(request, now))
    if request.method == "POST" and form.is_valid():
        try:
            viewings.end_viewing(viewing_id=viewing.pk, escort=user, remarks=form.cleaned_data["remarks"], now=now)
        except ViewingRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{number} 調閱結束，登記完成")
            return redirect("review:case", number=number)
    context = {"case": case, "viewing": viewing, "form": form}
    return render(request, "requests/viewing_end.html", context, status=422 if form.errors else 200)
