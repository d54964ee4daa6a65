"""The test runner's `flush`, let through the ledger's triggers. Not part of any installation."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import flush
from django.db import connections, transaction

from ledger import triggers
from ledger.apps import make_head
from requests import triggers as register


class Command(flush.Command):
    def handle(self, **options: Any) -> None:
        """Drop the triggers, flush, make the head and the triggers again, in one transaction."""
        database = options["database"]
        with transaction.atomic(using=database):
            triggers.drop(connections[database])
            register.drop(connections[database])
            super().handle(**options)
            make_head(using=database)
            triggers.create(connections[database])
            register.create(connections[database])
