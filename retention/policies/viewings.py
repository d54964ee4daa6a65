"""Whether what a copy shows is being viewed at this moment: 調閱 is accompanied and stands in the register (伍、四; ruling 18)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.module_loading import import_string

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User
    from retention.models import EvidenceCopy

_registry: set[str] = set()


def register_viewings(path: str) -> None:
    """Let the room above say what is being viewed: the dotted `path` of a callable (copy, user, moment) → bool."""
    _registry.add(path)


def is_being_viewed(copy: EvidenceCopy, user: User, now: dt.datetime) -> bool:
    """Say whether a viewing `user` may know of is open for what `copy` shows."""
    return any(import_string(path)(copy, user, now) for path in _registry)
