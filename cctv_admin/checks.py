"""System checks of the house: what `manage.py check` refuses, and every process that starts (`require_safe`)."""

from __future__ import annotations

import stat
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured

from accounts.choices import Role
from cctv_admin.backup import begun

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


LEAST_PASSWORD = 12
LONGEST_IDLE = 60
LONGEST_SIGN_IN = 12


@register
def sign_in_is_safe(app_configs: Sequence[AppConfig] | None = None, **_: object) -> list[CheckMessage]:
    """E003: a setting of sign-in names no role, or is weaker than the plan of this product allows."""
    unknown = sorted(set(settings.SECOND_FACTOR_ROLES) - set(Role.values))
    wrong = {
        f"CCTV_SECOND_FACTOR_ROLES 有不存在的角色：{'、'.join(unknown)}，請用 {'、'.join(Role.values)}。": unknown,
        f"CCTV_PASSWORD_LENGTH 不可小於 {LEAST_PASSWORD}。": settings.PASSWORD_LENGTH < LEAST_PASSWORD,
        "CCTV_PASSWORD_HISTORY 與 CCTV_PASSWORD_DAYS 不可為負數。": min(
            settings.PASSWORD_HISTORY, settings.PASSWORD_DAYS
        )
        < 0,
        f"CCTV_IDLE_MINUTES 請設為 1 至 {LONGEST_IDLE}。": not 1 <= settings.IDLE_MINUTES <= LONGEST_IDLE,
        f"CCTV_SESSION_HOURS 請設為 1 至 {LONGEST_SIGN_IN}。": not 1 <= settings.SESSION_HOURS <= LONGEST_SIGN_IN,
    }
    return [Error(sentence, id="cctv_admin.E003") for sentence, is_wrong in wrong.items() if is_wrong]


@register
def no_restore_is_half_way(app_configs: Sequence[AppConfig] | None = None, **_: object) -> list[CheckMessage]:
    """E004: a restore was killed; until it is done again nothing but `restore` works on what is there."""
    half = begun.read()
    return [Error(str(half), id="cctv_admin.E004")] if half else []


OURS = (requests_is_ours, keys_are_their_owners, sign_in_is_safe, no_restore_is_half_way)


def require_safe() -> None:
    """Refuse to start what one of our checks refuses. Raises ImproperlyConfigured with what to set.

    gunicorn asks no checks, and Celery passes over what they say: each process asks here, whoever starts it.
    """
    found = [message for ask in OURS for message in ask()]
    if found:
        raise ImproperlyConfigured("\n".join(f"{message.msg}{message.hint or ''}" for message in found))
