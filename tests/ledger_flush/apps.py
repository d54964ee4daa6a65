from __future__ import annotations

from django.apps import AppConfig


class LedgerFlushConfig(AppConfig):
    """Tests only: lets the test runner empty a database whose ledger refuses to be emptied."""

    name = "tests.ledger_flush"
    label = "ledger_flush"
