"""校內緊急調閱: consent, escort and the five fields on one screen; at once, the chain follows (ruling 10)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts import selectors as accounts
from printing.rules import TAIPEI, long_moment
from requests import policies, selectors
from requests.forms import ConsentForm, EmergencyForm
from requests.services import viewings
from requests.views.viewings.gates import case_to_escort, tried

if TYPE_CHECKING:
    from typing import Any

    from django.http import HttpRequest, HttpResponse

    from accounts.models import User
    from requests.models import OfficerVisit, ReviewRequest, ViewingSession

LAST_HOUR = dt.timedelta(hours=1)
IN_SCHOOL, OF_OFFICER = "校內緊急調閱", "公務機關現場調閱"


class NotInTheChain(PermissionDenied):
    """Who accompanies an emergency viewing also works on its case."""

    def __init__(self) -> None:
        super().__init__("校內緊急調閱由承辦人、處室主管或校長辦理；請立即聯絡他們，並先按「緊急留存影像」。")


@require_http_methods(["GET", "POST"])
def emergency(request: HttpRequest) -> HttpResponse:
    """A case, its consent and its viewing at once."""
    user, now = cast("User", request.user), timezone.now()
    if not policies.may_enter(user, now, is_emergency=True):
        raise NotInTheChain
    form = EmergencyForm(
        accounts.typed(request, now),
        initial=_initial(now),
        consenters=selectors.consenters(now),
        operator=user,
        now=now,
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        wanted = viewings.Emergency(
            applicant=data["account"], applicant_name=data["applicant_name"], relation=data["relation"],
            cameras=data["cameras"], places=data["places"], starts_at=data["starts_at"], ends_at=data["ends_at"],
            reason=data["reason"], asker=data["asker"], protection_order=data["protection_order"],
        )  # fmt: skip
        viewing = tried(
            form, lambda: viewings.begin_emergency(wanted=wanted, operator=user, now=now, **_consent_and_presence(data))
        )
        if viewing:
            return _begun(request, viewing)
    context = {"form": form, "case": None, "title": IN_SCHOOL}
    return render(request, "requests/viewing_emergency.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def emergency_of_case(request: HttpRequest, number: str) -> HttpResponse:
    """The same for a case somebody has sent, or an officer asked for at the gate (ruling 11)."""
    case, user, now = case_to_escort(request, number)
    form = ConsentForm(
        accounts.typed(request, now),
        initial=_initial(now) | {"people_present": _who_asks(case)},
        consenters=policies.may_consent(case, now),
        grounds=policies.grounds_of(case),
    )
    if request.method == "POST" and form.is_valid():
        parts = _consent_and_presence(form.cleaned_data)
        viewing = tried(form, lambda: viewings.consent_and_start(case_id=case.pk, operator=user, now=now, **parts))
        if viewing:
            return _begun(request, viewing)
    title = OF_OFFICER if hasattr(case, "officer_visit") else IN_SCHOOL
    context = {"form": form, "case": case, "title": title}
    return render(request, "requests/viewing_emergency.html", context, status=422 if form.errors else 200)


def _who_asks(case: ReviewRequest) -> str:
    visit: OfficerVisit | None = getattr(case, "officer_visit", None)
    return f"{case.unit}{visit.officer}" if visit else f"{case.applicant_title}{case.applicant_name}"


def _initial(now: dt.datetime) -> dict[str, object]:
    local = now.astimezone(TAIPEI)
    start = max(local - LAST_HOUR, local.replace(hour=0, minute=0))
    return {
        "consented_at": now, "place": selectors.DEFAULT_PLACE, "day": local.date(), "starts": start.time(),
        "ends": local.time(),
    }  # fmt: skip


def _consent_and_presence(data: dict[str, Any]) -> dict[str, Any]:
    return {
        "consent": viewings.Consent(**{name: data[name] for name in ("ground", "consented_by", "consented_at")}),
        "presence": viewings.Presence(**{name: data[name] for name in ("people_present", "place", "told_not_to_film")}),
    }


def _begun(request: HttpRequest, viewing: ViewingSession) -> HttpResponse:
    case = viewing.review_request
    until = long_moment(case.oral_consent.ratify_by)
    messages.success(request, f"{case.number} 調閱開始，影像已通知留存；請於 {until} 前完成補核")
    return redirect("review:viewing", number=case.number, viewing_id=viewing.pk)
