"""How a form asks for what is missing."""

from __future__ import annotations

from typing import Any

from django import forms

CHOOSE = (forms.ChoiceField, forms.ModelChoiceField, forms.FileField)
NOT_OFFERED = ("invalid_choice", "invalid_pk_value", "invalid_list")


class AsksNicely(forms.BaseForm):
    """Mix into a form: what was left empty is asked for by its label, 「請填寫申請事由。」 or 「請選擇調閱單位。」.

    So is what was never offered, 「請重新選擇調閱單位。」, and a number that is none or out of bounds.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            said = field.label or name
            verb = "請選擇" if isinstance(field, CHOOSE) else "請填寫"
            sentences = {"required": f"{verb}{said}。"} | dict.fromkeys(NOT_OFFERED, f"請重新選擇{said}。")
            field.error_messages |= {code: text for code, text in sentences.items() if _is_djangos(field, code)}
            ask_for_number(field)


def is_conditional(field: forms.Field) -> None:
    """Mark a field that is needed unless another one is filled in: the page does not call it 選填."""
    field.is_conditional = True  # type: ignore[attr-defined]


def ask_for_number(field: forms.Field) -> None:
    """Let a field for a whole number say which it takes, 「請填 1 至 20 之間的整數。」; what it says itself stays."""
    if not isinstance(field, forms.IntegerField):
        return
    least, most = field.min_value, field.max_value
    if least is not None and most is not None:
        said = f"請填 {least} 至 {most} 之間的整數。"
    elif least is not None:
        said = f"請填 {least} 以上的整數。"
    else:
        said = "請填整數。" if most is None else f"請填 {most} 以下的整數。"
    for code in ("min_value", "max_value"):
        field.error_messages.setdefault(code, said)
    if _is_djangos(field, "invalid"):
        field.error_messages["invalid"] = said


def _is_djangos(field: forms.Field, code: str) -> bool:
    """Say whether `field` would use Django's own sentence for `code`."""
    sentences: dict[str, Any] = {}
    for kind in reversed(type(field).__mro__):
        sentences |= getattr(kind, "default_error_messages", {})
    return code in sentences and field.error_messages.get(code) == sentences[code]
