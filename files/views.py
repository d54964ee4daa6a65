"""The ways a file leaves: as a download. The room above has asked for permission and records it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import FileResponse, Http404, HttpResponse
from django.utils.http import content_disposition_header

from files.rules import CSV, ODS, write_csv, write_ods
from files.services import open_stored

if TYPE_CHECKING:
    from collections.abc import Sequence

    from files.models import StoredFile

SHEET_KINDS = ("ods", "csv")


def download(file: StoredFile) -> FileResponse:
    """Return `file` as an attachment no browser guesses at, shows inline or keeps. Raises FileMissing."""
    response = FileResponse(
        open_stored(file), as_attachment=True, filename=file.original_name, content_type=file.content_type
    )
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def sheet_response(title: str, headings: Sequence[str], rows: Sequence[Sequence[str]], kind: str) -> HttpResponse:
    """Return rows as a file `title`, ods or csv, that a spreadsheet opens and `read_sheet` reads back. Raises Http404."""
    if kind == "ods":
        response = HttpResponse(write_ods(title, headings, rows), content_type=ODS)
    elif kind == "csv":
        response = HttpResponse(write_csv(headings, rows), content_type=CSV)
    else:
        raise Http404
    disposition = content_disposition_header(as_attachment=True, filename=f"{title}.{kind}")
    response["Content-Disposition"] = disposition or "attachment"
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
