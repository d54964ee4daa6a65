"""Pages: 檢查保養（附錄2）."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.choices import Feature
from accounts.selectors import has_feature, plan_on, typed
from maintenance import policies, selectors, services
from maintenance.forms import InspectionForm, RecheckForm
from maintenance.models import Inspection
from maintenance.views.gates import upkeep_reader

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


NO_FAULT = "已登錄檢查保養紀錄。檢查日期已逾七日，系統沒有開立故障單：現在仍異常的，請按「回報故障」；已修復的，由另一人登錄複查。"
"""What came from paper late opens no fault by itself (`services.inspections.BACKLOG`), and nobody shall believe it did."""


@require_GET
def inspection_list(request: HttpRequest) -> HttpResponse:
    """附錄2, newest first, and when the next one is due."""
    user, _, today = upkeep_reader(request)
    inspections = selectors.inspections_between(None, None).reverse()
    last = inspections[0].inspected_on if inspections else None
    due, proposed = selectors.due_after(last, today), selectors.proposed_after(last, today)
    open_list = selectors.open_work_list()
    context = {
        "inspections": inspections,
        "due": due,
        "proposed": proposed if due and proposed and today <= proposed < due else None,
        "days_left": (due - today).days if due else None,
        "months": plan_on(today).inspection_months,
        "may_inspect": policies.may_inspect(user, today),
        "may_see_equipment": policies.may_see_equipment(user, today),
        "sheet": selectors.sheet_of(open_list, today) if open_list else None,
        "has_daily": has_feature(Feature.DAILY_CHECK),
    }
    return render(request, "maintenance/inspection_list.html", context)


@require_http_methods(["GET", "POST"])
def new_inspection(request: HttpRequest) -> HttpResponse:
    """直接填附錄2."""
    user, now, today = upkeep_reader(request)
    if not policies.may_inspect(user, today):
        raise PermissionDenied
    initial = {"inspected_on": today, "inspector": user.name}
    form = InspectionForm(typed(request, now), today=today, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            found = services.record_inspection(user=user, now=now, troubles=form.troubles(), **form.row())
        except services.InspectionError as error:
            form.add_error(error.field, str(error))
        else:
            if found.is_all_well or found.faults.exists():
                messages.success(request, _done(found))
            else:
                messages.warning(request, NO_FAULT)
            return redirect("maintenance:inspection", inspection_id=found.pk)
    context = {"form": form}
    return render(request, "maintenance/new_inspection.html", context, status=422 if form.errors else 200)


def _done(inspection: Inspection) -> str:
    numbers = "、".join(inspection.faults.order_by("number").values_list("number", flat=True))
    return f"已登錄檢查保養紀錄，並開立故障單 {numbers}" if numbers else "已登錄檢查保養紀錄"


@require_http_methods(["GET", "POST"])
def inspection(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """One row of 附錄2; POST records its re-check."""
    user, now, today = upkeep_reader(request)
    found = get_object_or_404(Inspection.objects.select_related("recorded_by", "work_list"), pk=inspection_id)
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
    faults = list(found.faults.select_related("camera__place", "recorder").order_by("number"))
    context = {
        "inspection": found,
        "faults": faults,
        "sheet": selectors.sheet_of(found.work_list, today) if found.work_list else None,
        "is_owed": is_owed,
        "waiting": selectors.unrepaired_of(found),
        "form": form if form.is_bound or (is_owed and policies.may_recheck(user, found, today)) else None,
    }
    return render(request, "maintenance/inspection.html", context)
