"""What a school says of itself and decides: letterhead, extras, the values of its plan. Thin: one service call a view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts import policies, selectors, services
from accounts.choices import SWITCHED_BY_HAND
from accounts.forms import ExtrasForm, PlanForm, ProofForm, SchoolForm
from accounts.selectors import typed
from printing.rules import long_date

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest, HttpResponse

    from accounts.models import SchoolPlan, User

LEAST_OF_THE_MINISTRY = 14
KEPT = ("name", "short_name", "phone", "address")


@require_http_methods(["GET", "POST"])
def school(request: HttpRequest) -> HttpResponse:
    """學校資料: what letterheads, forms and stickers print."""
    user, now = _administrator(request)
    held = {name: getattr(selectors.the_school(), name) for name in KEPT}
    form = SchoolForm(typed(request, now), initial=held)
    if request.method == "POST" and form.is_valid():
        changed = services.change_school(user=user, **form.cleaned_data, now=now)
        messages.success(request, f"已儲存：{'、'.join(changed)}。" if changed else "學校資料沒有變更。")
        return redirect("accounts:school")
    status = 422 if form.errors else 200
    return render(request, "accounts/school.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
def extras(request: HttpRequest) -> HttpResponse:
    """附加功能: what only this product adds, off until switched on."""
    user, now = _administrator(request)
    held = {one.value: selectors.has_feature(one) for one in SWITCHED_BY_HAND}
    form = ExtrasForm(typed(request, now), initial=held)
    if request.method == "POST" and form.is_valid():
        services.switch_features(user=user, features=form.wanted(), now=now)
        messages.success(request, "已儲存附加功能。")
        return redirect("accounts:extras")
    return render(request, "accounts/extras.html", {"form": form})


@require_http_methods(["GET", "POST"])
def plan_values(request: HttpRequest) -> HttpResponse:
    """計畫數值: confirmed as they stand, or other ones from a day on, with a proof of person: the chain says who decides.

    `?from=` shows the plan that begins on that day instead of the one in force.
    """
    user, now = _administrator(request)
    today = timezone.localdate(now)
    in_force = selectors.plan_on(today)
    coming = {one.key: one.plan for one in selectors.coming_plans(today)}
    plan = coming.get(request.GET.get("from", ""), in_force)
    form = PlanForm(typed(request, now), plan=plan, today=today)
    proof = ProofForm(request.POST or None, request=request, minutes=in_force.proof_minutes, now=now)
    if request.method == "POST" and form.is_valid():
        try:
            services.prove(request, proof, now)
            decided = services.decide_plan(user=user, **form.decided(), now=now)
        except services.NotProven as refusal:
            proof.add_error(refusal.field, str(refusal))
        except services.PlanError as error:
            form.add_error("effective_from", str(error))
        else:
            _tell(request, decided)
            return redirect("reports:plan")
    status = 422 if form.errors or proof.errors else 200
    context = {"form": form, "proof": proof, "plan": plan, "is_coming": plan != in_force}
    return render(request, "accounts/plan_values.html", context, status=status)


def _tell(request: HttpRequest, plan: SchoolPlan) -> None:
    messages.success(request, f"已確認本校計畫數值，自{long_date(plan.effective_from)}起適用。")
    if plan.minimum_days < LEAST_OF_THE_MINISTRY:
        said = f"本校訂為至少保存 {plan.minimum_days} 日；主管機關來文所訂為至少 {LEAST_OF_THE_MINISTRY} 日，請確認已經校內會議通過。"
        messages.warning(request, said)
    for later in selectors.coming_plans(plan.effective_from):
        day = long_date(later.plan.effective_from)
        messages.warning(request, f"另訂有自{day}起適用的計畫數值，屆時改依其數值，請一併核對。")


def _administrator(request: HttpRequest) -> tuple[User, dt.datetime]:
    """Return who asks and when. Raises PermissionDenied for who does not keep the accounts."""
    user, now = request.user, timezone.now()
    if not policies.is_administrator(user, timezone.localdate(now)):  # type: ignore[arg-type]
        raise PermissionDenied("只有系統管理人員可以變更學校資料與計畫數值。")
    return user, now  # type: ignore[return-value]
