"""Everybody signs in, except on the listed open paths; and where a request comes from is known to the ledger."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import HttpResponseClientRefresh

from accounts import policies, selectors, services
from accounts.once import while_reading
from accounts.rules import Watch, client_address
from ledger import origin

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect

    from accounts.models import User

LAST_ACCOUNT = "last_account"
"""Salt of the cookie that says who signed in last with this browser, whose typed text is kept when the session ends."""
LEFT_BEHIND = '"cache", "storage"'
"""What a browser clears when somebody signs out; not the cookies, by which it is known as a 警衛室裝置."""
logger = logging.getLogger("cctv_admin.refusals")


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
        return to_sign_in(request)


def to_sign_in(request: HttpRequest) -> HttpResponseRedirect:
    """Send to where people sign in here, and back afterwards; on a 警衛室裝置 guards do so with a code (ruling 26)."""
    is_post = request.method == "POST"
    page = services.keep_typed(request, last_account(request), timezone.now()) if is_post else request.get_full_path()
    return redirect_to_login(page, sign_in_address(request))


def sign_in_address(request: HttpRequest) -> str:
    """Return the page on which people sign in at this browser."""
    return reverse("accounts:device-sign-in" if selectors.device_of(request) else settings.LOGIN_URL)


def last_account(request: HttpRequest) -> int | None:
    """Return the account that signed in here last and has not signed out."""
    said = str(request.get_signed_cookie(settings.LAST_ACCOUNT_COOKIE, default="", salt=LAST_ACCOUNT))
    return int(said) if said.isdecimal() else None


REFUSALS = frozenset({400, 403, 404, 409, 413, 415, 422, 429})
"""Answers that say: not you, not this, not so, not so often."""
ALWAYS = frozenset({"account_logout", "accounts:unlock"})
PASSWORD_PAGES = frozenset({"account_change_password"})
PROOF_PAGES = frozenset({"account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"})
SET_UP_PAGES = PASSWORD_PAGES | {
    "account_reauthenticate", "accounts:me", "mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_list_webauthn",
}  # fmt: skip
"""Where a second factor is set up; who has one already shows it first, or a known password would be enough."""
PASSWORD_IS_OLD = "您的密碼已超過使用期限，請先變更密碼，再繼續使用。"  # noqa: S105
NO_SECOND_FACTOR = "您的職務必須使用兩步驟驗證，請先設定驗證器或通行金鑰，再繼續使用。"
SHOW_SECOND_FACTOR = "您的職務必須使用兩步驟驗證，請再以驗證碼或通行金鑰確認一次。"
NOT_AT_DEVICE = "以個人識別碼登入時，只能檢查、回報故障與緊急留存影像；其他作業請登出後，改以帳號與密碼登入。"


class WatchMiddleware:
    """What a signed-in person meets before any page of the house; what was typed meanwhile is kept, never executed.

    In this order: the sign-in is over (12 hours), it is locked (30 minutes idle), a code opens only a guard's pages, the
    password is old, a second factor is missing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase], *_: object
    ) -> HttpResponse | None:
        """Return the way to what comes first, None for the page asked for."""
        services.follow_new_key(request)
        if not request.user.is_authenticated or not getattr(view_func, "login_required", True):
            return None
        now = timezone.now()
        route = request.resolver_match.view_name if request.resolver_match else ""
        state = services.state_of_sign_in(request, now)
        if state is Watch.OVER or self._must_leave_device(request, state, now):
            services.end_sign_in(request)
            return self._instead(request, to_sign_in)
        if route in ALWAYS:
            return None
        if state is Watch.LOCKED:
            return self._instead(request, lambda request: self._first(request, "accounts:unlock", now))
        services.note_presence(request, now)
        if selectors.is_at_device(request):
            if not policies.is_open_in_guard_room(route):
                raise PermissionDenied(NOT_AT_DEVICE)
            return None
        return self._duty(request, route, now)

    def _must_leave_device(self, request: HttpRequest, state: Watch, now: dt.datetime) -> bool:
        """A code opens again what is locked on a 警衛室裝置: there its sign-in is over instead."""
        if not selectors.is_at_device(request):
            return False
        return state is Watch.LOCKED or not selectors.may_stay_at_device(request, timezone.localdate(now))

    def _duty(self, request: HttpRequest, route: str, now: dt.datetime) -> HttpResponse | None:
        user: User = request.user  # type: ignore[assignment]
        if services.password_is_old(user, now):
            return None if route in PASSWORD_PAGES else self._sent(request, PASSWORD_IS_OLD, "account_change_password")
        if not policies.must_have_second_factor(user, now) or selectors.has_shown_second_factor(request):
            return None
        has = selectors.second_factors_of(user)
        if route in (PROOF_PAGES if has else SET_UP_PAGES):
            return None
        if not has:
            return self._sent(request, NO_SECOND_FACTOR, "mfa_index")
        kind = "mfa_reauthenticate" if "totp" in has else "mfa_reauthenticate_webauthn"
        return self._sent(request, SHOW_SECOND_FACTOR, kind)

    def _sent(self, request: HttpRequest, sentence: str, route: str) -> HttpResponse:
        messages.warning(request, sentence)
        return self._instead(request, lambda request: self._first(request, route, timezone.now()))

    def _first(self, request: HttpRequest, route: str, now: dt.datetime) -> HttpResponseRedirect:
        is_post = request.method == "POST"
        page = services.keep_refused(request, now) if is_post else request.get_full_path()
        return redirect_to_login(page, reverse(route))

    def _instead(self, request: HttpRequest, way: Callable[[HttpRequest], HttpResponse]) -> HttpResponse:
        """A part of a page cannot hold another page: there the whole page is asked for again."""
        request.was_refused = True  # type: ignore[attr-defined]  # what was typed stays kept, though this was a POST
        return HttpResponseClientRefresh() if "HX-Request" in request.headers else way(request)


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
            response.delete_cookie(settings.LAST_ACCOUNT_COOKIE, samesite="Lax")
            response.headers["Clear-Site-Data"] = LEFT_BEHIND
        return response

    def _remember(self, request: HttpRequest, response: HttpResponse) -> None:
        response.set_signed_cookie(
            settings.LAST_ACCOUNT_COOKIE,
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


class RefusalMiddleware:
    """Writes into the log whom the product refused what: who keeps trying doors and forms is seen (ASVS 16.3.2, 16.3.3).

    The kind of page, the answer and the key of the account; no address of a page, no word anybody typed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code in REFUSALS:
            route = request.resolver_match.view_name if request.resolver_match else "no page"
            who = request.user.pk if request.user.is_authenticated else "nobody"
            logger.warning("%s on %s for account %s", response.status_code, route, who)
        return response


class OnceMiddleware:
    """Lets a page that only reads ask who reads it and who holds which post once (`accounts.once`)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with while_reading(_account_in(request)):
            return self.get_response(request)


def _account_in(request: HttpRequest) -> int | None:
    """Return the key of the account the session is of; whether that may still be used is not asked here."""
    said = request.session.get(SESSION_KEY)
    return None if said is None else int(said)


class OriginMiddleware:
    """Tells the ledger from where the current request comes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with origin.from_where(address_of(request)):
            return self.get_response(request)
