"""System checks of the house: what `manage.py check` refuses before anything starts."""

from __future__ import annotations

import stat
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.apps import AppConfig


@register
def requests_is_ours(app_configs: Sequence[AppConfig] | None = None, **_: object) -> list[CheckMessage]:
    """E001: the room `requests/` shadows the HTTP library of that name; another order of the path would break both."""
    found = import_module("requests").__file__
    if found and Path(found).is_relative_to(settings.BASE_DIR / "requests"):
        return []
    return [
        Error(
            f"`import requests` 取得的是 {found}，不是本系統的 requests/。",
            hint="請從專案根目錄執行，或將 PYTHONPATH 設為專案根目錄；請勿設定 PYTHONSAFEPATH。",
            id="cctv_admin.E001",
        )
    ]


@register
def keys_are_their_owners(app_configs: Sequence[AppConfig] | None = None, **_: object) -> list[CheckMessage]:
    """E002: a key file that others on this machine can read keeps nothing from them."""
    open_to_others = stat.S_IRWXG | stat.S_IRWXO
    files = [path for path in Path(settings.KEYS_DIR).glob("*") if path.is_file()]
    return [
        Error(
            f"金鑰檔 {path} 不是只有擁有者可以讀寫。",
            hint=f"請執行 chmod 600 {path}；若已有他人可能讀取，請以 manage.py rotate_keys 更換金鑰。",
            id="cctv_admin.E002",
        )
        for path in sorted(files)
        if path.stat().st_mode & open_to_others
    ]
