from __future__ import annotations

from django.apps import AppConfig


class CctvAdminConfig(AppConfig):
    name = "cctv_admin"
    verbose_name = "組合"
