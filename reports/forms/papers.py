"""Forms of papers: what of a register is shown, which 附錄1 are printed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django import forms

from accounts.forms import Looks
from cameras.models import Place
from printing.rules import short_date
from printing.widgets import RocDateField
from reports.selectors import Received
from requests.selectors import KINDS, Narrowed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.http import QueryDict

    from requests.selectors.register_said import BookPlace


class FootForm(Looks, forms.Form):
    """The foot of a printed page, typed in: how many entries, and the code."""

    submit = "核對頁尾"

    size = forms.IntegerField(label="筆數", min_value=0, help_text="頁尾「第…筆」的數字")
    code = forms.CharField(label="驗證碼", max_length=60, help_text="六組各四碼；大小寫及連字號不拘")


class RegisterFilter(forms.Form):
    """Which rows of the 調閱登記簿 are shown, printed and exported: a period, a kind, a place."""

    since = RocDateField(label="自", required=False)
    until = RocDateField(label="至", required=False)
    kind = forms.ChoiceField(
        label="類別", choices=[("", "全部"), *KINDS.items()], required=False, widget=forms.Select({"class": "select"})
    )
    place = forms.ModelChoiceField(
        label="地點",
        queryset=Place.objects.all(),
        required=False,
        empty_label="全部",
        widget=forms.Select({"class": "select"}),
    )

    def offer(self, places: Iterable[BookPlace]) -> None:
        """Show these places to choose from: they came with the rows, and are not asked once more."""
        widget = self.fields["place"].widget
        if isinstance(widget, forms.Select):
            widget.choices = [("", "全部"), *places]

    def narrowed(self) -> Narrowed:
        """Return what was chosen; what cannot be read narrows nothing."""
        self.is_valid()
        data = self.cleaned_data
        place = data.get("place")
        return Narrowed(data.get("since"), data.get("until"), data.get("kind") or "", place.pk if place else None)

    def query(self) -> str:
        """Return the address's part that says the same to the printed book and the sheet."""
        said = {name: self.data.get(name, "") for name in self.data if name not in ("before", "after")}
        return urlencode({name: value for name, value in said.items() if value})

    def in_words(self) -> str:
        """Return what a print covers, for instance 115/11/01 至 115/11/30，更正."""
        wanted = self.narrowed()
        since = short_date(wanted.since) if wanted.since else ""
        until = short_date(wanted.until) if wanted.until else ""
        period = f"{since} 至 {until}".strip() if since or until else ""
        place = self.cleaned_data.get("place")
        return "，".join(filter(None, (period, KINDS.get(wanted.kind, ""), place.name if place else "")))


class FormsFilter(forms.Form):
    """Which cases are offered for printing their 附錄1."""

    since = RocDateField(label="收件日自", required=False)
    until = RocDateField(label="收件日至", required=False)
    q = forms.CharField(
        label="案號或申請人",
        max_length=40,
        required=False,
        widget=forms.TextInput({"class": "input", "autocomplete": "off", "autocapitalize": "off"}),
    )

    def narrowed(self) -> Received:
        """Return what was chosen; what cannot be read narrows nothing."""
        self.is_valid()
        data = self.cleaned_data
        return Received(data.get("since"), data.get("until"), data.get("q", ""))


class FormsForm(forms.Form):
    """Which of the cases offered are printed; of those somebody looked for all, until he says otherwise."""

    cases = forms.TypedMultipleChoiceField(
        label="案件", coerce=int, error_messages={"required": "請至少勾選一件案件，再按「列印附錄1」。"}
    )

    def __init__(self, data: QueryDict | None, *, keys: Sequence[tuple[int, str]], are_chosen: bool) -> None:
        super().__init__(data, initial={"cases": [str(key) for key, _ in keys] if are_chosen else []})
        cases = self.fields["cases"]
        if isinstance(cases, forms.ChoiceField):
            cases.choices = keys
