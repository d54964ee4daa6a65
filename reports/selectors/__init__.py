"""Questions that look across rooms."""

from __future__ import annotations

from reports.selectors.book import (
    Book,
    Line,
    Withheld,
    accounts_in_ledger,
    administration_book,
    ledger_book,
    subject_meant,
)
from reports.selectors.inbox import inbox_of
from reports.selectors.papers import (
    AT_ONCE,
    MOST_FORMS,
    Received,
    fetched_until,
    forms_to_choose,
    may_fetch,
    papers_of,
    papers_to_remove,
)
from reports.selectors.safeguards import Evidence, Measure, safeguards
from reports.selectors.search import SHORTEST, Hit, Kind, asked_for, only_exact, search, searched_kinds
from reports.selectors.secrecy import naming_hidden_cases
from reports.selectors.setup import Doing, SetUp, SetUpStep, setup_of
from reports.selectors.trust import checkpoints, foot_of, provable_entries
from reports.selectors.waiting import Unsigned, unsigned_papers

__all__ = [
    "AT_ONCE",
    "MOST_FORMS",
    "SHORTEST",
    "Book",
    "Doing",
    "Evidence",
    "Hit",
    "Kind",
    "Line",
    "Measure",
    "Received",
    "SetUp",
    "SetUpStep",
    "Unsigned",
    "Withheld",
    "accounts_in_ledger",
    "administration_book",
    "asked_for",
    "checkpoints",
    "fetched_until",
    "foot_of",
    "forms_to_choose",
    "inbox_of",
    "ledger_book",
    "may_fetch",
    "naming_hidden_cases",
    "only_exact",
    "papers_of",
    "papers_to_remove",
    "provable_entries",
    "safeguards",
    "search",
    "searched_kinds",
    "setup_of",
    "subject_meant",
    "unsigned_papers",
]
