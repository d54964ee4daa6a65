"""The lock-out page, the own page, and asking for a proof before the means of sign-in are changed."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from allauth.mfa.adapter import get_adapter as mfa_adapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.views import list_usersessions
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import policies, selectors, services
from accounts.forms import ContactForm, UndertakingForm, UnlockForm
from accounts.models import DeviceCode
from accounts.rules import Watch
from accounts.selectors import typed

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from accounts.models import User

MEANS_MINUTES = 15


def locked_out(request: HttpRequest, *_: object) -> HttpResponse:
    """Answer for axes: the same page for every name, known or not."""
    return render(request, "account/locked.html", status=429)


def fresh(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Ask for a proof of person before a page that changes the means of sign-in.

    A stale POST is not kept and replayed (ruling 5): the page is opened anew after the proof.
    """

    @wraps(view)
    def proven_first(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if selectors.proof_is_fresh(request, timezone.now(), MEANS_MINUTES):
            return view(request, *args, **kwargs)
        return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': request.path})}")

    return proven_first


@require_http_methods(["GET", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """您的登入: seen by who is signed in, ended only after a proof of person (ASVS 7.5.2)."""
    answer: HttpResponse = (fresh(list_usersessions) if request.method == "POST" else list_usersessions)(request)
    return answer


def spared(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refuse to remove the last passkey of who must have a second factor; allauth asks only for the app."""

    @wraps(view)
    def asked_first(request: HttpRequest, *args: Any, pk: int, **kwargs: Any) -> HttpResponse:
        passkey = get_object_or_404(Authenticator, pk=pk, user=request.user, type=Authenticator.Type.WEBAUTHN)
        if mfa_adapter().can_delete_authenticator(passkey):
            return view(request, *args, pk=pk, **kwargs)
        messages.error(request, mfa_adapter().error_messages["cannot_delete_authenticator"])
        return redirect("mfa_index")

    return asked_first


def asked_page(request: HttpRequest) -> str:
    """Return the page of the house to go on to after signing in or unlocking; home when another site is named, or none."""
    page = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return page if is_ours else reverse("home")


@sensitive_post_parameters("proof_password", "proof_code")
@require_http_methods(["GET", "POST"])
def unlock(request: HttpRequest) -> HttpResponse:
    """解除鎖定: the same person proves himself and goes on where he was; somebody else signs out."""
    now = timezone.now()
    page = asked_page(request)
    if services.state_of_sign_in(request, now) is Watch.OPEN:
        return redirect(page)
    form = UnlockForm(request=request, now=now)
    if request.method == "POST":
        try:
            services.unlock(request, form, now)
        except services.NotProven as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            return redirect(page)
    return render(request, "accounts/unlock.html", {"proof": form, "next": page, "masthead": None})


@require_GET
def me(request: HttpRequest) -> HttpResponse:
    """我的帳號: posts, means of sign-in, deputies, 保密切結."""
    ticked = selectors.typed_for(request, reverse("accounts:undertaking"), timezone.now())
    return _own_page(request, UndertakingForm(ticked))


@require_POST
def sign_undertaking(request: HttpRequest) -> HttpResponse:
    """Sign the 保密切結 once."""
    form = UndertakingForm(request.POST)
    if form.is_valid():
        try:
            services.sign_undertaking(user=request.user, now=timezone.now())  # type: ignore[arg-type]
        except services.PeopleError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已簽署保密切結。")
            return redirect("accounts:me")
    return _own_page(request, form)


def _own_page(request: HttpRequest, form: UndertakingForm) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    today = timezone.localdate()
    page = {
        "posts": policies.appointments_on(today).filter(user=user).select_related("office"),
        "has_code": Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists(),
        "passkeys": Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).count(),
        "can_use_passkeys": selectors.can_use_passkeys(request),
        "is_only_guard": policies.is_only_guard(user, today),
        "device_code": DeviceCode.objects.filter(user=user).first(),
        "may_name_own_deputies": policies.may_name_own_deputies(user, today),
        "undertaking": user.undertakings.first(),
        "undertaking_text": services.UNDERTAKING,
        "form": form,
    }
    return render(request, "accounts/me.html", page)


@require_http_methods(["GET", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    """聯絡資料: the own address for notices and the own telephone."""
    user: User = request.user  # type: ignore[assignment]
    now = timezone.now()
    form = ContactForm(typed(request, now), initial={"email": user.email, "phone": user.phone})
    if request.method == "POST" and form.is_valid():
        services.change_contact(user=user, **form.cleaned_data, now=now)
        messages.success(request, "已儲存聯絡資料。")
        return redirect("accounts:me")
    status = 422 if form.errors else 200
    return render(request, "accounts/contact.html", {"form": form}, status=status)
