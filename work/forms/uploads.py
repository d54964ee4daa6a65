"""A file somebody hands in, checked before anything is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from files.services import FileRefused, check

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

ACCEPTED = "PDF、JPEG 或 PNG，10 MB 以內"


class CheckedFileField(forms.FileField):
    """A file `files.services.store` will keep; one it would refuse is refused here, with its sentence.

    asked_for: the sentence that asks for the file where one must come along; without it the field says 「選填」.
    """

    def __init__(self, *, asked_for: str = "", **options: Any) -> None:
        options.setdefault("widget", forms.FileInput({"accept": ".pdf,.jpg,.jpeg,.png"}))
        messages = {"required": asked_for} if asked_for else {}
        super().__init__(required=bool(asked_for), allow_empty_file=True, error_messages=messages, **options)

    def to_python(self, data: Any) -> Any:
        """Return the upload, or None. Raises ValidationError."""
        upload: UploadedFile[bytes] | None = super().to_python(data)  # type: ignore[assignment] # forms get uploads
        if upload is not None:
            try:
                self.accept(check(upload))
            except FileRefused as refusal:
                raise forms.ValidationError(str(refusal), code="refused") from refusal
        return upload

    def accept(self, content_type: str) -> None:
        """Raise FileRefused for a type this field does not take; here every type that can be kept is taken."""
