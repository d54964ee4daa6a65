"""Who makes copies, who may know what one shows (need to know; 肆、一)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.module_loading import import_string

from accounts.choices import Role
from retention.policies.holds import as_one_of, looks_after_holds

if TYPE_CHECKING:
    import datetime as dt
    import uuid

    from accounts.models import User
    from accounts.selectors import Signatory
    from retention.models import EvidenceCopy, Hold

_registry: set[str] = set()


def register_copy_gate(path: str) -> None:
    """Let the room above say who works on its cases: the dotted `path` of a callable (user, case key, moment) → bool."""
    _registry.add(path)


def _works_on(user: User, case_key: uuid.UUID, now: dt.datetime) -> bool:
    return any(import_string(path)(user, case_key, now) for path in _registry)


def may_know_hold(user: User, hold: Hold, now: dt.datetime) -> bool:
    """Say whether `user` may know whose footage a hold keeps: who works on its case, never a party to it.

    One that rests on something else (緊急留存, a document) is open to those who handle cases; one of a 限制案 of before,
    whose case nobody can ask any more, is open to nobody.
    """
    if as_one_of(user, (Role.HANDLER, Role.SUPERVISOR, Role.PRINCIPAL), now) is None:
        return False
    if hold.case_key:
        return _works_on(user, hold.case_key, now)
    return bool(hold.reference or hold.origin) and not hold.is_coded


def may_open_copy(user: User, copy: EvidenceCopy, now: dt.datetime) -> bool:
    """Say whether `user` may play or download a copy, or know for what it was made."""
    return may_know_hold(user, copy.hold, now)


def makes_copies(user: User, hold: Hold, now: dt.datetime) -> Signatory | None:
    """承辦人 and 處室主管 who may know the hold make its copies (伍、三)."""
    return looks_after_holds(user, now) if may_know_hold(user, hold, now) else None
