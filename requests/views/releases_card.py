"""What the page of a case says of copies handed over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from requests import policies, selectors

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User
    from requests.models import CopyRelease, ReviewRequest


@dataclass(frozen=True, slots=True)
class ReleasesCard:
    """The releases, what hinders another one, and what the reader may do about it."""

    rows: list[CopyRelease]
    hindrances: list[str]
    handles: bool
    may_prepare: bool
    may_allow_early: bool


def releases_card(case: ReviewRequest, user: User, now: dt.datetime) -> ReleasesCard | None:
    """Return what `user`, who works on the case, reads of it; None where no copy is asked for or was handed over."""
    if not policies.works_on(user, case, now):
        return None
    rows = list(case.releases.select_related("copy").order_by("order"))
    if not rows and not (case.wants_copy and case.status in (*policies.OPEN, *policies.VIEWABLE)):
        return None
    handles = policies.handles(user, case, now)
    hindrances = selectors.may_hand_over(case, now) if case.status in policies.VIEWABLE else []
    may_prepare = handles and case.status in policies.VIEWABLE and not hindrances
    early = policies.may_allow_early(user, case, now) is not None and not selectors.may_hand_over_early(case, now)
    return ReleasesCard(rows, hindrances, handles, may_prepare, early)
