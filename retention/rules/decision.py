"""What is to become of one recording: a pure function of when it was made, the plan, the holds and the clock (肆、三、四).

Moments are seconds since 1970. Who disputes a destruction reads this page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from printing.rules import TAIPEI, start_of_day
from retention.choices import Verdict
from retention.rules.clock import BEFORE_THIS_CLOCKS_ARE_WRONG, ONE_DAY, anniversary

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

DAY_SECONDS = 86_400
FUTURE_SECONDS = 3600
"""A recorder's clock may be a little fast; what it names more than an hour ahead was not made then."""


class Span(NamedTuple):
    """From `start` until just before `end`."""

    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Terms:
    """What one pass judges by. `cut`: what was recorded before it is past the ceiling. `young_from`: what reaches beyond
    it is under the floor. What does not begin within [`odd_before`, `odd_after`) was named by a clock that is wrong.
    """

    cut: float
    young_from: float
    odd_before: float
    odd_after: float


def ceiling_cut(today: dt.date, years: int) -> dt.date:
    """Return the first local day whose recordings may not go yet on `today` (ruling 16: the same date years later)."""
    day = anniversary(today, -years)
    while anniversary(day, years) <= today:
        day += ONE_DAY
    return day


def midnight(day: dt.date) -> float:
    """Return when a local day begins."""
    return start_of_day(day).timestamp()


def terms_at(now: dt.datetime, *, minimum_days: int, maximum_years: int) -> Terms:
    """Return what a pass at `now` judges by, for a camera that keeps `minimum_days` at least."""
    instant = now.timestamp()
    return Terms(
        cut=midnight(ceiling_cut(now.astimezone(TAIPEI).date(), maximum_years)),
        young_from=instant - minimum_days * DAY_SECONDS,
        odd_before=midnight(BEFORE_THIS_CLOCKS_ARE_WRONG),
        odd_after=instant + FUTURE_SECONDS,
    )


def verdict(start: float, *, longest: float, offset: float, terms: Terms, holds: Sequence[Span]) -> Verdict:
    """Return what is to become of a recording that the recorder's clock says began at `start`.

    `longest` bounds its length and `offset` is how far that clock is fast, both in seconds. Where recorder time and true
    time differ the one that keeps it counts: it is due when both are, held when either is.
    """
    true = start - offset
    earliest, latest = min(start, true), max(start, true)
    reach = latest + longest
    if not (terms.odd_before <= start and true < terms.odd_after):
        return Verdict.ODD
    if latest >= terms.cut:
        return Verdict.WITHIN
    if reach > terms.young_from:
        return Verdict.YOUNG
    if any(hold.start < reach and earliest < hold.end for hold in holds):
        return Verdict.HELD
    return Verdict.DUE


def all_due(first: float, last: float, *, longest: float, offset: float, terms: Terms, holds: Sequence[Span]) -> bool:
    """Say whether everything that began from `first` to `last` is due, by asking of both ends and of the whole as one.

    What speaks for keeping a recording between them speaks for keeping the whole, so this is never too generous.
    """
    whole = verdict(first, longest=last - first + longest, offset=offset, terms=terms, holds=holds)
    latest = verdict(last, longest=longest, offset=offset, terms=terms, holds=())  # those of the whole reach as far
    return whole == latest == Verdict.DUE
