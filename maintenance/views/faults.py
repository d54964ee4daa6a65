"""Pages: 故障."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.selectors import typed, typed_for
from cameras.selectors import cameras_in_use
from maintenance import policies, rules, selectors, services
from maintenance.choices import FaultAction, FaultStatus, Symptom
from maintenance.forms import DismissForm, FaultForm, RepairForm
from maintenance.transitions import WrongOrder

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest, HttpResponse

    from accounts.models import User
    from maintenance.models import Fault

SHOWN = 200


@require_GET
def fault_list(request: HttpRequest) -> HttpResponse:
    """故障, open ones first."""
    user, now = cast("User", request.user), timezone.now()
    visible = policies.visible_to(user, timezone.localdate(now))
    faults = list(selectors.open_first(visible)[:SHOWN])
    context = {
        "rows": [
            (fault, rules.in_words(rules.downtime(fault.reported_at, fault.repaired_at or now))) for fault in faults
        ],
        "waiting": visible.filter(status__in=selectors.RANK).count(),
        "shown": SHOWN,
    }
    return render(request, "maintenance/fault_list.html", context)


@require_GET
def choose_camera(request: HttpRequest) -> HttpResponse:
    """回報故障, first tap: which camera, by place."""
    cameras = cameras_in_use(timezone.localdate())
    return render(request, "maintenance/choose_camera.html", {"cameras": cameras})


@require_http_methods(["GET", "POST"])
def new_fault(request: HttpRequest, code: str) -> HttpResponse:
    """回報故障, second and third tap: what is wrong, and send."""
    user, now = cast("User", request.user), timezone.now()
    camera = get_object_or_404(cameras_in_use(timezone.localdate(now)), code=code)
    form = FaultForm(typed(request, now))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data | {"symptom": Symptom(form.cleaned_data["symptom"])}
        try:
            fault = services.report_fault(camera=camera, reporter=user, now=now, **data)
        except services.FaultError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"已通報，單號 {fault.number}，承辦人已收到通知")
            return redirect("maintenance:fault", number=fault.number)
    return render(request, "maintenance/new_fault.html", {"form": form, "camera": camera})


def _visible(number: str, user: User, now: dt.datetime) -> Fault:
    visible = policies.visible_to(user, timezone.localdate(now)).select_related("camera__place", "recorder", "reporter")
    return get_object_or_404(visible, number=number)


@require_http_methods(["GET", "POST"])
def fault(request: HttpRequest, number: str) -> HttpResponse:
    """One fault; POST records its repair."""
    user, now = cast("User", request.user), timezone.now()
    found = _visible(number, user, now)
    acts = policies.acts_on(user, found, timezone.localdate(now))
    if request.method == "POST" and not policies.may_act(user, FaultAction.REPAIR, timezone.localdate(now)):
        raise PermissionDenied
    form = RepairForm(typed(request, now), initial={"repaired_at": now})
    if request.method == "POST" and form.is_valid():
        try:
            services.repair_fault(fault_id=found.pk, user=user, now=now, **form.cleaned_data)
        except services.FaultError as error:
            form.add_error(error.field, str(error))
        except WrongOrder as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"故障 {number} 已登錄修復")
            return redirect("maintenance:fault", number=number)
    context = {
        "fault": found,
        "form": form if FaultAction.REPAIR in acts else None,
        "refused": form.non_field_errors() if form.is_bound else [],
        "may_confirm": FaultAction.CONFIRM in acts,
        "dismiss_form": _dismiss_form(request, number, now) if FaultAction.DISMISS in acts else None,
        "lasted": rules.in_words(rules.downtime(found.reported_at, found.repaired_at or now)),
        "is_done": found.status in {FaultStatus.REPAIRED, FaultStatus.DISMISSED},
    }
    return render(request, "maintenance/fault.html", context)


def _dismiss_form(request: HttpRequest, number: str, now: dt.datetime) -> DismissForm:
    return DismissForm(typed_for(request, reverse("maintenance:fault-dismiss", args=[number]), now))


@require_POST
def confirm_fault(request: HttpRequest, number: str) -> HttpResponse:
    """確認故障: a report without an account becomes a fault."""
    return _decide(request, number, FaultAction.CONFIRM)


@require_POST
def dismiss_fault(request: HttpRequest, number: str) -> HttpResponse:
    """判定非故障, with the reason."""
    return _decide(request, number, FaultAction.DISMISS)


def _decide(request: HttpRequest, number: str, action: FaultAction) -> HttpResponse:
    user, now = cast("User", request.user), timezone.now()
    found = _visible(number, user, now)
    if not policies.may_act(user, action, timezone.localdate(now)):
        raise PermissionDenied
    form = DismissForm(request.POST)
    try:
        if action is FaultAction.CONFIRM:
            services.confirm_fault(fault_id=found.pk, user=user, now=now)
        elif form.is_valid():
            services.dismiss_fault(fault_id=found.pk, reason=form.cleaned_data["reason"], user=user, now=now)
        else:
            raise services.FaultError("請填寫判定非故障的理由。")
    except (services.FaultError, WrongOrder) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"故障 {number} 已{action.label}")
    return redirect("maintenance:fault", number=number)
