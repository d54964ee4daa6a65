from __future__ import annotations

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate

from ledger.rules import GENESIS, seal

INSERT_HEAD = (
    "INSERT INTO ledger_head (id, sequence, hash, mac) SELECT 1, 0, %s, %s"
    " WHERE NOT EXISTS (SELECT 1 FROM ledger_head) AND NOT EXISTS (SELECT 1 FROM ledger_entry)"
)


class LedgerConfig(AppConfig):
    name = "ledger"
    verbose_name = "存取紀錄"

    def ready(self) -> None:
        post_migrate.connect(make_head, sender=self)


def make_head(using: str = "default", **_: object) -> None:
    """Put the head row of an empty chain there once. A head that is lost while entries stand is never made anew."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if {"ledger_head", "ledger_entry"} <= set(connection.introspection.table_names(cursor)):
            cursor.execute(INSERT_HEAD, (GENESIS, seal(0, GENESIS)))
