from __future__ import annotations

from django.apps import AppConfig


class PrintingConfig(AppConfig):
    name = "printing"
    verbose_name = "列印"

    def ready(self) -> None:
        """Register the system checks."""
        from printing import checks  # noqa: F401 Django asks for this place
