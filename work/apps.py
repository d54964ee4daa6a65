from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils import timezone


class WorkConfig(AppConfig):
    name = "work"
    verbose_name = "工作"

    def ready(self) -> None:
        """Seed after a migration, and leave the notices of the room below."""
        from accounts.services.telling import register_teller

        register_teller("work.services.notify")
        post_migrate.connect(seed, sender=self)


def seed(using: str = "default", **_: object) -> None:
    """On the first day already: every duty has its row, every deadline its holidays."""
    from work.services import seed_duties, seed_holidays

    now = timezone.localtime()
    seed_duties(now)
    seed_holidays(now)
