from __future__ import annotations

from django.apps import AppConfig

from ledger import witnesses


class CamerasConfig(AppConfig):
    name = "cameras"
    verbose_name = "攝影機"

    def ready(self) -> None:
        """Let the ledger ask what the register of cameras says."""
        witnesses.register("主機", "cameras.selectors.RECORDERS")
        witnesses.register("攝影機", "cameras.selectors.CAMERAS")
        witnesses.register("影像中斷", "cameras.selectors.OUTAGES")
