"""A photo somebody adds: JPEG or PNG by its content, taken by the phone's camera or chosen."""

from __future__ import annotations

from typing import Any

from django import forms

from files.rules import PDF
from files.services import FileRefused
from work.forms import CheckedFileField

ACCEPTED = "JPEG 或 PNG，10 MB 以內；請避免拍到學生"


class PhotoField(CheckedFileField):
    """A checked file that is a picture."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.FileInput({"accept": "image/*", "capture": "environment"}))
        options.setdefault("help_text", ACCEPTED)
        super().__init__(**options)

    def to_python(self, data: Any) -> Any:
        """Return the upload, or None. Raises ValidationError, which does not offer a PDF."""
        try:
            return super().to_python(data)
        except forms.ValidationError as error:
            words = [sentence.replace("PDF、JPEG", "JPEG") for sentence in error.messages]
            raise forms.ValidationError(words, code="refused") from error

    def accept(self, content_type: str) -> None:
        """Raise FileRefused for a PDF."""
        if content_type == PDF:
            raise FileRefused("請上傳 JPEG 或 PNG 照片。")
