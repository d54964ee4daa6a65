"""Questions that look across rooms."""

from __future__ import annotations

from reports.selectors.book import Book, Line, Withheld, ledger_book
from reports.selectors.secrecy import naming_hidden_cases

__all__ = ["Book", "Line", "Withheld", "ledger_book", "naming_hidden_cases"]
