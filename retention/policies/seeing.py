"""Who sees how long footage is kept, who sees what is held, who checks recorders (肆; rulings 16, 24, 26)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.choices import Role
from accounts.policies import roles_of

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User

READERS = frozenset(Role) - {Role.STAFF}
CASE_READERS = frozenset({Role.HANDLER, Role.SUPERVISOR, Role.PRINCIPAL})
"""A hold names a case: guards, 系統管理 and 稽核 see how many there are, not which."""
CHECKERS = frozenset({Role.HANDLER, Role.GUARD})


def may_see_retention(user: User, day: dt.date) -> bool:
    """Everybody who works with the system."""
    return bool(roles_of(user, day) & READERS)


def may_see_holds(user: User, day: dt.date) -> bool:
    """Those who handle cases."""
    return bool(roles_of(user, day) & CASE_READERS)


def may_check(user: User, day: dt.date) -> bool:
    """承辦人, and the guard in whose room the recorder stands."""
    return bool(roles_of(user, day) & CHECKERS)
