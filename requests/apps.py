from __future__ import annotations

from django.apps import AppConfig

from ledger import witnesses


class RequestsConfig(AppConfig):
    name = "requests"
    verbose_name = "調閱申請"

    def ready(self) -> None:
        witnesses.register("調閱案件", "requests.selectors.CASES")
