"""What happens to a request before anybody knows whose it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


class HealthMiddleware:
    """Lets /health/ be asked as nobody: the database, which knows the sessions, may be what is wrong."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == reverse("health"):
            request.COOKIES = {}
        return self.get_response(request)
