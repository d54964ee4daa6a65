"""Who looks after folders of recordings, and whose word makes footage go there (肆、四; house, invariants 5 and 7)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from accounts.choices import Role
from accounts.policies import roles_of
from retention.choices import DeletedBy

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User
    from retention.models import FootageSource

SOURCE_READERS = frozenset({Role.HANDLER, Role.SUPERVISOR, Role.PRINCIPAL, Role.ADMINISTRATOR, Role.AUDITOR})
"""A folder's names say which camera recorded when, and no person: 系統管理 may know them (ruling 24), a guard need not."""
SOURCE_KEEPERS = frozenset({Role.HANDLER, Role.ADMINISTRATOR})
"""Registering, naming cameras, reading only, taking out of use: technical, and nothing goes by it."""
STOPPERS = SOURCE_READERS - {Role.AUDITOR}
"""改為只讀取 keeps more, never less."""
PROPOSERS = frozenset({Role.HANDLER, Role.SUPERVISOR, Role.ADMINISTRATOR})
CONFIRMERS = frozenset({Role.SUPERVISOR, Role.PRINCIPAL})
"""That the school's recordings go is the school's decision: 系統管理 may propose it, never confirm."""
ACCEPTERS = frozenset({Role.HANDLER, Role.SUPERVISOR, Role.PRINCIPAL})
"""After a long power cut in summer whoever is on duty states the date; the second person spoke when deletion became ours."""


class NotYourSource(PermissionDenied):
    """Only certain posts may do this to a folder of recordings."""

    def __init__(self, who: str, act: str) -> None:
        super().__init__(f"只有{who}可以{act}。")


def may_see_sources(user: User, day: dt.date) -> bool:
    """行政人員, 校長, 系統管理 and 稽核; also 試算 and the 影像銷毀紀錄."""
    return bool(roles_of(user, day) & SOURCE_READERS)


@dataclass(frozen=True, slots=True)
class SourcePowers:
    """What a person may do to a folder of recordings as it stands."""

    keeps: bool
    stops: bool
    proposes: bool
    confirms: bool
    accepts: bool


def powers_over(user: User, source: FootageSource | None, day: dt.date) -> SourcePowers:
    """Return what `user` may do to `source`; None asks for his roles alone. Who proposed never confirms."""
    roles = roles_of(user, day)
    is_ours = source is not None and source.deleted_by == DeletedBy.PRODUCT
    is_proposed = source is None or (source.proposed_at is not None and not is_ours)
    is_another = source is None or source.proposed_account != user.username
    return SourcePowers(
        keeps=bool(roles & SOURCE_KEEPERS),
        stops=bool(roles & STOPPERS) and (source is None or is_ours or source.proposed_at is not None),
        proposes=bool(roles & PROPOSERS) and not is_ours,
        confirms=bool(roles & CONFIRMERS) and is_proposed and is_another,
        accepts=bool(roles & ACCEPTERS) and (source is None or is_ours),
    )


def require_power(*, allowed: bool, who: str, act: str) -> None:
    """Raises NotYourSource when not `allowed`."""
    if not allowed:
        raise NotYourSource(who, act)
