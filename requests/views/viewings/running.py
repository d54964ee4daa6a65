"""「現在開始」, the page of a viewing, and its end: two taps each (ruling 30)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts import selectors as accounts
from requests import policies, selectors
from requests.forms import EndViewingForm, StartViewingForm
from requests.services import viewings
from requests.views.confirming import opened
from requests.views.viewings.gates import case_to_escort, companions, tried, viewing_of
from retention.selectors import copies_for_case

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest, HttpResponse

    from accounts.models import User
    from requests.models import ReviewRequest


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, number: str) -> HttpResponse:
    """Start now: who is there. What was arranged for today is filled in."""
    case, user, now = case_to_escort(request, number)
    people = companions(case, user, now)
    form = StartViewingForm(accounts.typed(request, now), initial=_initial(case, user, now), people=people)
    if request.method == "POST" and form.is_valid():
        viewing = tried(
            form, lambda: viewings.start_viewing(case_id=case.pk, escort=user, now=now, **form.cleaned_data)
        )
        if viewing:
            messages.success(request, f"{number} 調閱開始，已登記於調閱登記簿")
            return redirect("review:viewing", number=number, viewing_id=viewing.pk)
    context = {
        "case": case, "form": form, "told_only": selectors.is_told_only(case), "scope": selectors.scope_of(case),
        "allowed": policies.viewing_allowed(case, now),
    }  # fmt: skip
    return render(request, "requests/viewing_start.html", context, status=422 if form.errors else 200)


def _initial(case: ReviewRequest, user: User, now: dt.datetime) -> dict[str, object]:
    told_only, planned = selectors.is_told_only(case), selectors.planned_viewing(case)
    today = planned if planned and selectors.is_today(planned.at, now) else None
    return {
        "people_present": "" if told_only else f"{case.applicant_title}{case.applicant_name}",
        "place": today.place if today else selectors.DEFAULT_PLACE,
        "identity_checked": case.applicant_id is not None or case.identity_checked,
        "others": [one.pk for one in today.escorts.all() if one != user] if today else [],
    }


@require_GET
def one(request: HttpRequest, number: str, viewing_id: int) -> HttpResponse:
    """A viewing: who is there, what may be shown, the copies to play, what was opened meanwhile."""
    case, user, now = opened(request, number)
    viewing = viewing_of(case, viewing_id)
    works = policies.works_on(user, case, now)
    context = {
        "case": case,
        "viewing": viewing,
        "scope": selectors.scope_of(case),
        "works": works,
        "copies": copies_for_case(case.draft_key, user, now).copies if works else [],
        "readings": selectors.readings_during(viewing) if works else [],
        "may_countersign": viewing.entered_at
        and not viewing.countersigned_at
        and policies.may_countersign(user, viewing, case, now),
    }
    return render(request, "requests/viewing.html", context)


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, number: str, viewing_id: int) -> HttpResponse:
    """End the viewing: was there footage, and one neutral line."""
    case, user, now = case_to_escort(request, number)
    viewing = viewing_of(case, viewing_id)
    form = EndViewingForm(accounts.typed(request, now), faults=selectors.fault_numbers_of(case))
    if request.method == "POST" and form.is_valid():
        ending, remarks = viewings.Ending(**form.ending()), form.cleaned_data["remarks"]
        if tried(
            form,
            lambda: viewings.end_viewing(viewing_id=viewing.pk, escort=user, remarks=remarks, ending=ending, now=now),
        ):
            messages.success(request, f"{number} 調閱結束，登記完成")
            return redirect("review:case", number=number)
    context = {"case": case, "viewing": viewing, "form": form}
    return render(request, "requests/viewing_end.html", context, status=422 if form.errors else 200)
