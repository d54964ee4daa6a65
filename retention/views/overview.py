"""Pages: 影像保存 and its hand checks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.selectors import plan_on, typed
from retention import policies, selectors, services
from retention.forms import HandCheckForm
from retention.rules import CHECK_EVERY
from retention.views.gates import footage_reader, tabs
from retention.views.heat import heat_map, tied

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """影像保存: every camera × day, the shortest on top; what is wanting, what recorders keep, how much is held."""
    user, now, today = footage_reader(request)
    plan = plan_on(today)
    heat = heat_map(plan.minimum_days, today)
    context = {
        "plan": plan,
        "now": now,
        "heat": heat,
        "shortest": heat.shortest,
        "tied": tied(heat.shortest) if heat.shortest else "",
        "short": sum(row.is_short for row in heat.rows),
        "wanting": sum(row.is_wanting for row in heat.rows),
        "dark": sum(row.is_dark for row in heat.rows),
        "tabs": tabs(user, today, "retention:overview"),
        "standings": selectors.standings(plan, today),
        "stale_before": now - CHECK_EVERY,
        "findings": selectors.open_findings(user, now),
        "held": selectors.holds_in_force().count(),
        "may_check": policies.may_check(user, today),
    }
    return render(request, "retention/overview.html", context)


@require_http_methods(["GET", "POST"])
def new_hand_check(request: HttpRequest) -> HttpResponse:
    """登錄影像查核."""
    user, now, today = footage_reader(request)
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
