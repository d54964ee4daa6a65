"""The 調閱登記簿 page by page, the newest row first: by key, without reading the book or counting it (伍、四).

Viewings and corrections are asked apart, each along the index of when its row was written, some dozens at a time until
a page is full of rows the reader may see. `register` numbers and draws them as it does the whole book.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import F, Q

from printing.rules import start_of_day
from requests import policies
from requests.choices import ViewingKind
from requests.models import ReviewRequest, ViewingCorrection, ViewingSession
from requests.models.viewing import WRITTEN_AT
from requests.selectors.register import Narrowed, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from accounts.models import User
    from requests.selectors.register import RegisterLine

CHUNK, LARGER = 64, 8
"""So many rows at first, and so many times as many whenever that was not enough."""
ONE_DAY = dt.timedelta(days=1)


class Place(NamedTuple):
    """Where a row stands in the book: when it was written, whether it is a correction, its key."""

    at: dt.datetime
    is_correction: bool
    key: int

    def as_text(self) -> str:
        """Return it for an address."""
        return f"{self.at.astimezone(dt.UTC):%Y%m%dT%H%M%S%f}-{self.is_correction:d}-{self.key}"


def place_of(text: str) -> Place | None:
    """Return what `Place.as_text` wrote, None for anything else."""
    try:
        at, is_correction, key = text.split("-")
        return Place(dt.datetime.strptime(f"{at}+0000", "%Y%m%dT%H%M%S%f%z"), is_correction == "1", int(key))
    except ValueError:
        return None


class _Found(NamedTuple):
    place: Place
    case: int


class _Shelf(NamedTuple):
    """Rows of one kind, each with when it was `written` and its `case`."""

    rows: QuerySet[Any]
    is_correction: bool


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """Rows, the newest first, and where to go on: `?after=newer`, `?before=older`, None where the book ends."""

    lines: list[RegisterLine]
    newer: Place | None
    older: Place | None


def register_page(
    user: User,
    now: dt.datetime,
    narrowed: Narrowed,
    size: int,
    *,
    before: Place | None = None,
    after: Place | None = None,
) -> RegisterPage:
    """Return the newest `size` rows `user` may see, or those next to a place of the book."""
    wanted = _Wanted(user, now, narrowed, is_forward=after is not None)
    found = wanted.rows(size + 1, after or before)
    shown, more = found[:size], len(found) > size
    if after is not None:
        shown.reverse()
    has_newer, has_older = (more, True) if after is not None else (before is not None, more)
    return RegisterPage(
        lines=_lines(shown),
        newer=shown[0].place if shown and has_newer else None,
        older=shown[-1].place if shown and has_older else None,
    )


def is_longer_than(rows: int, user: User, now: dt.datetime, narrowed: Narrowed) -> bool:
    """Say whether the book so narrowed has more than so many rows for `user`, without counting all of it."""
    return len(_Wanted(user, now, narrowed, is_forward=False).rows(rows + 1, None)) > rows


def _lines(shown: list[_Found]) -> list[RegisterLine]:
    by_place = {(line.correction is not None, (line.correction or line.viewing).pk): line for line in lines_of({
        one.case for one in shown
    })}  # fmt: skip
    return [by_place[one.place.is_correction, one.place.key] for one in shown]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Whose book, how narrowed, and whether it is read towards the newer rows."""

    user: User
    now: dt.datetime
    narrowed: Narrowed
    is_forward: bool

    def rows(self, size: int, start: Place | None) -> list[_Found]:
        """Return the first `size` rows from `start` on that may be seen."""
        found: list[_Found] = []
        chunk = CHUNK
        while True:
            rows = self._next(chunk, start)
            known = self._known({row.case for row in rows})
            found += [row for row in rows if row.case in known]
            if len(found) >= size or len(rows) < chunk:
                return found[:size]
            start, chunk = rows[-1].place, chunk * LARGER

    def _next(self, size: int, start: Place | None) -> list[_Found]:
        """Return the next rows of the book, whoever may see them: the first of viewings and corrections together."""
        shelves = (_Shelf(self._viewings(), is_correction=False), _Shelf(self._corrections(), is_correction=True))
        rows = [row for shelf in shelves for row in self._of(shelf, size, start)]
        return sorted(rows, reverse=not self.is_forward)[:size]

    def _viewings(self) -> QuerySet[Any]:
        kinds = {
            "": Q(), "granted": Q(entered_at=None, kind=ViewingKind.GRANTED),
            "emergency": Q(entered_at=None, kind=ViewingKind.EMERGENCY), "late": Q(entered_at__isnull=False),
        }  # fmt: skip
        kind = kinds.get(self.narrowed.kind)
        rows = ViewingSession.objects.annotate(written=WRITTEN_AT, case=F("review_request"))
        return rows.none() if kind is None else rows.filter(kind)

    def _corrections(self) -> QuerySet[Any]:
        rows = ViewingCorrection.objects.annotate(written=F("at"), case=F("viewing__review_request"))
        return rows if self.narrowed.kind in ("", "correction") else rows.none()

    def _of(self, shelf: _Shelf, size: int, start: Place | None) -> Iterator[_Found]:
        rows, narrowed = shelf.rows, self.narrowed
        if narrowed.since:
            rows = rows.filter(written__gte=start_of_day(narrowed.since))
        if narrowed.until:
            rows = rows.filter(written__lt=start_of_day(narrowed.until) + ONE_DAY)
        if narrowed.place:
            of_place = Q(cameras__place=narrowed.place) | Q(places=narrowed.place)
            rows = rows.filter(case__in=ReviewRequest.objects.filter(of_place).values("pk"))
        if start:
            rows = rows.filter(self._beyond(start, shelf))
        order = ("written", "pk") if self.is_forward else ("-written", "-pk")
        for at, key, case in rows.order_by(*order).values_list("written", "pk", "case")[:size]:
            yield _Found(Place(at, shelf.is_correction, key), case)

    def _beyond(self, start: Place, shelf: _Shelf) -> Q:
        """What stands beyond a row: written later, or at the same moment and further on."""
        way, also = ("gt", "gte") if self.is_forward else ("lt", "lte")
        later = Q(**{f"written__{way}": start.at})
        if shelf.is_correction == start.is_correction:
            return Q(**{f"written__{also}": start.at}) & (later | Q(**{f"pk__{way}": start.key}))
        stands_after = shelf.is_correction == self.is_forward
        return Q(**{f"written__{also}": start.at}) if stands_after else later

    def _known(self, cases: set[int]) -> set[int]:
        """Return which of the cases the reader may see in the book; of an erased one everybody sees that it is there."""
        known = policies.cases_in_books_of(self.user, self.now)
        if policies.may_read_register(self.user, self.now):
            known |= ReviewRequest.objects.filter(erased_at__isnull=False)
        return set(known.filter(pk__in=cases).order_by().values_list("pk", flat=True))
