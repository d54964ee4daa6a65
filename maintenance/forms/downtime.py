"""Shape of the period somebody asks about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from printing.widgets import RocDateField

if TYPE_CHECKING:
    import datetime as dt


class DowntimeForm(forms.Form):
    """自 and 至, both days included."""

    until = RocDateField(label="至")

    field_order = ("from", "until")

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["from"] = RocDateField(label="自")
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """Say when the period ends before it begins."""
        data = self.cleaned_data
        first, last = data.get("from"), data.get("until")
        if first and last and last < first:
            self.add_error("until", "迄日不可早於起日。")
        return data

    def days(self, *, default: tuple[dt.date, dt.date]) -> tuple[dt.date, dt.date]:
        """Return the first and the last day that was asked for, or `default`."""
        if not self.is_bound or not self.is_valid():
            return default
        return self.cleaned_data["from"], self.cleaned_data["until"]
