"""Everybody signs in, except on the listed open paths; and where a request comes from is known to the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware

from accounts.rules import client_address
from ledger import origin

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


def address_of(request: HttpRequest) -> str:
    """Return where `request` comes from; django-axes counts failures by it, the ledger writes it down."""
    return client_address(request.META, behind_proxy=settings.BEHIND_PROXY)


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Deny by default: a view is open only when it says `login_not_required`."""


class NoStoreMiddleware:
    """What a signed-in person sees stays in no cache: not the browser's on a shared PC, not a proxy's (4.1)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers["Cache-Control"] = "no-store, private"
        return response


class OriginMiddleware:
    """Tells the ledger from where the current request comes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with origin.from_where(address_of(request)):
            return self.get_response(request)
