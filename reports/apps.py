from __future__ import annotations

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "報表"

    def ready(self) -> None:
        """Let notices and holds ask which of their words name a case somebody may not know of."""
        from work.policies import register_secrets

        register_secrets("reports.selectors.naming_hidden_cases")
