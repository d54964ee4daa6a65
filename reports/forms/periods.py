"""Which period a report or the figures are of."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django import forms

from printing.rules import short_date
from printing.widgets import RocDateField
from reports.rules import LONGEST_YEARS, Span, semester_span
from reports.selectors.compliance import DEFAULT_HOURS, Wondering

if TYPE_CHECKING:
    import datetime as dt

    from django.http import QueryDict

MOST_HOURS = 999


class PeriodForm(forms.Form):
    """From a day to a day; without either the half of the school year we are in."""

    since = RocDateField(label="自", required=False)
    until = RocDateField(label="至", required=False)

    def __init__(self, data: QueryDict | None, *, today: dt.date) -> None:
        self.today = today
        super().__init__(data)

    @property
    def span(self) -> Span:
        """What was chosen; what cannot be a period is the half year we are in."""
        usual = semester_span(self.today).until(self.today)
        if not self.is_valid():
            return usual
        return self._chosen(usual)

    def _chosen(self, usual: Span) -> Span:
        return Span(self.cleaned_data.get("since") or usual.first, self.cleaned_data.get("until") or usual.last)

    def clean(self) -> None:
        """Refuse what ends before it begins, has not begun, or is too long."""
        if self.errors:
            return
        span = self._chosen(semester_span(self.today).until(self.today))
        if span.last < span.first:
            self.add_error("until", "「至」不可早於「自」。")
        elif span.first > self.today:
            self.add_error("since", "期間尚未開始。")
        elif span.is_too_long:
            self.add_error("since", f"期間最長 {LONGEST_YEARS} 年。")

    @property
    def query(self) -> str:
        """The part of an address that says the same period."""
        return query_of(self.span)


class WonderingForm(forms.Form):
    """What two of the 常見查核問題 leave open: a day, and within how many hours."""

    on = RocDateField(label="查核日", required=False)
    hours = forms.IntegerField(
        label="小時數", required=False, min_value=1, max_value=MOST_HOURS,
        widget=forms.TextInput({"class": "input input--short", "inputmode": "numeric"}),
    )  # fmt: skip

    def wondering(self, today: dt.date) -> Wondering:
        """Return what was asked; what cannot be read is today and a day."""
        self.is_valid()
        data = self.cleaned_data
        return Wondering(data.get("on") or today, data.get("hours") or DEFAULT_HOURS)


def query_of(span: Span) -> str:
    """Return the part of an address that names a period: the first box takes a whole date."""
    return urlencode({"since_0": short_date(span.first), "until_0": short_date(span.last)})


class ReturnForm(forms.Form):
    """Why 處室主管 gives a report back."""

    reason = forms.CharField(label="退回理由", max_length=200, widget=forms.TextInput({"class": "input"}))
