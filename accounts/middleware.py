"""Everybody signs in, except on the listed open paths; and where a request comes from is known to the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.urls import reverse
from django.utils import timezone

from accounts import services
from accounts.once import while_reading
from accounts.rules import client_address
from ledger import origin

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect

LAST_ACCOUNT = "last_account"
"""Cookie: the account last signed in with this browser, whose typed text is kept when its session ends."""


def address_of(request: HttpRequest) -> str:
    """Return where `request` comes from; django-axes counts failures by it, the ledger writes it down."""
    return client_address(request.META, behind_proxy=settings.BEHIND_PROXY)


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Deny by default: a view is open only when it says `login_not_required`.

    What a form sent after its session had ended is kept for who typed it (docs/decisions/0010-kept-text.md).
    """

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseRedirect:
        if request.method != "POST":
            return super().handle_no_permission(request, view_func)
        page = services.keep_typed(request, last_account(request), timezone.now())
        return redirect_to_login(page, reverse(settings.LOGIN_URL))


def last_account(request: HttpRequest) -> int | None:
    """Return the account that signed in here last and has not signed out."""
    said = str(request.get_signed_cookie(LAST_ACCOUNT, default="", salt=LAST_ACCOUNT))
    return int(said) if said.isdecimal() else None


class KeptTextMiddleware:
    """Remembers who signed in with this browser until they sign out; another account finds nothing of theirs.

    A sign-in changes the token of all forms (CSRF), also of those the same person had filled in in other windows before
    the session ended. For the same account it stays what it was; a form another account left open is refused.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = request.META.get("CSRF_COOKIE")
        response = self.get_response(request)
        if request.user.is_authenticated:
            services.settle_kept(request, timezone.now())
            if last_account(request) != request.user.pk:
                self._remember(request, response)
            elif token:
                request.META["CSRF_COOKIE"] = token
        elif request.method == "POST" and request.path == reverse("account_logout"):
            services.forget_kept(request)
            response.delete_cookie(LAST_ACCOUNT, samesite="Lax")
        return response

    def _remember(self, request: HttpRequest, response: HttpResponse) -> None:
        response.set_signed_cookie(
            LAST_ACCOUNT,
            str(request.user.pk),
            salt=LAST_ACCOUNT,
            httponly=True,
            secure=bool(settings.SESSION_COOKIE_SECURE),
            samesite="Lax",
        )


class NoStoreMiddleware:
    """What a signed-in person sees stays in no cache: not the browser's on a shared PC, not a proxy's (4.1)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers["Cache-Control"] = "no-store, private"
        return response


class OnceMiddleware:
    """Lets a page that only reads ask who holds which post once (`accounts.once`)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with while_reading():
            return self.get_response(request)


class OriginMiddleware:
    """Tells the ledger from where the current request comes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with origin.from_where(address_of(request)):
            return self.get_response(request)
