"""What the rows of the 調閱登記簿 say of their cases, asked for all of them at once, as plain rows.

A model for each of hundreds is dear.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import DateTimeField, TextField, Value

from requests.models import Approval, CopyRelease, PartialGrant, ReviewRequest
from requests.selectors.releases import handed_in_words
from requests.transitions import DECISIONS
from retention.selectors import copies_by_case

if TYPE_CHECKING:
    import datetime as dt
    import uuid
    from collections.abc import Collection, Mapping, Sequence

    from django.db.models import QuerySet

    from retention.selectors import BookCopy

ASKED, GRANTED, UNSURE = range(3)
"""How a camera came into a case: asked for, granted as a part, or meant by its place only."""
NO_TIME = Value(None, output_field=DateTimeField(null=True))
HANDED = (
    "review_request", "order", "end", "handed_at", "receiver_unit", "receiver_name", Value(""),
    NO_TIME, NO_TIME, Value(None, output_field=TextField(null=True)),
)  # fmt: skip
DECIDED = (
    "review_request", Value(0), "action", "at", "actor_title", "actor_name", "acting_for_note",
    "grant__starts_at", "grant__ends_at", "grant__conditions",
)  # fmt: skip
"""What the book says of a copy handed over, and of the act that decided, side by side: a copy counts from 1."""


class BookPlace(NamedTuple):
    """As much of a place as the book says."""

    pk: int
    name: str


class BookCamera(NamedTuple):
    """As much of a camera as the book says."""

    place: BookPlace
    name: str
    code: str


class Decision(NamedTuple):
    """As much of the act that decided as the book says, not its opinion; with a period where it grants a part."""

    action: str
    at: dt.datetime
    actor_title: str
    actor_name: str
    acting_for_note: str
    starts_at: dt.datetime | None
    ends_at: dt.datetime | None
    conditions: str | None

    @property
    def grants_part(self) -> bool:
        """Whether it grants a part of what was asked (部分核准)."""
        return self.starts_at is not None


@dataclass(frozen=True, slots=True)
class Said:
    """What every row of one case says of it.

    `cameras` and the `unsure` places could be shown: of 部分核准 what it grants. `copies` are the school's own, `releases`
    what was handed over.
    """

    decision: Decision | None
    cameras: Sequence[BookCamera]
    unsure: Sequence[BookPlace]
    copies: Sequence[BookCopy]
    releases: Sequence[str]


def said_of(cases: Mapping[int, uuid.UUID]) -> Mapping[int, Said]:
    """Return what the book says of `cases`, each with the key its copies are kept under; three queries."""
    decisions, releases = _acts(cases)
    in_part = {case for case, decision in decisions.items() if decision.grants_part}
    cameras: dict[int, list[BookCamera]] = defaultdict(list)
    unsure: dict[int, list[BookPlace]] = defaultdict(list)
    for case, how, code, name, _, place_name, place in _links(cases):
        spot = BookPlace(place, place_name)
        if how == UNSURE and case not in in_part:
            unsure[case].append(spot)
        elif how == (GRANTED if case in in_part else ASKED):
            cameras[case].append(BookCamera(spot, name, code))
    copies = copies_by_case(cases.values())
    return {
        case: Said(decisions.get(case), cameras[case], unsure[case], copies[key], releases[case])
        for case, key in cases.items()
    }


def _deciding(cases: Collection[int]) -> QuerySet[Approval]:
    acts = Approval.objects.filter(review_request__in=cases, is_current=True, same_as_left=False, action__in=DECISIONS)
    return acts.order_by()


def _links(cases: Collection[int]) -> QuerySet[Any, Any]:
    """Return what hangs on which case, how: cameras in the order of their codes, places in their own."""
    camera = ("camera__code", "camera__name", "camera__place__order", "camera__place__name", "camera__place")
    place = (Value(""), Value(""), "place__order", "place__name", "place")
    asked = ReviewRequest.cameras.through.objects.filter(reviewrequest__in=cases)
    granted = PartialGrant.cameras.through.objects.filter(partialgrant__approval__in=_deciding(cases))
    unsure = ReviewRequest.places.through.objects.filter(reviewrequest__in=cases)
    rows = asked.values_list("reviewrequest", Value(ASKED), *camera).union(
        granted.values_list("partialgrant__approval__review_request", Value(GRANTED), *camera),
        unsure.values_list("reviewrequest", Value(UNSURE), *place),
        all=True,
    )
    return rows.order_by("camera__code", "camera__place__order", "camera__place__name")


def _acts(cases: Collection[int]) -> tuple[dict[int, Decision], Mapping[int, list[str]]]:
    """Return the act that decided each case, and what was handed over of it as the register prints it; one query for both.

    What was handed over is one sentence a copy.
    """
    handed = CopyRelease.objects.filter(review_request__in=cases, handed_at__isnull=False).order_by()
    rows = handed.values_list(*HANDED).union(_deciding(cases).values_list(*DECIDED), all=True)
    decisions: dict[int, Decision] = {}
    releases: dict[int, list[str]] = defaultdict(list)
    for case, order, word, at, title, name, *rest in rows.order_by("order"):
        if order:
            release = CopyRelease(end=word, handed_at=at, receiver_unit=title, receiver_name=name)
            releases[case].append(handed_in_words(release))
        else:
            decisions[case] = Decision(word, at, title, name, *rest)
    return decisions, releases
