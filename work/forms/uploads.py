"""A file somebody hands in, checked before anything is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from files.services import FileRefused, check

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

ACCEPTED = "PDF、JPEG 或 PNG，10 MB 以內"


class CheckedFileField(forms.FileField):
    """A file `files.services.store` will keep; one it would refuse is refused here, with its sentence."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.FileInput({"accept": ".pdf,.jpg,.jpeg,.png"}))
        super().__init__(required=False, allow_empty_file=True, **options)

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
