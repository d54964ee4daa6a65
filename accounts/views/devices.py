"""警衛室裝置: kept by 系統管理, signed in on by guards with their code (ruling 26). Thin: one service call a view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from accounts import policies, selectors, services
from accounts.forms import DeviceCodeForm, DeviceForm, DeviceSignInForm, ProofForm
from accounts.models import DeviceCode, GuardDevice, User
from accounts.selectors import typed
from accounts.views.people import acting_page
from accounts.views.sign_in import asked_page

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest, HttpResponse

COOKIE_SECONDS = 400 * 24 * 60 * 60
"""As long as browsers keep a cookie; every sign-in there sets it anew."""


@require_GET
def devices(request: HttpRequest) -> HttpResponse:
    """警衛室裝置: which are registered, whether this is one, and who can sign in there."""
    now = timezone.now()
    _require_administrator(request, now)
    page = {
        "devices": GuardDevice.objects.all(),
        "this_device": selectors.device_of(request),
        "guards": selectors.guards_with_codes(timezone.localdate(now)),
    }
    return render(request, "accounts/devices.html", page)


@require_http_methods(["GET", "POST"])
def register_device(request: HttpRequest) -> HttpResponse:
    """登錄這台裝置: 系統管理 does it on the machine in the guard room itself, for its browser gets the token."""
    now = timezone.now()
    _require_administrator(request, now)
    form, proof = DeviceForm(typed(request, now)), _proof(request, now)
    if request.method == "POST" and form.is_valid():
        try:
            services.prove(request, proof, now)
            device, token = services.register_device(name=form.cleaned_data["name"], actor=_user(request), now=now)
        except services.NotProven as refusal:
            proof.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, f"已登錄「{device.name}」。請登出，警衛即可在這台裝置以個人識別碼登入。")
            response = redirect("accounts:devices")
            _set_cookie(response, token)
            return response
    return render(request, "accounts/device_new.html", {"form": form, "proof": proof})


@require_http_methods(["GET", "POST"])
def withdraw_device(request: HttpRequest, pk: int) -> HttpResponse:
    """撤銷裝置, from wherever 系統管理 is: the machine may be stolen."""
    now = timezone.now()
    _require_administrator(request, now)
    page = {"device": get_object_or_404(GuardDevice, pk=pk), "proof": (proof := _proof(request, now))}
    if request.method == "POST":
        try:
            services.prove(request, proof, now)
            device = services.withdraw_device(device_id=pk, actor=_user(request), now=now)
        except services.NotProven as refusal:
            proof.add_error(refusal.field, str(refusal))
        except services.PeopleError as error:
            page["error"] = str(error)
        else:
            messages.success(request, f"已撤銷「{device.name}」，其上的登入已失效。")
            return redirect("accounts:devices")
    return render(request, "accounts/device_withdraw.html", page)


@sensitive_post_parameters("device_code1", "device_code2")
@require_http_methods(["GET", "POST"])
def device_code(request: HttpRequest) -> HttpResponse:
    """設定個人識別碼: one's own, after a proof of person. Who is more than a guard has none (404)."""
    now = timezone.now()
    if not policies.is_only_guard(_user(request), timezone.localdate(now)):
        raise Http404
    form, proof = DeviceCodeForm(request.POST or None), _proof(request, now)
    if request.method == "POST" and form.is_valid():
        try:
            services.prove(request, proof, now)
            services.set_device_code(user=_user(request), code=form.cleaned_data["device_code1"], now=now)
        except services.NotProven as refusal:
            proof.add_error(refusal.field, str(refusal))
        except services.PeopleError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已設定個人識別碼，可在警衛室裝置登入。")
            return redirect("accounts:me")
    has_code = DeviceCode.objects.filter(user=_user(request)).exists()
    return render(request, "accounts/device_code.html", {"form": form, "proof": proof, "has_code": has_code})


@require_http_methods(["GET", "POST"])
def withdraw_device_code(request: HttpRequest, pk: int) -> HttpResponse:
    """廢止個人識別碼 of a guard: he sets another after signing in with his password."""
    now = timezone.now()
    page = acting_page(request, pk, now)
    _require_administrator(request, now)
    proof: ProofForm = page["proof"]  # type: ignore[assignment]
    if request.method == "POST":
        try:
            services.prove(request, proof, now)
            person = services.withdraw_device_code(person_id=pk, actor=_user(request), now=now)
        except services.NotProven as refusal:
            proof.add_error(refusal.field, str(refusal))
        except services.PeopleError as error:
            page["error"] = str(error)
        else:
            messages.success(request, f"已廢止{person.name}的個人識別碼，並登出其所有裝置。")
            return redirect("accounts:person", pk=pk)
    return render(request, "accounts/device_code_withdraw.html", page)


@login_not_required
@never_cache
@sensitive_post_parameters("device_code")
@require_http_methods(["GET", "POST"])
def device_sign_in(request: HttpRequest) -> HttpResponse:
    """警衛登入: name and code, on a registered device only; elsewhere there is no such page."""
    now = timezone.now()
    device = selectors.device_of(request)
    if device is None:
        raise Http404
    if request.user.is_authenticated:
        return redirect("home")
    form = DeviceSignInForm(request.POST or None, guards=selectors.guards_with_codes(timezone.localdate(now)))
    if form.is_valid():
        given = form.cleaned_data
        try:
            services.sign_in_at_device(
                request, device=device, person=given["person"], code=given["device_code"], now=now
            )
        except services.WrongCode as error:
            form.add_error("device_code", str(error))
        else:
            response = redirect(asked_page(request))
            _set_cookie(response, request.COOKIES[settings.GUARD_DEVICE_COOKIE])
            return response
    return render(
        request, "accounts/device_sign_in.html", {"form": form, "device": device, "next": asked_page(request)}
    )


def _set_cookie(response: HttpResponse, token: str) -> None:
    response.set_cookie(
        settings.GUARD_DEVICE_COOKIE,
        token,
        max_age=COOKIE_SECONDS,
        httponly=True,
        secure=bool(settings.SESSION_COOKIE_SECURE),
        samesite="Lax",
    )


def _proof(request: HttpRequest, now: dt.datetime) -> ProofForm:
    minutes = selectors.plan_on(timezone.localdate(now)).proof_minutes
    return ProofForm(request=request, minutes=minutes, now=now)


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]


def _require_administrator(request: HttpRequest, now: dt.datetime) -> None:
    if not policies.may_manage_devices(_user(request), timezone.localdate(now)):
        raise PermissionDenied
