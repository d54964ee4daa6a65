"""Who allows a copy to be handed over before the letter came (ruling 11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from accounts import selectors as accounts
from accounts.choices import Role
from requests.policies.parties import may_know, parties

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User
    from accounts.selectors import Signatory
    from requests.models import ReviewRequest


def may_allow_early(user: User, case: ReviewRequest, now: dt.datetime) -> Signatory | None:
    """Return as what `user` may allow it: 校長, or who acts for him; never a party."""
    if case.erased_at or not may_know(user, case):
        return None
    return accounts.seating(Role.PRINCIPAL, now).signatory(user, excluded=parties(case))


class MayNotAllow(PermissionDenied):
    """Only 校長 or a deputy allows a copy to leave before the letter."""

    def __init__(self) -> None:
        super().__init__("公文未到前，只有校長或其代理人可以准許先行交付。")


def require_may_allow_early(user: User, case: ReviewRequest, now: dt.datetime) -> Signatory:
    """Return as what `user` allows it. Raises MayNotAllow."""
    signatory = may_allow_early(user, case, now)
    if signatory is None:
        raise MayNotAllow
    return signatory
