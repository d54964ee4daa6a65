"""What the rows of the 調閱登記簿 say beside the viewing, asked for all their cases at once, as plain rows.

A model for each of hundreds is dear.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import DateTimeField, F, TextField, Value

from cameras.models import Place
from requests.models import Approval, CopyRelease, PartialGrant, ReviewRequest, ViewingCorrection
from requests.selectors.releases import handed_in_words
from requests.transitions import DECISIONS
from retention.selectors import copies_by_case

if TYPE_CHECKING:
    import datetime as dt
    import uuid
    from collections.abc import Collection, Mapping, Sequence

    from django.db.models import QuerySet

    from retention.selectors import BookCopy

DECIDED, HANDED, CORRECTED, ASKED, GRANTED, UNSURE, OFFERED = range(7)
"""What a fact tells: the act that decided; a copy handed over; a 更正; a camera asked for, or granted as a part; a place
meant without a camera; a place of the school, whatever the case."""
AT_ONCE = 2_000
"""So many cases are asked about in one question: it names each six times, and SQLite may be built to take 32,766 values."""
NO_CASE = 0
NONE, NO_WORD = Value(0), Value("")
NO_TIME = Value(None, output_field=DateTimeField(null=True))
NO_TEXT = Value(None, output_field=TextField(null=True))


class _Fact(NamedTuple):
    """A row of the one question about all cases; what stands in its columns depends on `what`."""

    what: int
    case: int
    key: int
    number: int
    word: str
    title: str
    name: str
    note: str
    at: dt.datetime | None
    starts_at: dt.datetime | None
    ends_at: dt.datetime | None
    text: str | None


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
    what was handed over, `corrections` the 更正 of each viewing in the order they were written.
    """

    decision: Decision | None
    cameras: Sequence[BookCamera]
    unsure: Sequence[BookPlace]
    copies: Sequence[BookCopy]
    releases: Sequence[str]
    corrections: Mapping[int, Sequence[ViewingCorrection]]


class Told(NamedTuple):
    """What the book says of cases, and the places it can be narrowed to."""

    cases: Mapping[int, Said]
    places: Sequence[BookPlace]


def told_of(cases: Mapping[int, uuid.UUID]) -> Told:
    """Return what the book says of `cases`, each with the key its copies are kept under; two queries for `AT_ONCE` cases."""
    said: dict[int, Said] = {}
    places: list[BookPlace] = []
    keys = list(cases)
    for first in range(0, max(len(keys), 1), AT_ONCE):
        some = keys[first : first + AT_ONCE]
        facts, copies = _facts_by_case(some), copies_by_case([cases[case] for case in some])
        said |= {case: _said(facts[case], copies[cases[case]]) for case in some}
        places = [_place(one) for one in facts[NO_CASE][OFFERED]]
    return Told(said, places)


def _facts_by_case(cases: Collection[int]) -> Mapping[int, Mapping[int, Sequence[_Fact]]]:
    facts: dict[int, dict[int, list[_Fact]]] = defaultdict(lambda: defaultdict(list))
    for fact in map(_Fact._make, _facts(cases)):
        facts[fact.case][fact.what].append(fact)
    return facts


def _said(facts: Mapping[int, Sequence[_Fact]], copies: Sequence[BookCopy]) -> Said:
    decision = next(map(_decision, facts[DECIDED]), None)
    in_part = decision is not None and decision.grants_part
    corrections: dict[int, list[ViewingCorrection]] = defaultdict(list)
    for one in sorted(map(_correction, facts[CORRECTED]), key=lambda one: (one.at, one.pk)):
        corrections[one.viewing_id].append(one)
    return Said(
        decision=decision,
        cameras=[BookCamera(_place(one), one.title, one.word) for one in facts[GRANTED if in_part else ASKED]],
        unsure=[] if in_part else [_place(one) for one in facts[UNSURE]],
        copies=copies,
        releases=[_handed(one) for one in sorted(facts[HANDED], key=lambda one: one.number)],
        corrections=corrections,
    )


def _facts(cases: Collection[int]) -> QuerySet[Any, Any]:
    """Return what hangs on which case; each kind is a few rows, so all of them are one question.

    Cameras come in the order of their codes, places in their own.
    """
    rows = _decided(cases).union(_handed_over(cases), _corrected(cases), *_hung(cases), _offered(), all=True)
    return rows.order_by("word", "number", "name")


def _decided(cases: Collection[int]) -> QuerySet[Any, Any]:
    """Return the act that decided each case; its columns give those of all facts their names and kinds."""
    acts = Approval.objects.filter(**_deciding(cases)).order_by()
    named = acts.annotate(number=NONE, word=F("action"), name=F("actor_name"))
    return named.values_list(
        Value(DECIDED), "review_request", NONE, "number", "word", "actor_title", "name", "acting_for_note", "at",
        "grant__starts_at", "grant__ends_at", "grant__conditions",
    )  # fmt: skip


def _deciding(cases: Collection[int], act: str = "") -> dict[str, Any]:
    return {
        f"{act}review_request__in": cases, f"{act}is_current": True, f"{act}same_as_left": False,
        f"{act}action__in": DECISIONS,
    }  # fmt: skip


def _decision(fact: _Fact) -> Decision:
    at = _moment(fact)
    return Decision(fact.word, at, fact.title, fact.name, fact.note, fact.starts_at, fact.ends_at, fact.text)


def _handed_over(cases: Collection[int]) -> QuerySet[Any, Any]:
    handed = CopyRelease.objects.filter(review_request__in=cases, handed_at__isnull=False).order_by()
    return handed.values_list(
        Value(HANDED), "review_request", NONE, "order", "end", "receiver_unit", "receiver_name", NO_WORD, "handed_at",
        NO_TIME, NO_TIME, NO_TEXT,
    )  # fmt: skip


def _handed(fact: _Fact) -> str:
    """Return a copy that was handed over as the register prints it."""
    release = CopyRelease(end=fact.word, handed_at=fact.at, receiver_unit=fact.title, receiver_name=fact.name)
    return handed_in_words(release)


def _corrected(cases: Collection[int]) -> QuerySet[Any, Any]:
    corrections = ViewingCorrection.objects.filter(viewing__review_request__in=cases).order_by()
    return corrections.values_list(
        Value(CORRECTED), "viewing__review_request", "pk", "viewing", "column", "corrected_name", "was", "right", "at",
        NO_TIME, NO_TIME, "reason",
    )  # fmt: skip


def _correction(fact: _Fact) -> ViewingCorrection:
    return ViewingCorrection(
        pk=fact.key, viewing_id=fact.number, column=fact.word, corrected_name=fact.title, was=fact.name,
        right=fact.note, at=_moment(fact), reason=fact.text or "",
    )  # fmt: skip


def _hung(cases: Collection[int]) -> tuple[QuerySet[Any, Any], ...]:
    """Return the cameras asked for and granted, and the places meant without a camera."""
    camera = (
        "camera__place", "camera__place__order", "camera__code", "camera__name", "camera__place__name", NO_WORD,
        NO_TIME, NO_TIME, NO_TIME, NO_TEXT,
    )  # fmt: skip
    place = ("place", "place__order", NO_WORD, NO_WORD, "place__name", NO_WORD, NO_TIME, NO_TIME, NO_TIME, NO_TEXT)
    asked = ReviewRequest.cameras.through.objects.filter(reviewrequest__in=cases)
    granted = PartialGrant.cameras.through.objects.filter(**_deciding(cases, "partialgrant__approval__"))
    unsure = ReviewRequest.places.through.objects.filter(reviewrequest__in=cases)
    return (
        asked.values_list(Value(ASKED), "reviewrequest", *camera),
        granted.values_list(Value(GRANTED), "partialgrant__approval__review_request", *camera),
        unsure.values_list(Value(UNSURE), "reviewrequest", *place),
    )


def _offered() -> QuerySet[Any, Any]:
    return Place.objects.order_by().values_list(
        Value(OFFERED), Value(NO_CASE), "pk", "order", NO_WORD, NO_WORD, "name", NO_WORD, NO_TIME, NO_TIME, NO_TIME, NO_TEXT,
    )  # fmt: skip


def _moment(fact: _Fact) -> dt.datetime:
    if fact.at is None:
        raise ValueError(fact)
    return fact.at


def _place(fact: _Fact) -> BookPlace:
    return BookPlace(fact.key, fact.name)
