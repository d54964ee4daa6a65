"""The one way a stored file leaves: as a download. The room above has asked for permission and records it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import FileResponse

from files.services import open_stored

if TYPE_CHECKING:
    from files.models import StoredFile


def download(file: StoredFile) -> FileResponse:
    """Return `file` as an attachment no browser guesses at, shows inline or keeps. Raises FileMissing."""
    response = FileResponse(
        open_stored(file), as_attachment=True, filename=file.original_name, content_type=file.content_type
    )
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
