"""Bars drawn by a template as SVG: where each begins and how long it is. Pure, no database, no colour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, PLOT, LEFT, TOP, GAP = 720, 180, 48, 28, 0.3
LABELS_BELOW = 34
EMPTY_TOP = 1
"""The highest number of a chart without any."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label below, its number above, and where it stands."""

    label: str
    value: str
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """Where its words are centred."""
        return round(self.x + self.width / 2, 1)

    @property
    def value_y(self) -> float:
        """Where its number stands."""
        return round(self.y - 5, 1)


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart, its words for whoever does not see it, and its bars. The table beside it has the same numbers."""

    key: str
    title: str
    unit: str
    description: str
    bars: tuple[Bar, ...]
    width: int = WIDTH
    height: int = TOP + PLOT + LABELS_BELOW

    @property
    def ground(self) -> int:
        """Where the bars stand."""
        return TOP + PLOT

    @property
    def label_y(self) -> int:
        """Where the labels stand."""
        return self.ground + 20


def bar_chart(key: str, title: str, unit: str, points: Sequence[tuple[str, float]]) -> Chart:
    """Return a chart of `points`, (label, number) each, the highest as high as there is room."""
    top = max([number for _, number in points if number], default=EMPTY_TOP)
    room = (WIDTH - LEFT) / max(len(points), 1)
    bars = tuple(
        Bar(
            label, f"{number:g}", round(LEFT + room * (place + GAP / 2), 1), round(TOP + PLOT * (1 - number / top), 1),
            round(room * (1 - GAP), 1), round(PLOT * number / top, 1),
        )
        for place, (label, number) in enumerate(points)
    )  # fmt: skip
    said = "；".join(f"{label} {number:g} {unit}" for label, number in points)
    return Chart(key, title, unit, said, bars)
