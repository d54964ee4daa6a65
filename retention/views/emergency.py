"""緊急留存影像, for whoever is there: where, when, send."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.choices import Role
from accounts.policies import roles_of
from accounts.selectors import plan_on, typed
from printing.rules import long_date
from retention import policies, rules, selectors, services
from retention.forms import EmergencyForm

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest, HttpResponse

    from accounts.models import User
    from retention.models import Hold


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
            kept = f"已通知留存 {selectors.footage_in_words(hold)}（留存 {hold.pk}）"
            doubt = _doubt(hold, now)
            said = f"{kept}，{_next(hold, user, now)}{doubt}"
            messages.add_message(request, messages.WARNING if doubt else messages.SUCCESS, said)
            return redirect("home")
    return render(request, "retention/emergency.html", {"form": form}, status=422 if form.errors else 200)


def _next(hold: Hold, user: User, now: dt.datetime) -> str:
    """Return who confirms it: 承辦人 himself is told by when, everybody else that 承辦人 knows."""
    if hold.confirm_by and Role.HANDLER in roles_of(user, timezone.localdate(now)):
        return f"請於 {long_date(hold.confirm_by)}前確認"
    return "承辦人已收到通知"


def _doubt(hold: Hold, now: dt.datetime) -> str:
    """Return what stands behind 已通知留存 where there may be nothing left to keep."""
    days = plan_on(timezone.localdate(now)).minimum_days
    clocks = selectors.footage_clock_for(hold.cameras.all(), hold.starts_at, hold.ends_at, now, days)
    doubt = rules.doubt_in_words(clocks, now)
    return f"；{doubt}" if doubt else ""
