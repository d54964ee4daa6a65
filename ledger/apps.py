from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class LedgerConfig(AppConfig):
    name = "ledger"
    verbose_name = "存取紀錄"

    def ready(self) -> None:
        post_migrate.connect(make_head, sender=self)


def make_head(using: str = "default", **_: object) -> None:
    """Put the head row there once; an empty chain starts at 0 with 32 zero bytes."""
    from ledger.models import Head
    from ledger.services import GENESIS, seal

    Head.objects.using(using).get_or_create(pk=1, defaults={"sequence": 0, "hash": GENESIS, "mac": seal(0, GENESIS)})
