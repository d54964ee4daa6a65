from __future__ import annotations

from django.apps import AppConfig


class CctvAdminConfig(AppConfig):
    name = "cctv_admin"
    verbose_name = "組合"

    def ready(self) -> None:
        from accounts.policies import open_in_guard_room

        open_in_guard_room("home")
        from cctv_admin import checks  # noqa: F401 checks register themselves once the apps are there
