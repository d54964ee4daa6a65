"""Sheets of labels 70 × 37 mm, three beside and eight below each other on A4, each with a QR code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import segno

from printing.documents.fonts import advance
from printing.documents.renderer import render
from printing.rules import Box, Fitted, fit_alone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from printing.documents.furniture import Furniture

TEMPLATE = "printing/labels.pdf.html"
LABELS_A_SHEET = 24
NAME = Box(width=31.0, height=6.6, sizes=(17, 13, 10, 8), leading=1.1)
WHERE = Box(width=31.0, height=12.6, sizes=(10.5, 9), leading=1.2)


@dataclass(frozen=True, kw_only=True)
class Label:
    """What stands on one label: the code's address, a short name, a line or two, what to do, a telephone."""

    url: str
    name: str
    where: str
    action: str
    phone: str = ""


@dataclass(frozen=True)
class PrintedLabel:
    """A label measured: its name and what fits of where it is, and its code as a `data:` SVG."""

    label: Label
    name: Fitted
    where: Fitted
    qr: str


def render_labels(labels: Sequence[Label], start: int, furniture: Furniture) -> bytes:
    """Return the sheets as PDF; the first label stands at place `start` (1…24) of the first sheet.

    An address all in upper case makes the code smaller. Raises `FontMissingError`.
    """
    cells: list[PrintedLabel | None] = [None] * (start - 1)
    cells += [_printed(label) for label in labels]
    sheets = [cells[first : first + LABELS_A_SHEET] for first in range(0, len(cells), LABELS_A_SHEET)]
    return render(TEMPLATE, {"sheets": sheets}, furniture)


def _printed(label: Label) -> PrintedLabel:
    code = segno.make(label.url, error="m", micro=False)
    name, where = fit_alone(label.name, NAME, advance), fit_alone(label.where, WHERE, advance)
    return PrintedLabel(label, name, where, str(code.svg_data_uri(border=0, omitsize=True)))
