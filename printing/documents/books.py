"""A book on paper: A4 landscape, whole rows, every page filled up with blank rows and signed at its foot."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from printing.documents.fonts import advance
from printing.documents.renderer import render
from printing.rules import break_text
from printing.rules.lines import MM_PER_PT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from printing.documents.furniture import Furniture

TEMPLATE = "printing/book.pdf.html"
WIDTH = 269
"""Of the widths of all columns together, in mm."""
PADDING = 0.8
SIZE, LEADING = 9.5, 1.25
PITCH = SIZE * LEADING * MM_PER_PT
ROW_PADDING = 2.4
SMALLEST_ROW = 10.0
BODY_HEIGHT = 120.0
MOST_LINES = int((BODY_HEIGHT - ROW_PADDING) / PITCH)
CUT = "（以下略）"


@dataclass(frozen=True)
class Book:
    """What a book says. `columns` are headings (a line end is 「｜」) and widths in mm, `foot` what signs every page."""

    title: str
    columns: Sequence[tuple[str, int]]
    rows: Sequence[Sequence[str]]
    foot: Sequence[str]
    note: str = ""


@dataclass(frozen=True)
class BookRow:
    """A row measured: the lines of every cell, height in mm."""

    cells: tuple[tuple[str, ...], ...] = field(default=())
    height: float = SMALLEST_ROW


def render_book(book: Book, furniture: Furniture) -> bytes:
    """Return the book as PDF; without rows it is a blank page to write in. Raises `FontMissingError`."""
    blank = BookRow(((),) * len(book.columns))
    context = {
        "book": book,
        "columns": [(heading.split("｜"), width) for heading, width in book.columns],
        "pages": _pages((_measured(cells, book.columns) for cells in book.rows), blank),
        "size": SIZE,
        "leading": LEADING,
    }
    return render(TEMPLATE, context, furniture)


def _pages(rows: Iterable[BookRow], blank: BookRow) -> list[list[BookRow]]:
    laid: list[list[BookRow]] = [[]]
    for row in rows:
        if _room(laid[-1]) < row.height:
            laid.append([])
        laid[-1].append(row)
    return [[*page, *[blank] * int(_room(page) / blank.height)] for page in laid]


def _room(page: Iterable[BookRow]) -> float:
    return BODY_HEIGHT - sum(row.height for row in page)


def _measured(cells: Sequence[str], columns: Sequence[tuple[str, int]]) -> BookRow:
    broken = tuple(_cell(text, width) for text, (_, width) in zip(cells, columns, strict=True))
    return BookRow(broken, max(SMALLEST_ROW, max(map(len, broken)) * PITCH + ROW_PADDING))


def _cell(text: str, width: float) -> tuple[str, ...]:
    ems = (width - 2 * PADDING) / (SIZE * MM_PER_PT)
    lines = tuple(line.text for line in break_text(text, ems, advance)) if text else ()
    return lines if len(lines) <= MOST_LINES else (*lines[: MOST_LINES - 1], CUT)
