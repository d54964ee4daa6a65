"""What bears on cameras' footage of a period: the copies that keep it, the holds on it, the outages within it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import DateTimeField, Value

from cameras.choices import OutageCause
from cameras.rules import Period, merged
from cameras.selectors import outages_during
from retention.models import Hold
from retention.selectors.copies import Kept, copies_that_keep

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from django.db.models import QuerySet

HOLD, COPY, OUTAGE = range(3)
"""What a row of the one question is."""
APART = dt.timedelta(days=30)
"""One old case among those of this month does not bring in the copies of all the months between."""
NO_TIME = Value(None, output_field=DateTimeField())


class Held(NamedTuple):
    """Over which time a hold keeps a camera's footage, and for whom."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    reference: str


class Dark(NamedTuple):
    """Since when a camera had no picture, until when (None: it goes on), and why, in words."""

    since: dt.datetime
    until: dt.datetime | None
    why: str


class Bearing(NamedTuple):
    """Each by the key of the camera: holds in force the newest first, copies and outages the oldest first."""

    holds: Mapping[int, list[Held]]
    copies: Mapping[int, list[Kept]]
    outages: Mapping[int, list[Dark]]


def bearing_on(cameras: Collection[int], periods: Collection[tuple[dt.datetime, dt.datetime]]) -> Bearing:
    """Return what bears on anything that `cameras` recorded within half-open `periods`, and some things beside it.

    All three are periods of a camera with a few words, so they are one query; a list of cases asks it for every row.
    """
    found = Bearing(defaultdict(list), defaultdict(list), defaultdict(list))
    for kind, camera, _, key, since, until, said, cause in _periods(cameras, _spells(periods)):
        if kind == COPY:
            found.copies[camera].append(Kept(key, said, since, until))
        elif kind == HOLD:
            found.holds[camera].insert(0, Held(since, until, said))
        else:
            found.outages[camera].append(Dark(since, until, _in_words(cause, said)))
    return found


def _spells(periods: Iterable[tuple[dt.datetime, dt.datetime]]) -> list[tuple[dt.datetime, dt.datetime]]:
    """Return the periods and what lies between those that are not `APART`: few, so that asking stays cheap."""
    longer = merged(Period(start, end + APART) for start, end in periods)
    return [(start, end - APART) for start, end in longer if end]


def _periods(cameras: Collection[int], spells: Sequence[tuple[dt.datetime, dt.datetime]]) -> QuerySet[Any, Any]:
    """Of holds in force and of outages there are few in any year; of copies there are not."""
    start, end = spells[0][0], spells[-1][1]
    holds = Hold.cameras.through.objects.filter(
        camera__in=cameras, hold__released_at=None, hold__starts_at__lt=end, hold__ends_at__gt=start
    )
    hold = ("hold__placed_at", "hold", "hold__starts_at", "hold__ends_at", "hold__reference")
    copy = ("evidencecopy", "evidencecopy__starts_at", "evidencecopy__ends_at", "evidencecopy__number")
    outages = outages_during(start, end).filter(camera__in=cameras).order_by()
    rows = holds.values_list(Value(HOLD), "camera", *hold, Value("")).union(
        copies_that_keep(cameras, *spells).values_list(Value(COPY), "camera", NO_TIME, *copy, Value("")),
        outages.values_list(Value(OUTAGE), "camera", "since", "pk", "since", "until", "reference", "cause"),
        all=True,
    )
    return rows.order_by("hold__placed_at", "hold")


def _in_words(cause: str, reference: str) -> str:
    word = OutageCause(cause).label
    return f"{word}（{reference}）" if reference else str(word)
