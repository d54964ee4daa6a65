"""帳號申請 and 核准, 到期日, 恢復, and after how long an unused account is suspended (附表十: 帳號管理)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts import services
from accounts.choices import Role
from accounts.selectors import plan_on, typed
from printing.rules import local_date
from reports import policies
from reports.choices import ApplicationState
from reports.forms import ApplicationForm, DecisionForm, ExpiryForm, IdleDaysForm, NothingForm, StaffingForm
from reports.models import AccountApplication
from reports.services import staff
from reports.views.staff.acting import ActPage, act, of_another, require_administrator
from work.views import page_by_key

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.models import User

PAGE = 50


@require_GET
def applications_page(request: HttpRequest) -> HttpResponse:
    """帳號申請, the newest first."""
    user, now = cast("User", request.user), timezone.now()
    policies.require(allowed=policies.may_apply(user, now))
    page = page_by_key(request, AccountApplication.objects.all(), PAGE)
    context = {"rows": page.rows, "newer_url": page.newer_url, "older_url": page.older_url}
    return render(request, "reports/applications.html", context)


@require_http_methods(["GET", "POST"])
def new_application(request: HttpRequest) -> HttpResponse:
    """申請帳號"""
    user, now = cast("User", request.user), timezone.now()
    policies.require(allowed=policies.may_apply(user, now))

    def do(given: dict[str, Any]) -> HttpResponse:
        wanted = staff.Wanted(**given | {"role": Role(given["role"])})
        row = staff.apply_for_account(wanted=wanted, actor=user, now=now)
        messages.success(request, "已送出帳號申請，由處室主管或校長核准後建立。")
        return redirect("reports:application", pk=row.pk)

    text = "帳號一人一個，不得共用。核准後由系統管理人員或承辦人發給單次連結，本人自訂密碼。"
    page = ActPage("申請帳號", reverse("reports:applications"), "帳號申請", text, "送出帳號申請")
    return act(request, page, ApplicationForm(typed(request, now), day=local_date(now)), do, now)


@require_http_methods(["GET", "POST"])
def application_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One application; who may approve decides here."""
    user, now = cast("User", request.user), timezone.now()
    policies.require(allowed=policies.may_apply(user, now))
    row = get_object_or_404(AccountApplication, pk=pk)
    may_decide = row.state == ApplicationState.WAITING and policies.may_approve(user, row, now)
    if not may_decide:
        if request.method == "POST":
            raise PermissionDenied("帳號申請由申請人以外的處室主管或校長核准，每件決定一次。")
        return render(request, "reports/application.html", {"row": row})

    def do(given: dict[str, Any]) -> HttpResponse:
        if given["decision"] == "approve":
            staff.approve_account(application_id=pk, actor=user, now=now)
            messages.success(request, "已核准並建立帳號，請承辦人或系統管理人員發給單次連結。")
        else:
            staff.refuse_account(application_id=pk, reason=given["reason"], actor=user, now=now)
            messages.success(request, "已登錄不核准。")
        return redirect("reports:application", pk=pk)

    page = ActPage("核准帳號申請", reverse("reports:applications"), "帳號申請", "", "送出決定")
    return act(request, page, DecisionForm(typed(request, now)), do, now, row=row)


@require_http_methods(["GET", "POST"])
def expiry(request: HttpRequest, pk: int) -> HttpResponse:
    """訂定到期日: temporary accounts end by themselves."""
    now = timezone.now()
    person, actor = of_another(request, pk, now)

    def do(given: dict[str, Any]) -> HttpResponse:
        services.set_expiry(person_id=pk, day=given["expires_on"], actor=actor, now=now)
        messages.success(request, "已儲存到期日。")
        return redirect("accounts:person", pk=pk)

    text = f"{person.name}（{person.username}）的帳號到期後自動停用；到期前14日通知本人與系統管理人員。"
    page = ActPage("帳號到期日", reverse("accounts:person", args=[pk]), person.name, text, "儲存到期日")
    form = ExpiryForm(typed(request, now), initial={"expires_on": person.expires_on})
    return act(request, page, form, do, now)


@require_http_methods(["GET", "POST"])
def staffing(request: HttpRequest, pk: int) -> HttpResponse:
    """註記編制: the plan speaks of 編制內之教職員工 (伍、一); who else asks is marked, not refused (ruling 6)."""
    now = timezone.now()
    person, actor = of_another(request, pk, now)

    def do(given: dict[str, Any]) -> HttpResponse:
        services.mark_staffing(person_id=pk, is_permanent=not given["is_outside"], actor=actor, now=now)
        messages.success(request, "已儲存編制註記。")
        return redirect("accounts:person", pk=pk)

    text = f"{person.name}（{person.username}）是否為學校編制內之教職員工（計畫伍、一）。"
    page = ActPage("編制註記", reverse("accounts:person", args=[pk]), person.name, text, "儲存註記")
    form = StaffingForm(typed(request, now), initial={"is_outside": not person.is_permanent_staff})
    return act(request, page, form, do, now)


@require_http_methods(["GET", "POST"])
def enable(request: HttpRequest, pk: int) -> HttpResponse:
    """恢復帳號"""
    now = timezone.now()
    person, actor = of_another(request, pk, now)

    def do(_: dict[str, Any]) -> HttpResponse:
        services.enable_account(person_id=pk, actor=actor, now=now)
        messages.success(request, f"已恢復{person.name}的帳號。")
        return redirect("accounts:person", pk=pk)

    text = f"恢復{person.name}（{person.username}）的帳號；未結束的職務隨之生效。忘記密碼時另發給單次連結。"
    page = ActPage("恢復帳號", reverse("accounts:person", args=[pk]), person.name, text, "恢復帳號")
    return act(request, page, NothingForm(request.POST or None), do, now)


@require_http_methods(["GET", "POST"])
def idle_days(request: HttpRequest) -> HttpResponse:
    """久未使用暫停日數, a value of 本校計畫."""
    user, now = cast("User", request.user), timezone.now()
    require_administrator(request, now)

    def do(given: dict[str, Any]) -> HttpResponse:
        services.change_idle_days(user=user, days=given["days"], now=now)
        messages.success(request, "已儲存久未使用暫停日數。")
        return redirect("reports:plan")

    text = "帳號逾此日數未登入即暫停，恢復由系統管理人員辦理。承辦人、處室主管或校長只有一人時，以及還有未完成工作的人，不自動暫停，改為通知。"
    page = ActPage("帳號久未使用暫停日數", reverse("reports:plan"), "本校計畫", text, "儲存暫停日數")
    form = IdleDaysForm(typed(request, now), initial={"days": plan_on(timezone.localdate(now)).idle_days})
    return act(request, page, form, do, now)
