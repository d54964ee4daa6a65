"""A book on paper: A4 landscape, whole rows, every page filled up with blank rows and signed at its foot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from printing.documents.fonts import advance
from printing.documents.renderer import render_parts
from printing.rules import break_text
from printing.rules.lines import MM_PER_PT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from printing.documents.furniture import Furniture

OnPage = Callable[[int, int], None]
TEMPLATE = "printing/book.pdf.html"
WIDTH = 269
"""Of the widths of all columns together, in mm."""
PADDING = 0.8
LEADING = 1.25
ROW_PADDING = 2.2
BODY_HEIGHT = 120.0
"""Of all rows of a page together, in mm; what else stands on it is in `printing/book.pdf.css`."""


@dataclass(frozen=True)
class Hand:
    """How a book is written: size in pt, heights of the smallest row and of the headings in mm, what ends a cut cell."""

    size: float = 9.5
    smallest: float = 10.0
    head: float = 12.0
    cut: str = "（以下略）"

    @property
    def pitch(self) -> float:
        """From line to line, in mm."""
        return self.size * LEADING * MM_PER_PT

    @property
    def most_lines(self) -> int:
        """So many stand in a cell as high as a page."""
        return int((BODY_HEIGHT - ROW_PADDING) / self.pitch)


PLAIN_HAND = Hand()


def nobody(done: int, total: int) -> None:
    """Tell nobody how far the work is."""


@dataclass(frozen=True)
class Book:
    """What a book says. `columns` are headings (a line end is 「｜」) and widths in mm, `foot` what signs every page.

    seal: a line at the foot of every page by which the paper can be compared with what the system says.
    """

    title: str
    columns: Sequence[tuple[str, float]]
    rows: Sequence[Sequence[str]]
    foot: Sequence[str]
    note: str = ""
    seal: str = ""
    hand: Hand = PLAIN_HAND


@dataclass(frozen=True)
class BookRow:
    """A row measured: the lines of every cell, height in mm."""

    cells: tuple[tuple[str, ...], ...]
    height: float


def render_book(book: Book, furniture: Furniture, on_page: OnPage = nobody) -> bytes:
    """Return the book as PDF; without rows it is a blank page to write in. Raises `FontMissingError`.

    on_page: is told how many pages are laid out, of how many.
    """
    return render_parts(TEMPLATE, laid_out(book, furniture, on_page))


def laid_out(book: Book, furniture: Furniture, on_page: OnPage) -> Iterator[tuple[dict[str, object], Furniture]]:
    """Yield the book a page at a time: what has several pages WeasyPrint lays out twice, which takes a third longer."""
    blank = BookRow(((),) * len(book.columns), book.hand.smallest)
    pages = _pages((_measured(cells, book) for cells in book.rows), blank)
    context = {
        "book": book,
        "columns": [(heading.split("｜"), width) for heading, width in book.columns],
        "leading": LEADING,
        "count": len(pages),
    }
    for number, rows in enumerate(pages, start=1):
        yield {**context, "rows": rows, "number": number}, furniture
        on_page(number, len(pages))


def _pages(rows: Iterable[BookRow], blank: BookRow) -> list[list[BookRow]]:
    laid: list[list[BookRow]] = [[]]
    for row in rows:
        if _room(laid[-1]) < row.height:
            laid.append([])
        laid[-1].append(row)
    return [[*page, *[blank] * int(_room(page) / blank.height)] for page in laid]


def _room(page: Iterable[BookRow]) -> float:
    return BODY_HEIGHT - sum(row.height for row in page)


def _measured(cells: Sequence[str], book: Book) -> BookRow:
    hand = book.hand
    broken = tuple(_cell(text, width, hand) for text, (_, width) in zip(cells, book.columns, strict=True))
    return BookRow(broken, max(hand.smallest, max(map(len, broken)) * hand.pitch + ROW_PADDING))


def _cell(text: str, width: float, hand: Hand) -> tuple[str, ...]:
    """Break one cell; what would be higher than a page ends with what the hand says of the rest."""
    ems = (width - 2 * PADDING) / (hand.size * MM_PER_PT)
    lines = tuple(line.text for line in break_text(text, ems, advance)) if text else ()
    return lines if len(lines) <= hand.most_lines else (*lines[: hand.most_lines - 1], hand.cut)
