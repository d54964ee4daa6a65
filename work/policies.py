"""Who may change the holidays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.choices import Role
from accounts.policies import roles_of

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User


def may_see_holidays(user: User, day: dt.date) -> bool:
    """Everybody who works with deadlines reads the holidays; plain staff and guards do not need them."""
    return bool(roles_of(user, day) - {Role.STAFF, Role.GUARD})


def may_change_holidays(user: User, day: dt.date) -> bool:
    """承辦人 and 系統管理 keep the holidays."""
    return bool(roles_of(user, day) & {Role.HANDLER, Role.ADMINISTRATOR})
