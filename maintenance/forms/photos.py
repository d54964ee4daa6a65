"""A photo somebody adds: JPEG or PNG by its content, taken by the phone's camera or chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from files.rules import PDF
from files.services import FileRefused, check

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

ACCEPTED = "JPEG 或 PNG，10 MB 以內；請避免拍到學生"


class PhotoField(forms.FileField):
    """A photo `files.services.store` will keep; what it would refuse is refused here, with its sentence."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.FileInput({"accept": "image/*", "capture": "environment"}))
        options.setdefault("help_text", ACCEPTED)
        super().__init__(required=False, allow_empty_file=True, **options)

    def to_python(self, data: Any) -> Any:
        """Return the upload, or None. Raises ValidationError."""
        upload: UploadedFile[bytes] | None = super().to_python(data)  # type: ignore[assignment] # forms get uploads
        if upload is None:
            return None
        try:
            is_picture = check(upload) != PDF
        except FileRefused as refusal:
            raise forms.ValidationError(str(refusal).replace("PDF、JPEG", "JPEG"), code="refused") from refusal
        if not is_picture:
            raise forms.ValidationError("請上傳 JPEG 或 PNG 照片。", code="refused")
        return upload
