"""What the page of a public body's case says of its letter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from requests import policies, selectors
from requests.choices import OVER
from requests.views.agency.completing import PAGES

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User
    from requests.models import AgencyLetter, OfficerVisit, ReviewRequest


@dataclass(frozen=True, slots=True)
class AgencyCard:
    """The letter and what is owed of it; `act` is what its 承辦人 may enter next."""

    letter: AgencyLetter
    visit: OfficerVisit | None
    missing: tuple[str, ...]
    is_late: bool
    act: str
    may_say_no_reply: bool


def agency_card(case: ReviewRequest, user: User, now: dt.datetime) -> AgencyCard | None:
    """Return what `user` reads of the body's letter; None for everybody else's case."""
    letter, visit = selectors.letter_of(case), selectors.visit_of(case)
    if letter is None:
        return None
    handles = policies.handles(user, case, now)
    verb = selectors.what_a_letter_does(case, letter) if handles else None
    is_late = visit is not None and not letter.is_here and visit.letter_due_at < now
    may_say = handles and letter.is_here and letter.no_reply_at is None and case.status not in OVER
    act = PAGES[verb][0] if verb else ""
    return AgencyCard(letter, visit, selectors.missing_items(letter), is_late, act, may_say)
