"""Somebody is away, and another stands in."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from accounts.choices import DeputyReason
from accounts.models import Deputy

if TYPE_CHECKING:
    from accounts.models import User

HOUR = dt.timedelta(hours=1)


def away(
    principal: User, deputy: User, now: dt.datetime, *, order: int = 1, reason: DeputyReason = DeputyReason.LEAVE
) -> Deputy:
    """Let `deputy` stand in for `principal` from an hour ago for two hours."""
    return Deputy.objects.create(
        principal=principal, deputy=deputy, order=order, reason=reason, since=now - HOUR, until=now + HOUR
    )
