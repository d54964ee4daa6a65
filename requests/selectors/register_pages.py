"""The 調閱登記簿 page by page, the newest row first: by key, without reading the book or counting it (伍、四).

Viewings and corrections are asked as one, along the index of when a row was written, some dozens at a time until a page
is full of rows the reader may see. `register` numbers and draws them as it does the whole book.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import BigIntegerField, BooleanField, ExpressionWrapper, F, OuterRef, Q, Subquery

from printing.rules import start_of_day
from requests import policies
from requests.choices import ViewingKind
from requests.models import ReviewRequest, ViewingCorrection, ViewingSession
from requests.models.viewing import WRITTEN_AT
from requests.selectors.register import Narrowed, lines_of, listed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import TypedDict

    from django.db.models import QuerySet
    from django_stubs_ext import WithAnnotations

    from accounts.models import User
    from requests.selectors.register import RegisterLine
    from requests.selectors.register_said import BookPlace

    class Opens(TypedDict):
        """Whether the reader may open the case."""

        opens: bool

    ListedViewing = WithAnnotations[ViewingSession, Opens]

CHUNK, LARGER = 64, 8
"""So many rows at first, and so many times as many whenever that was not enough."""
CORRECTIONS = 1 << 40
"""From here on count the keys of corrections, so that one number tells a row; of one moment they are the newer ones."""
ONE_DAY = dt.timedelta(days=1)


class Place(NamedTuple):
    """Where a row stands in the book: when it was written, and its key; that of a correction is above `CORRECTIONS`."""

    at: dt.datetime
    key: int

    def as_text(self) -> str:
        """Return it for an address."""
        is_correction, key = divmod(self.key, CORRECTIONS)
        return f"{self.at.astimezone(dt.UTC):%Y%m%dT%H%M%S%f}-{is_correction}-{key}"


def place_of(text: str) -> Place | None:
    """Return what `Place.as_text` wrote, None for anything else."""
    try:
        at, is_correction, key = text.split("-")
        of_all = int(key) + CORRECTIONS * (is_correction == "1")
        return Place(dt.datetime.strptime(f"{at}+0000", "%Y%m%dT%H%M%S%f%z"), of_all)
    except ValueError:
        return None


class _Found(NamedTuple):
    """A row, and every viewing of the case it is about: a row is numbered among all of these."""

    place: Place
    viewings: list[ListedViewing]


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """Rows, the newest first, and where to go on: `?after=newer`, `?before=older`, None where the book ends.

    `opens` are the cases whose page the reader may open: the auditor reads the register, not the cases. `places` are those
    the book can be narrowed to.
    """

    lines: list[RegisterLine]
    places: Sequence[BookPlace]
    opens: frozenset[int]
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
    lines, places = _lines(shown)
    return RegisterPage(
        lines=lines,
        places=places,
        opens=frozenset(viewing.review_request_id for one in shown for viewing in one.viewings if viewing.opens),
        newer=shown[0].place if shown and has_newer else None,
        older=shown[-1].place if shown and has_older else None,
    )


def is_longer_than(rows: int, user: User, now: dt.datetime, narrowed: Narrowed) -> bool:
    """Say whether the book so narrowed has more than so many rows for `user`, without counting all of it."""
    return len(_Wanted(user, now, narrowed, is_forward=False).rows(rows + 1, None)) > rows


def _lines(shown: list[_Found]) -> tuple[list[RegisterLine], Sequence[BookPlace]]:
    cases = {one.viewings[0].review_request_id: one.viewings for one in shown}
    lines, places = lines_of([viewing for viewings in cases.values() for viewing in viewings])
    by_key = {CORRECTIONS + line.correction.pk if line.correction else line.viewing.pk: line for line in lines}
    return [by_key[one.place.key] for one in shown], places


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
            known = self._known({case for _, case in rows})
            found += [_Found(place, known[case]) for place, case in rows if case in known]
            if len(found) >= size or len(rows) < chunk:
                return found[:size]
            start, chunk = rows[-1][0], chunk * LARGER

    def _next(self, size: int, start: Place | None) -> list[tuple[Place, int]]:
        """Return the next rows of the book, whoever may see them: the first of viewings and corrections together."""
        rows = self._asked(self._viewings(), start).union(self._asked(self._corrections(), start), all=True)
        order = ("written", "key") if self.is_forward else ("-written", "-key")
        return [(Place(at, key), case) for at, key, case in rows.order_by(*order)[:size]]

    def _viewings(self) -> QuerySet[Any]:
        kinds = {
            "": Q(), "granted": Q(entered_at=None, kind=ViewingKind.GRANTED),
            "emergency": Q(entered_at=None, kind=ViewingKind.EMERGENCY), "late": Q(entered_at__isnull=False),
        }  # fmt: skip
        kind = kinds.get(self.narrowed.kind)
        rows = ViewingSession.objects.annotate(written=WRITTEN_AT, key=F("pk"), case=F("review_request"))
        return rows.none() if kind is None else rows.filter(kind)

    def _corrections(self) -> QuerySet[Any]:
        key = ExpressionWrapper(F("pk") + CORRECTIONS, BigIntegerField())
        case = Subquery(ViewingSession.objects.filter(pk=OuterRef("viewing")).order_by().values("review_request"))
        rows = ViewingCorrection.objects.annotate(written=F("at"), key=key, case=case)  # by key: joined, all are read
        return rows if self.narrowed.kind in ("", "correction") else rows.none()

    def _asked(self, rows: QuerySet[Any], start: Place | None) -> QuerySet[Any, Any]:
        """Return those of the rows that are asked for from `start` on: when it was written, its key, its case."""
        narrowed = self.narrowed
        if narrowed.since:
            rows = rows.filter(written__gte=start_of_day(narrowed.since))
        if narrowed.until:
            rows = rows.filter(written__lt=start_of_day(narrowed.until) + ONE_DAY)
        if narrowed.place:
            of_place = Q(cameras__place=narrowed.place) | Q(places=narrowed.place)
            rows = rows.filter(case__in=ReviewRequest.objects.filter(of_place).values("pk"))
        if start:
            way = "gt" if self.is_forward else "lt"
            further = Q(**{f"written__{way}": start.at}) | Q(**{f"key__{way}": start.key})
            rows = rows.filter(further, **{f"written__{way}e": start.at})
        return rows.order_by().values_list("written", "key", "case")

    def _known(self, cases: set[int]) -> Mapping[int, list[ListedViewing]]:
        """Return the viewings of those of the cases the reader may see in the book; each says whether he may open its case.

        Of an erased one everybody sees that it is there. Both lists of cases are asked by key: asked of each case whether
        it is among those that open, PostgreSQL would look at all there are.
        """
        known = policies.cases_in_books_of(self.user, self.now)
        if policies.may_read_register(self.user, self.now):
            known |= ReviewRequest.objects.filter(erased_at__isnull=False)
        opens = Q(review_request__in=policies.visible_to(self.user, self.now).filter(pk__in=cases))
        by_case: dict[int, list[ListedViewing]] = defaultdict(list)
        for viewing in listed(known.filter(pk__in=cases)).annotate(opens=ExpressionWrapper(opens, BooleanField())):
            by_case[viewing.review_request_id].append(viewing)
        return by_case
