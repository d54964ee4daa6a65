from __future__ import annotations

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate

from ledger import witnesses


class RequestsConfig(AppConfig):
    name = "requests"
    verbose_name = "調閱申請"

    def ready(self) -> None:
        """Let the ledger ask what cases say, and retention whether they still need their footage; guard the register."""
        from accounts.policies import register_plan_users
        from retention.policies import (
            register_case_ends,
            register_cases,
            register_copy_gate,
            register_parties,
            register_viewings,
        )

        witnesses.register("調閱案件", "requests.selectors.CASES")
        witnesses.register("個資銷毀", "requests.selectors.ERASURES")
        witnesses.register("管理檢視", "requests.selectors.MANAGEMENT_VIEWINGS")
        witnesses.register("不當使用或洩密事件", "requests.selectors.misuses.MISUSES")
        witnesses.register("密件收文", "requests.selectors.SECRET_LETTERS")
        witnesses.register("扣押", "requests.selectors.SEIZURES")
        register_plan_users("requests.selectors.uses_plan")
        register_cases("requests.selectors.case_of_hold")
        register_case_ends("requests.selectors.cases_over")
        register_copy_gate("requests.policies.cases_worked_on")
        register_parties("requests.policies.parties_by_key")
        register_viewings("requests.selectors.is_being_viewed")
        post_migrate.connect(guard_the_register, sender=self)


def guard_the_register(using: str = "default", **_: object) -> None:
    """Put the triggers on the register's tables, which a migration on SQLite may have taken."""
    from requests import triggers

    triggers.create(connections[using])
