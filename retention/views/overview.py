"""Pages: 影像保存 and its hand checks."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.selectors import plan_on, typed
from retention import policies, selectors, services
from retention.forms import HandCheckForm
from retention.rules import CHECK_EVERY

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User


def _gate(request: HttpRequest) -> tuple[User, dt.datetime, dt.date]:
    """Return who asks, when, and the day; 404 for those who have no need of it."""
    user, now = cast("User", request.user), timezone.now()
    today = timezone.localdate(now)
    if not policies.may_see_retention(user, today):
        raise Http404
    return user, now, today


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """影像保存: what recorders keep, what is held, what is wanting."""
    user, now, today = _gate(request)
    plan = plan_on(today)
    context = {
        "plan": plan,
        "standings": selectors.standings(plan, today),
        "stale_before": now - CHECK_EVERY,
        "findings": selectors.open_findings(user, now),
        "holds": selectors.shown_holds(user, now),
        "may_see_holds": policies.may_see_holds(user, today),
        "may_check": policies.may_check(user, today),
    }
    return render(request, "retention/overview.html", context)


@require_http_methods(["GET", "POST"])
def new_hand_check(request: HttpRequest) -> HttpResponse:
    """登錄影像查核."""
    user, now, today = _gate(request)
    if not policies.may_check(user, today):
        raise PermissionDenied
    form = HandCheckForm(typed(request, now), today=today, initial={"recorder": request.GET.get("recorder")})
    if request.method == "POST" and form.is_valid():
        try:
            services.record_hand_check(user=user, now=now, **form.cleaned_data)
        except services.HandCheckError as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, f"已登錄主機 {form.cleaned_data['recorder'].code} 的影像查核")
            return redirect("retention:overview")
    return render(request, "retention/new_hand_check.html", {"form": form})
