"""How a form asks for what is missing."""

from __future__ import annotations

from typing import Any

from django import forms

CHOOSE = (forms.ChoiceField, forms.ModelChoiceField, forms.FileField)
NOT_OFFERED = ("invalid_choice", "invalid_pk_value", "invalid_list")


class AsksNicely(forms.BaseForm):
    """Mix into a form: what was left empty is asked for by its label, 「請填寫申請事由。」 or 「請選擇調閱單位。」.

    So is what was never offered: 「請重新選擇調閱單位。」.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            said = field.label or name
            verb = "請選擇" if isinstance(field, CHOOSE) else "請填寫"
            sentences = {"required": f"{verb}{said}。"} | dict.fromkeys(NOT_OFFERED, f"請重新選擇{said}。")
            field.error_messages |= {code: text for code, text in sentences.items() if _is_djangos(field, code)}


def _is_djangos(field: forms.Field, code: str) -> bool:
    """Say whether `field` would use Django's own sentence for `code`."""
    sentences: dict[str, Any] = {}
    for kind in reversed(type(field).__mro__):
        sentences |= getattr(kind, "default_error_messages", {})
    return code in sentences and field.error_messages.get(code) == sentences[code]
