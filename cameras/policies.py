"""Who sees the cameras and who keeps their register (參、一; ux.md §5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.choices import Role
from accounts.policies import roles_of

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User

EDITORS = frozenset({Role.HANDLER, Role.ADMINISTRATOR})
READERS = EDITORS | {Role.SUPERVISOR, Role.PRINCIPAL, Role.GUARD, Role.AUDITOR}


def may_see_cameras(user: User, day: dt.date) -> bool:
    """Everybody who works with the system; plain staff meet cameras only on their own forms."""
    return bool(roles_of(user, day) & READERS)


def may_edit_cameras(user: User, day: dt.date) -> bool:
    """承辦人 and 系統管理."""
    return bool(roles_of(user, day) & EDITORS)
