"""HTML → PDF bytes with the school's typeface and the furniture every page carries."""

from __future__ import annotations

from printing.documents.books import Book, Hand, OnPage, nobody, render_book
from printing.documents.errors import CharacterMissingError, FontMissingError, ForbiddenAddressError, PrintingError
from printing.documents.fonts import advance, missing_characters, printable, require_drawable
from printing.documents.furniture import Furniture
from printing.documents.labels import LABELS_A_SHEET, Label, render_labels
from printing.documents.renderer import page_html, render, render_parts

__all__ = [
    "LABELS_A_SHEET",
    "Book",
    "CharacterMissingError",
    "FontMissingError",
    "ForbiddenAddressError",
    "Furniture",
    "Hand",
    "Label",
    "OnPage",
    "PrintingError",
    "advance",
    "missing_characters",
    "nobody",
    "page_html",
    "printable",
    "render",
    "render_book",
    "render_labels",
    "render_parts",
    "require_drawable",
]
