from __future__ import annotations

from django.apps import AppConfig

from ledger import witnesses

GUARD_PAGES = (
    "daily-list", "daily-check", "handover-seen", "fault-list", "fault-new", "fault-new-camera", "fault-new-recorder",
    "fault", "fault-confirm", "fault-dismiss", "fault-recheck", "fault-photo", "camera-faults", "outage-list",
)  # fmt: skip
"""What a guard opens who signed in with a code (ruling 26)."""


class MaintenanceConfig(AppConfig):
    name = "maintenance"
    verbose_name = "維護"

    def ready(self) -> None:
        """Let the ledger ask what 附錄2, the faults and the 設備帳 say, and guards on their device check and report."""
        from accounts.policies import open_in_guard_room, register_shift_ends

        register_shift_ends("maintenance.selectors.turn_ends_at")
        open_in_guard_room(*(f"maintenance:{page}" for page in GUARD_PAGES))
        witnesses.register("檢查保養紀錄（附錄2）", "maintenance.selectors.INSPECTIONS")
        witnesses.register("故障", "maintenance.selectors.FAULTS")
        witnesses.register("設備帳", "maintenance.selectors.EQUIPMENT")
        witnesses.register("盤點", "maintenance.selectors.STOCK_TAKES")
        witnesses.register("逐項檢查", "maintenance.selectors.WORK_LISTS")
        witnesses.register("班別", "maintenance.selectors.SHIFTS")
        witnesses.register("每日檢查", "maintenance.selectors.DAILY_CHECKS")
