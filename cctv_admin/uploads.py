"""How much of a form is taken in before anybody has asked whose it is: reading the token of a form lays its files on the disk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.files.uploadhandler import FileUploadHandler
from django.http.multipartparser import MultiPartParserError

from files.rules import LARGEST

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import IO

LONGEST_FORM = 10 * LARGEST
"""So long a form is read through, so that a file that is too long comes back with its sentence and everything typed."""


class FormTooLong(MultiPartParserError):
    """A form is longer than any of ours; nothing of it was read."""


class Limited(FileUploadHandler):
    """Stands before Django's own handlers: what is longer than any attachment may be goes no further than to be refused."""

    def handle_raw_input(
        self, input_data: IO[bytes], META: Mapping[str, Any], content_length: int, *_: object, **__: object
    ) -> None:
        """Raise FormTooLong before a byte of it is read."""
        if content_length > LONGEST_FORM:
            raise FormTooLong

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Pass the bytes on to the next handler; beyond the limit none: the file then is too long for its field anyway."""
        return raw_data if start <= LARGEST else None

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the handlers behind."""
