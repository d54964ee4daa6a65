"""Shapes of the values of the school's plan."""

from __future__ import annotations

from typing import ClassVar

from django import forms

from accounts.forms.looks import Looks

A_MONTH = 24 * 31
TOO_MANY = f"請填 1 至 {A_MONTH} 之間的時數，或留白表示不計時。"


class ReportHoursForm(Looks, forms.Form):
    """事件通報時限: within how many hours an event is to be reported; empty runs no clock."""

    submit = "儲存通報時限"
    hints: ClassVar = {
        "security": "例如 1；自知悉起算。留白表示不計時。",
        "breach": "例如 72；自知悉起算。留白表示不計時。",
    }

    security = forms.IntegerField(label="資通安全事件通報時數", min_value=1, max_value=A_MONTH, required=False)
    breach = forms.IntegerField(label="個資外洩通報時數", min_value=1, max_value=A_MONTH, required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages |= dict.fromkeys(("invalid", "min_value", "max_value"), TOO_MANY)
            field.widget.attrs |= {"inputmode": "numeric", "class": "input input--short"}
