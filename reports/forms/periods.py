"""Which period a report or the figures are of."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django import forms

from printing.rules import roc_year
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

    def __init__(self, data: QueryDict, *, today: dt.date) -> None:
        self.today, self.usual = today, semester_span(today).until(today)
        is_asked = any(name.partition("_")[0] in self.base_fields for name in data)
        super().__init__(data if is_asked else None, initial={"since": self.usual.first, "until": self.usual.last})

    @property
    def span(self) -> Span:
        """What was chosen; what cannot be a period is the half year we are in."""
        return self._chosen() if self.is_valid() else self.usual

    def _chosen(self) -> Span:
        said = self.cleaned_data
        return Span(said.get("since") or self.usual.first, said.get("until") or self.usual.last)

    def clean(self) -> None:
        """Refuse what ends before it begins, has not begun, or is too long."""
        if self.errors:
            return
        span = self._chosen()
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

    @property
    def boxes(self) -> list[tuple[str, int]]:
        """The same as boxes of a form, by name."""
        return boxes_of(self.span)


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
    """Return the part of an address that names a period."""
    return urlencode(boxes_of(span))


def boxes_of(span: Span) -> list[tuple[str, int]]:
    """Return the boxes of a period, by name: 民國 year, month and day each."""
    return [
        (f"{name}_{place}", number)
        for name, day in (("since", span.first), ("until", span.last))
        for place, number in enumerate((roc_year(day), day.month, day.day))
    ]


class ReturnForm(forms.Form):
    """Why 處室主管 gives a report back."""

    reason = forms.CharField(label="退回理由", max_length=200, widget=forms.TextInput({"class": "input"}))
