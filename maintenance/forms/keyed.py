"""A form that is one record however often it is sent."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms


class KeyedForm(forms.Form):
    """A form with its own key, so that a double tap or a retry is one record."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


A_YEAR_OF_SECONDS = 86400 * 366


def offset_field(label: str, **options: Any) -> forms.IntegerField:
    """Return the field for how far a recorder's clock is off."""
    return forms.IntegerField(
        label=label,
        min_value=-A_YEAR_OF_SECONDS,
        max_value=A_YEAR_OF_SECONDS,
        help_text="主機時間減標準時間：快為正、慢為負，相同填 0",
        error_messages={"required": "請填寫秒數，相同填 0。", "invalid": "請填寫整數秒數，例如 -15。"},
        **options,
    )
