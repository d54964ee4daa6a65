"""Values of the school's plan that are changed in the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts import policies, services
from accounts.forms import ReportHoursForm
from accounts.selectors import plan_on, typed

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.models import User


@require_http_methods(["GET", "POST"])
def report_hours(request: HttpRequest) -> HttpResponse:
    """事件通報時限 (肆、一): within how many hours misuse or a leak is to be reported."""
    now = timezone.now()
    user: User = request.user  # type: ignore[assignment]
    today = timezone.localdate(now)
    if not policies.may_change_plan(user, today):
        raise PermissionDenied("只有系統管理人員可以變更計畫數值。")
    plan = plan_on(today)
    held = {"security": plan.security_report_hours, "breach": plan.breach_report_hours}
    form = ReportHoursForm(typed(request, now), initial=held)
    if request.method == "POST" and form.is_valid():
        services.change_report_hours(user=user, **form.cleaned_data, now=now)
        messages.success(request, "已儲存事件通報時限。")
        return redirect("reports:plan")
    status = 422 if form.errors else 200
    return render(request, "accounts/report_hours.html", {"form": form, "plan": plan}, status=status)
