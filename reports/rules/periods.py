"""Periods a report is made of: half years of the school year, months. Pure, no database."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from maintenance.rules import add_months
from maintenance.rules.school_year import semester_in_words, semester_start
from printing.rules import long_date, short_date, start_of_day

ONE_DAY = dt.timedelta(days=1)
LONGEST_YEARS = 3
"""A report over more says nothing anybody reads."""
HALF_A_YEAR, A_YEAR = 6, 12


@dataclass(frozen=True, slots=True)
class Span:
    """Local days from `first` to `last`, both included."""

    first: dt.date
    last: dt.date

    @property
    def start(self) -> dt.datetime:
        """The moment it begins."""
        return start_of_day(self.first)

    @property
    def end(self) -> dt.datetime:
        """The moment it is over."""
        return start_of_day(self.last + ONE_DAY)

    @property
    def is_too_long(self) -> bool:
        """Whether it is longer than a report may be."""
        return self.last >= add_months(self.first, LONGEST_YEARS * A_YEAR)

    @property
    def in_words(self) -> str:
        """For instance 115年8月1日（六）至116年1月31日（日）."""
        return f"{long_date(self.first)}至{long_date(self.last)}"

    def __str__(self) -> str:
        return f"{short_date(self.first)} 至 {short_date(self.last)}"

    def until(self, day: dt.date) -> Span:
        """Return what of it has come by `day`."""
        return Span(self.first, min(self.last, day))


def semester_span(day: dt.date) -> Span:
    """Return the half of the school year `day` lies in."""
    first = semester_start(day)
    return Span(first, add_months(first, HALF_A_YEAR) - ONE_DAY)


def named_spans(today: dt.date) -> list[tuple[str, Span]]:
    """Return the periods offered by name; of those that go on, what has come."""
    this = semester_span(today)
    before = semester_span(this.first - ONE_DAY)
    august = this.first if this.first.month > HALF_A_YEAR else before.first
    year = Span(august, add_months(august, A_YEAR) - ONE_DAY)
    return [
        (f"本學期（{semester_in_words(today)}）", this.until(today)),
        (f"上學期（{semester_in_words(before.first)}）", before),
        ("本學年", year.until(today)),
        ("近一年", Span(add_months(today, -A_YEAR) + ONE_DAY, today)),
    ]


def months_of(span: Span) -> list[Span]:
    """Return the months of a period, the first and the last as far as they belong to it."""
    months, first = [], span.first
    while first <= span.last:
        next_month = add_months(first.replace(day=1), 1)
        months.append(Span(first, min(next_month - ONE_DAY, span.last)))
        first = next_month
    return months
