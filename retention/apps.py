from __future__ import annotations

from django.apps import AppConfig

from ledger import witnesses


class RetentionConfig(AppConfig):
    name = "retention"
    verbose_name = "影像保存"

    def ready(self) -> None:
        """Let the ledger ask what is held, what was checked and what was found; guards on their device keep footage."""
        from accounts.policies import open_in_guard_room

        open_in_guard_room("retention:emergency")
        witnesses.register("留存", "retention.selectors.HOLDS")
        witnesses.register("留存提案", "retention.selectors.PROPOSALS")
        witnesses.register("備份工作", "retention.selectors.BACKUPS")
        witnesses.register("留存檔", "retention.selectors.COPIES")
        witnesses.register("銷毀清冊", "retention.selectors.LISTS")
        witnesses.register("留存檔播放及下載", "retention.selectors.READINGS")
        witnesses.register("影像查核", "retention.selectors.HAND_CHECKS")
        witnesses.register("未符合事項", "retention.selectors.FINDINGS")
        witnesses.register("影像資料夾", "retention.selectors.SOURCES")
        witnesses.register("影像銷毀紀錄", "retention.selectors.DESTRUCTIONS")
