from __future__ import annotations

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "報表"

    def ready(self) -> None:
        """Let notices and holds ask which of their words name a case; the ledger, what the rows of this room say."""
        from ledger import witnesses
        from work.policies import register_secrets

        register_secrets("reports.selectors.naming_hidden_cases")
        witnesses.register("職務異動", "reports.selectors.staff.HANDOVERS")
        witnesses.register("帳號申請", "reports.selectors.staff.APPLICATIONS")
        witnesses.register("符合情形報告", "reports.selectors.reporting.REPORTS")
        witnesses.register("年度帳號清查", "reports.selectors.staff.REVIEWS")
