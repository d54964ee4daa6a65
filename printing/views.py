"""How a PDF leaves: shown in the browser, kept by nobody in between."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def pdf_response(content: bytes, filename: str) -> HttpResponse:
    """Return `content` as a PDF the browser shows under `filename`; never cached, papers carry personal data."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=filename) or "inline"
    response["Cache-Control"] = "private, no-store"
    return response
