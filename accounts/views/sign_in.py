"""The lock-out page, the own page, and asking for a proof before the means of sign-in are changed."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts import policies, selectors, services
from accounts.forms import UndertakingForm

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
        "may_have_deputies": policies.may_have_deputies(user, today),
        "undertaking": user.undertakings.first(),
        "undertaking_text": services.UNDERTAKING,
        "form": form,
    }
    return render(request, "accounts/me.html", page)
