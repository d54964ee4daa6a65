"""Who may change the holidays, and which words somebody may not read (any longer)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.module_loading import import_string

from accounts.choices import Role
from accounts.policies import roles_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from accounts.models import User

_registry: set[str] = set()


def register_secrets(path: str) -> None:
    """Let a room above say which words name what somebody may not know of: the dotted `path` of its callable.

    It is called as `naming_secrets` below. This room holds words; what a case is, and who may know of it, it does not
    know.
    """
    _registry.add(path)


def naming_secrets(user: User, texts: Collection[str], now: dt.datetime) -> set[str]:
    """Return those of `texts` that name what `user` may not know of: a case that became a 限制案, or left one's post."""
    return set().union(*(import_string(path)(user, texts, now) for path in _registry)) if texts else set()


def may_see_holidays(user: User, day: dt.date) -> bool:
    """Everybody who works with deadlines reads the holidays; plain staff and guards do not need them."""
    return bool(roles_of(user, day) - {Role.STAFF, Role.GUARD})


def may_change_holidays(user: User, day: dt.date) -> bool:
    """承辦人 and 系統管理 keep the holidays."""
    return bool(roles_of(user, day) & {Role.HANDLER, Role.ADMINISTRATOR})
