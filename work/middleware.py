"""What happens to every request on behalf of the two numbers in the head of its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from work.services import inbox

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

READING = ("GET", "HEAD")


class InboxMiddleware:
    """Gives the browser what a page counted; an act of one's own takes it away."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_act = request.method not in READING
        is_outdated = is_act and settings.INBOX_COOKIE in request.COOKIES
        if is_act:
            inbox.count_anew(request)
        response = self.get_response(request)
        if not inbox.hand_over(request, response) and is_outdated:
            response.delete_cookie(settings.INBOX_COOKIE, samesite="Lax")
        return response
