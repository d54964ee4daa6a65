"""Who erases the personal data of a case after its term (伍、五; ruling 17): 承辦人 proposes, another person confirms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts import selectors as accounts
from accounts.choices import Role
from requests.policies.handling import handles, works_on
from requests.policies.parties import parties
from requests.policies.seeing import is_in_chain

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from accounts.models import User
    from accounts.selectors import Signatory
    from requests.models import Erasure, ReviewRequest

CONFIRMERS = (Role.SUPERVISOR, Role.PRINCIPAL)


def may_read_expired(user: User, now: dt.datetime) -> bool:
    """承辦人, 處室主管, 校長 and who acts for them see which cases are past their term, of those they may know of."""
    return is_in_chain(user, now)


def may_propose_erasure(user: User, case: ReviewRequest, now: dt.datetime) -> bool:
    """Say whether `user` may propose to erase the personal data of `case`: who handles it."""
    return handles(user, case, now)


def confirms_erasure(
    user: User, erasure: Erasure, cases: Collection[ReviewRequest], now: dt.datetime
) -> Signatory | None:
    """Return as what `user` confirms: 處室主管 or 校長 who works on every one of `cases`, never who proposed."""
    if user.username == erasure.proposed_account or not all(works_on(user, case, now) for case in cases):
        return None
    out: set[int] = set().union(*(parties(case) for case in cases))
    seats = accounts.seatings(CONFIRMERS, now)
    return next((found for role in CONFIRMERS if (found := seats[role].signatory(user, excluded=out))), None)


def may_drop_erasure(user: User, erasure: Erasure, cases: Collection[ReviewRequest], now: dt.datetime) -> bool:
    """Say whether `user` may take the proposal off again: who made it, and who would confirm it."""
    return user.username == erasure.proposed_account or confirms_erasure(user, erasure, cases, now) is not None
