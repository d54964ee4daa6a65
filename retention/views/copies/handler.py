"""A file that comes whole goes straight into sealed parts: Django's own handlers would lay it plain on the disk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

if TYPE_CHECKING:
    from django.http import HttpRequest

    from retention.services.copies import Stream

FIELD = "file"
CHUNK = 2**20


class IntoParts(FileUploadHandler):
    """Feeds the one file of a form to a stream; every other file is passed over."""

    chunk_size = CHUNK

    def __init__(self, request: HttpRequest, stream: Stream) -> None:
        super().__init__(request)
        self._stream = stream

    def new_file(self, field_name: str, *arguments: Any, **options: Any) -> None:
        """Begin with the first file of the field."""
        super().new_file(field_name, *arguments, **options)
        if field_name != FIELD or self._stream.writer.size:
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Take the next bytes. Raises CopyError when the file is longer than one field may be, OSError."""
        self._stream.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile[bytes]:
        """Return the name and size of what came; its bytes are sealed already."""
        return UploadedFile(None, name=self.file_name, content_type="application/octet-stream", size=file_size)
