from __future__ import annotations

from django.apps import AppConfig

from ledger import witnesses


class MaintenanceConfig(AppConfig):
    name = "maintenance"
    verbose_name = "維護"

    def ready(self) -> None:
        """Let the ledger ask what 附錄2, the faults and the 設備帳 say."""
        witnesses.register("檢查保養紀錄（附錄2）", "maintenance.selectors.INSPECTIONS")
        witnesses.register("故障", "maintenance.selectors.FAULTS")
        witnesses.register("設備帳", "maintenance.selectors.EQUIPMENT")
        witnesses.register("盤點", "maintenance.selectors.STOCK_TAKES")
        witnesses.register("逐項檢查", "maintenance.selectors.WORK_LISTS")
        witnesses.register("班別", "maintenance.selectors.SHIFTS")
        witnesses.register("每日檢查", "maintenance.selectors.DAILY_CHECKS")
