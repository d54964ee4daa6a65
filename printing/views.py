"""How a PDF leaves: shown in the browser, kept by nobody in between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from printing.documents import Furniture

if TYPE_CHECKING:
    import datetime as dt


def furniture(*, printed_by: str, now: dt.datetime, path: str, reference: str = "") -> Furniture:
    """Return the margin of a paper: who printed it when, its number, and the way back to the page at `path` ("": none)."""
    url = f"{settings.PUBLIC_URL}{path}" if path else ""
    return Furniture(reference=reference, printed_at=now, printed_by=printed_by, url=url, is_demo=settings.DEMO)


def pdf_response(content: bytes, filename: str) -> HttpResponse:
    """Return `content` as a PDF the browser shows under `filename`; never cached, papers carry personal data."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=filename) or "inline"
    response["Cache-Control"] = "private, no-store"
    return response
