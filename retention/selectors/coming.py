"""What comes due page by page, the earliest day first: by key, so no page judges more than it shows (肆、四)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Q
from django.db.models.functions import Coalesce, Least

from printing.rules import local_date
from retention.rules import LISTED_DAYS_AHEAD, ONE_DAY
from retention.selectors.judging import copies_due_by, due_of, judged

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from retention.models import EvidenceCopy
    from retention.selectors.judging import Judged

SHOWN_AHEAD = 2 * LISTED_DAYS_AHEAD * ONE_DAY
DUE = Least("due_on", Coalesce("original__due_on", "due_on"))
"""What `due_of` says of a copy."""


class DuePlace(NamedTuple):
    """Where a copy stands among what comes due: its day, and its number."""

    day: dt.date
    number: str

    def as_text(self) -> str:
        """Return it for an address."""
        return f"{self.day:%Y%m%d}-{self.number}"


def due_place_of(text: str) -> DuePlace | None:
    """Return what `DuePlace.as_text` wrote, None for anything else."""
    day, _, number = text.partition("-")
    try:
        return DuePlace(dt.datetime.strptime(f"{day}+0000", "%Y%m%d%z").date(), number)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class DuePage:
    """Copies and what is to become of each, and where to go on: None where the list ends."""

    rows: list[Judged]
    earlier: DuePlace | None
    later: DuePlace | None


def due_page(now: dt.datetime, size: int, *, before: DuePlace | None = None, after: DuePlace | None = None) -> DuePage:
    """Return the first `size` copies that come due within 60 days, or those next to a place; what is past its day is first."""
    coming = copies_due_by(local_date(now) + SHOWN_AHEAD).annotate(due=DUE).defer("identity")
    found = list(_next_to(coming, before, after)[: size + 1])
    shown, more = found[:size], len(found) > size
    has_earlier, has_later = (more, True) if before else (after is not None, more)
    if before:
        shown.reverse()
    return DuePage(
        rows=judged(shown, now),
        earlier=_place(shown[0]) if shown and has_earlier else None,
        later=_place(shown[-1]) if shown and has_later else None,
    )


def _next_to(coming: QuerySet[Any], before: DuePlace | None, after: DuePlace | None) -> QuerySet[Any]:
    """Return what comes after a place, or what comes before it, the nearest first."""
    if before:
        earlier = Q(due__lt=before.day) | Q(due=before.day, number__lt=before.number)
        return coming.filter(earlier).order_by("-due", "-number")
    if after:
        coming = coming.filter(Q(due__gt=after.day) | Q(due=after.day, number__gt=after.number))
    return coming.order_by("due", "number")


def _place(copy: EvidenceCopy) -> DuePlace:
    return DuePlace(due_of(copy), copy.number)
