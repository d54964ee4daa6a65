"""Who asks for a paper that cannot be made is told why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from printing.documents.errors import PrintingError

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


class PrintingErrorMiddleware:
    """Shows the sentence of a `PrintingError` instead of the page for faults of unknown kind."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer 503 with the sentence; any other exception is not ours."""
        if not isinstance(exception, PrintingError):
            return None
        return render(request, "printing/error.html", {"sentence": str(exception)}, status=503)
