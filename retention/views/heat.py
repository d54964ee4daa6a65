"""The heat map as it is drawn: cameras by place × days, each state with a mark and a word, never by colour alone."""

from __future__ import annotations

import functools
from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from printing.rules import WEEKDAYS, short_date
from retention.choices import DayState
from retention.rules import ONE_DAY
from retention.selectors import days_by_state, days_of_all
from retention.views.drawn import drawn
from retention.views.words import day_in_words
from work.views import address

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from retention.selectors import CameraDays, DayCell

SHOWN_DAYS = 21
BEYOND_THE_LINE = 3
"""However long the plan's minimum is, so many days before its line are shown."""
SATURDAY = 5

LOOKS: dict[DayState, tuple[str, str]] = {
    DayState.COMPLETE: ("f", ""),
    DayState.SEEN: ("s", "✓"),
    DayState.PARTIAL: ("p", "–"),
    DayState.MISSING: ("n", "×"),
    DayState.EXPLAINED: ("e", "因"),
    DayState.UNKNOWN: ("u", "?"),
    DayState.GONE: ("x", ""),
    DayState.NOT_YET: ("o", ""),
}
"""Class and mark of each state. An explained day carries the first character of its cause instead: 故, 電, 工 …"""
WANTING = frozenset({DayState.PARTIAL, DayState.MISSING})
TOLD = WANTING | {DayState.EXPLAINED}
"""States of which a cell says more than its legend."""


@dataclass(frozen=True, slots=True)
class Column:
    """A day of the head. `label` is its month where one begins; `is_line`: the minimum begins at its left edge."""

    day: dt.date
    label: str
    is_line: bool
    is_today: bool

    @property
    def weekday(self) -> str:
        """Its character."""
        return WEEKDAYS[self.day.weekday()]

    @property
    def is_weekend(self) -> bool:
        """Saturday or Sunday, red as in every calendar here."""
        return self.day.weekday() >= SATURDAY


@dataclass(frozen=True, slots=True)
class Cell:
    """A square of the map; class `ln` draws the line of the minimum at its left edge. `html` is how it is drawn."""

    css: str
    mark: str
    title: str
    html: str


@functools.lru_cache(maxsize=5_000)
def square(css: str, mark: str, title: str) -> Cell:
    """Return a square; of thousands only a few differ, and those are drawn once."""
    html = render_to_string("retention/_heat_cell.html", {"css": css, "mark": mark, "title": title})
    return Cell(css, mark, title, html.strip())


@dataclass(frozen=True, slots=True)
class Row:
    """One camera: its page, its squares, how many days it keeps and owes, and all of it in words."""

    days: CameraDays
    url: str
    counts: Counter[DayState]
    cells: tuple[Cell, ...]
    kept: int
    required: int
    words: str

    @property
    def squares(self) -> SafeString:
        """The cells as the page shows them."""
        return mark_safe("".join([cell.html for cell in self.cells]))  # noqa: S308 templates drew them

    @property
    def kept_cell(self) -> SafeString:
        """How many days it keeps, as the last square says it; few differ."""
        return drawn("retention/_heat_kept.html", kept=self.kept, required=self.required, is_known=self.is_known)

    @property
    def is_known(self) -> bool:
        """Say whether anybody or any scan has looked at all."""
        return bool(self.days.source or self.days.check)

    @property
    def lacks(self) -> int:
        """How many days are missing to what it owes."""
        return max(self.required - self.kept, 0) if self.is_known else 0

    @property
    def is_short(self) -> bool:
        """Say whether it keeps too few days."""
        return self.lacks > 0

    @property
    def is_wanting(self) -> bool:
        """Say whether something is missing that nothing explains."""
        return not WANTING.isdisjoint(self.counts)

    @property
    def is_dark(self) -> bool:
        """Say whether an outage explains some of what is missing."""
        return DayState.EXPLAINED in self.counts


@dataclass(frozen=True, slots=True)
class Kind:
    """A line of the legend."""

    css: str
    mark: str
    word: str
    count: int


@dataclass(frozen=True, slots=True)
class Heat:
    """The whole map. `groups` are (place, rows)."""

    columns: tuple[Column, ...]
    groups: tuple[tuple[str, tuple[Row, ...]], ...]
    legend: tuple[Kind, ...]
    minimum_days: int

    @property
    def rows(self) -> list[Row]:
        """Every camera."""
        return [row for _, rows in self.groups for row in rows]

    @property
    def shortest(self) -> list[Row]:
        """The cameras that keep the fewest days against what they owe, all of them."""
        known = [row for row in self.rows if row.is_known]
        least = min((row.kept - row.required for row in known), default=0)
        return [row for row in known if row.kept - row.required == least]

    @property
    def before_line(self) -> int:
        """How many columns stand before the line."""
        return next((number for number, column in enumerate(self.columns) if column.is_line), 0)

    @property
    def within_line(self) -> int:
        """How many columns the minimum spans, today included."""
        return len(self.columns) - self.before_line


def shown_days(minimum_days: int) -> int:
    """Return how many days are shown, today included."""
    return max(SHOWN_DAYS, minimum_days + 1 + BEYOND_THE_LINE)


def heat_map(minimum_days: int, today: dt.date) -> Heat:
    """Return the map of every camera in use, today at the right; four queries."""
    days = [today - ago * ONE_DAY for ago in reversed(range(shown_days(minimum_days)))]
    line = today - minimum_days * ONE_DAY
    rows = [_row(each, minimum_days, line, today) for each in days_of_all(today, days[0])]
    by_place = groupby(rows, key=lambda row: row.days.camera.place.name)
    return Heat(
        columns=tuple(_column(day, days[0], line, today) for day in days),
        groups=tuple((place, tuple(of_place)) for place, of_place in by_place),
        legend=_legend(rows),
        minimum_days=minimum_days,
    )


def _column(day: dt.date, first: dt.date, line: dt.date, today: dt.date) -> Column:
    label = f"{day.month}月" if day in (first, day.replace(day=1)) else ""
    return Column(day, label, is_line=day == line, is_today=day == today)


def _row(each: CameraDays, minimum_days: int, line: dt.date, today: dt.date) -> Row:
    counts = each.counts
    told = [] if TOLD.isdisjoint(counts) else [_told(cell) for cell in each.cells if cell.state in TOLD]
    kept, required = each.kept_days(today), each.required_days(minimum_days, today)
    words = "；".join([days_by_state(counts), *told])
    url = address("retention:camera", each.camera.code)
    return Row(each, url, counts, tuple([_cell(cell, line) for cell in each.cells]), kept, required, words)


def _told(cell: DayCell) -> str:
    return f"{short_date(cell.day)} {day_in_words(cell)}"


def _cell(cell: DayCell, line: dt.date) -> Cell:
    css, mark = look_of(cell)
    css += " ln" if cell.day == line else ""
    return square(css, mark, _told(cell) if cell.state in TOLD else "")


def look_of(cell: DayCell) -> tuple[str, str]:
    """Return the class and the mark of a day: of an explained one the first character of its cause."""
    css, mark = LOOKS[cell.state]
    is_named = cell.state == DayState.EXPLAINED and cell.causes
    return css, cell.causes[0][0] if is_named else mark


def _legend(rows: Iterable[Row]) -> tuple[Kind, ...]:
    counts = sum((row.counts for row in rows), Counter[DayState]())
    return tuple(Kind(*LOOKS[state], state.label, counts[state]) for state in LOOKS if counts[state])


def tied(rows: Sequence[Row]) -> str:
    """Return for instance C19 正門人行道 等 18 支."""
    first = rows[0].days.camera
    return f"{first.code} {first.name}" + (f"等 {len(rows)} 支" if len(rows) > 1 else "")
