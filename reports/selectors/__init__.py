"""Questions that look across rooms."""

from __future__ import annotations

from reports.selectors.book import Book, Line, Withheld, ledger_book
from reports.selectors.secrecy import naming_hidden_cases
from reports.selectors.trust import checkpoints, foot_of, provable_entries

__all__ = [
    "Book",
    "Line",
    "Withheld",
    "checkpoints",
    "foot_of",
    "ledger_book",
    "naming_hidden_cases",
    "provable_entries",
]
