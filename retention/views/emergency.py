"""緊急留存影像, for whoever is there: where, when, send."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.selectors import typed
from retention import policies, selectors, services
from retention.forms import EmergencyForm

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.models import User


@require_http_methods(["GET", "POST"])
def keep_in_emergency(request: HttpRequest) -> HttpResponse:
    """緊急留存影像: kept at once; 承辦人 is told."""
    user, now = cast("User", request.user), timezone.now()
    if not policies.may_keep_in_emergency(user, timezone.localdate(now)):
        raise PermissionDenied
    form = EmergencyForm(typed(request, now), now=now)
    if request.method == "POST" and form.is_valid():
        try:
            hold = services.keep_in_emergency(user=user, now=now, **form.wanted())
        except services.HoldError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            kept = selectors.cameras_in_words(hold)
            messages.success(request, f"已留存 {kept} 的影像（留存 {hold.pk}），承辦人已收到通知")
            return redirect("home")
    return render(request, "retention/emergency.html", {"form": form}, status=422 if form.errors else 200)
