"""/track/: a guardian or pupil without an account follows the case by number and code (5.2). Open to everybody."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from requests import policies, selectors
from requests.choices import OVER
from requests.forms import TrackForm
from requests.services import correspondence
from requests.services.correspondence import TooManyTries, TrackingRefused
from requests.views.cases import worst_footage

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest, HttpResponse

    from requests.models import ReviewRequest

TOO_MANY = 429


@login_not_required
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """Show status and both clocks to whoever knows the code, and nothing to anybody else."""
    now = timezone.now()
    form = TrackForm(request.POST or None)
    context: dict[str, object] = {"form": form, "now": now}
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            context |= _standing(correspondence.follow(**form.cleaned_data, now=now), now)
        except (TrackingRefused, TooManyTries) as refusal:
            form.add_error(None, str(refusal))
            status = TOO_MANY if isinstance(refusal, TooManyTries) else 422
    elif form.errors:
        status = 422
    return render(request, "requests/track.html", context, status=status)


def _standing(case: ReviewRequest, now: dt.datetime) -> dict[str, object]:
    """Return what is shown: words of state and both clocks — no name, no reason, no camera, no number of a copy."""
    footage = worst_footage(case, now)
    return {
        "number": case.number,
        "shown": selectors.shown_as(case),
        "received_at": case.received_at,
        "due_at": case.due_at if case.status in policies.OPEN else None,
        "decided_at": case.decided_at,
        "is_over": case.status in OVER,
        "footage": dataclasses.replace(footage, reference="") if footage else None,
    }
