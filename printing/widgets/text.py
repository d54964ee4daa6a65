"""Text that will be printed in Kai."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from printing.documents import missing_characters

CONTROLS = re.compile(
    r"[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
"""Letters nobody sees or types on purpose: control characters, marks of direction, zero-width blanks."""
LINE_ENDS = re.compile(r"\r\n?|[\u000b\u000c\u0085\u2028\u2029]")


def tidied(text: str) -> str:
    """Return `text` as people see it: every kind of line end as one, without letters nobody sees."""
    return CONTROLS.sub("", LINE_ENDS.sub("\n", text).replace("\t", " "))


class PaperTextField(forms.CharField):
    """A text that will be printed in Kai. A character no Kai font has is named; what nobody sees is dropped.

    What is too long is refused with its length and not cut off by the browser while somebody pastes it.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.error_messages.setdefault(
            "max_length", f"{self.label}請勿超過 %(limit_value)d 字（目前 %(show_value)d 字）。"
        )

    def to_python(self, value: Any) -> str:
        """Return what was typed, tidied: one line, except in a text area."""
        text = tidied(str(value or ""))
        if not isinstance(self.widget, forms.Textarea):
            text = text.replace("\n", " ")
        return str(super().to_python(text))

    def validate(self, value: str) -> None:
        """Raise ValidationError when it is empty but required, or cannot be printed."""
        super().validate(value)
        if unknown := missing_characters(value):
            named = "、".join(f"「{character}」" for character in unknown)
            raise ValidationError(f"列印用的楷體沒有{named}，請改用其他寫法。", code="unprintable")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Leave out `maxlength`."""
        return {name: said for name, said in super().widget_attrs(widget).items() if name != "maxlength"}
