"""What is due of an account. Pure, no database."""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass

IDLE_DAYS = 180
"""A summer without a sign-in is no reason; half a year is, until the plan says otherwise (`SchoolPlan.idle_days`)."""
ANNOUNCED = 14
"""So many days before, it is announced."""


class Look(enum.Enum):
    """What the daily look found of an account."""

    IN_USE = "in_use"
    EXPIRES_SOON = "expires_soon"
    EXPIRED = "expired"
    IDLE_SOON = "idle_soon"
    IDLE = "idle"


@dataclass(frozen=True)
class Looked:
    """What was found, and on which day it ends."""

    look: Look
    day: dt.date | None = None


def look_at(*, today: dt.date, used_on: dt.date, expires_on: dt.date | None, limit: int) -> Looked:
    """Say what is due of an account last used on `used_on`, suspended after `limit` days of silence; its end comes first."""
    if expires_on and expires_on < today:
        return Looked(Look.EXPIRED, expires_on)
    idle_on = used_on + dt.timedelta(days=limit)
    if idle_on <= today:
        return Looked(Look.IDLE, idle_on)
    announced_from = today + dt.timedelta(days=ANNOUNCED)
    if expires_on and expires_on <= announced_from:
        return Looked(Look.EXPIRES_SOON, expires_on)
    return Looked(Look.IDLE_SOON, idle_on) if idle_on <= announced_from else Looked(Look.IN_USE)
