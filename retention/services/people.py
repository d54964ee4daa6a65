"""Whom a matter of holds is told, and how the ledger writes who acts for somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.selectors import in_words, seatings

if TYPE_CHECKING:
    import datetime as dt

    from accounts.choices import Role
    from accounts.models import User
    from accounts.selectors import Signatory
    from ledger.services import Actor


class HoldError(Exception):
    """The hold cannot be changed that way; the message says what to do. `field` names the field it belongs to."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


def people_in(*roles: Role, now: dt.datetime) -> list[User]:
    """Return who sits in `roles` now: the holders, and the deputies of those who are away."""
    seats = seatings(roles, now)
    return list({one.user.pk: one.user for role in roles for one in seats[role].present}.values())


def as_actor(signatory: Signatory, now: dt.datetime) -> Actor:
    """Return who acts, in which role and for whom, as the ledger writes them."""
    name = in_words(signatory.acting_for, now).name if signatory.acting_for else ""
    return in_words(signatory.user, now, role=signatory.role.label, acting_for=name)
