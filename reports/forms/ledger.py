"""What of the ledger is looked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import forms

from printing.widgets import RocDateField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import QueryDict


class LedgerForm(forms.Form):
    """By the name of a thing, by who did it, from a day to a day; a box that cannot be read filters nothing and says so."""

    subject = forms.CharField(
        label="對象", required=False, max_length=200,
        widget=forms.TextInput({"class": "input", "placeholder": "例如 115-0037、C01", "aria-describedby": "subjects"}),
    )  # fmt: skip
    account = forms.ChoiceField(label="人員（帳號）", required=False, widget=forms.Select({"class": "select"}))
    since = RocDateField(label="自", required=False)
    until = RocDateField(label="至", required=False)

    def __init__(self, data: QueryDict, *, accounts: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["account"].choices = [("", "全部人員"), *accounts]  # type: ignore[attr-defined]
        self.fields["account"].error_messages["invalid_choice"] = "名單上沒有這個帳號，請重新選擇。"

    def clean(self) -> None:
        """Refuse a period that ends before it begins."""
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", "「至」不可早於「自」。")

    def wanted(self) -> dict[str, Any]:
        """Return what is looked for, by the names of `ledger_book`."""
        self.is_valid()
        said = self.cleaned_data
        return {
            "subject": said.get("subject", ""), "account": said.get("account", ""), "since": said.get("since"),
            "until": said.get("until"),
        }  # fmt: skip

    @property
    def query(self) -> str:
        """The part of an address that says the same, without the page."""
        return urlencode([(name, self.data[name]) for name in self.data if name != "before"])
