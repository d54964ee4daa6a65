"""Who asks for a file whose bytes are gone is told so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from files.services import FileMissing

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


class FileMissingMiddleware:
    """Shows the sentence of a `FileMissing` instead of the page for faults of unknown kind."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer 503 with the sentence; any other exception is not ours."""
        if not isinstance(exception, FileMissing):
            return None
        return render(request, "files/missing.html", {"sentence": str(exception)}, status=503)
