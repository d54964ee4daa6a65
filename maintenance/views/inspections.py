"""Pages: 檢查保養（附錄2）."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.selectors import plan_on, typed
from maintenance import policies, selectors, services
from maintenance.forms import InspectionForm, RecheckForm
from maintenance.models import Inspection

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User


def _gate(request: HttpRequest) -> tuple[User, dt.datetime, dt.date]:
    """Return who asks, when, and the day; 404 for those who have no need of 附錄2."""
    user, now = cast("User", request.user), timezone.now()
    today = timezone.localdate(now)
    if not policies.may_see_inspections(user, today):
        raise Http404
    return user, now, today


@require_GET
def inspection_list(request: HttpRequest) -> HttpResponse:
    """附錄2, newest first, and when the next one is due."""
    user, _, today = _gate(request)
    due = selectors.next_due(today)
    context = {
        "inspections": selectors.inspections_between(None, None).reverse(),
        "due": due,
        "days_left": (due - today).days if due else None,
        "months": plan_on(today).inspection_months,
        "may_inspect": policies.may_inspect(user, today),
        "may_see_equipment": policies.may_see_equipment(user, today),
    }
    return render(request, "maintenance/inspection_list.html", context)


@require_http_methods(["GET", "POST"])
def new_inspection(request: HttpRequest) -> HttpResponse:
    """直接填附錄2."""
    user, now, today = _gate(request)
    if not policies.may_inspect(user, today):
        raise PermissionDenied
    form = InspectionForm(typed(request, now), initial={"inspected_on": today, "inspector": user.name})
    if request.method == "POST" and form.is_valid():
        try:
            inspection = services.record_inspection(user=user, now=now, **form.cleaned_data)
        except services.InspectionError as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, "已登錄檢查保養紀錄")
            return redirect("maintenance:inspection", inspection_id=inspection.pk)
    return render(request, "maintenance/new_inspection.html", {"form": form})


@require_http_methods(["GET", "POST"])
def inspection(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """One row of 附錄2; POST records its re-check."""
    user, now, today = _gate(request)
    found = get_object_or_404(Inspection.objects.select_related("recorded_by"), pk=inspection_id)
    if request.method == "POST" and not policies.may_recheck(user, found, today):
        raise PermissionDenied
    form = RecheckForm(typed(request, now), initial={"rechecked_on": today})
    if request.method == "POST" and form.is_valid():
        try:
            services.recheck_inspection(inspection_id=found.pk, user=user, now=now, **form.cleaned_data)
        except services.InspectionError as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, "已登錄複查")
            return redirect("maintenance:inspection", inspection_id=found.pk)
    is_owed = not found.is_all_well and not found.rechecked_on
    context = {
        "inspection": found,
        "is_owed": is_owed,
        "form": form if form.is_bound or (is_owed and policies.may_recheck(user, found, today)) else None,
    }
    return render(request, "maintenance/inspection.html", context)
