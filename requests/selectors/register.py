"""The rows of the 調閱登記簿: a viewing each, and a correction each, numbered within their case (伍、四; ruling 22).

A number counts within its case, not through the book: through the book its gaps would tell of 限制案.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from printing.rules import local_date
from requests import policies, rules
from requests.choices import CorrectedColumn, ViewingKind
from requests.models import ReviewRequest, ViewingSession
from requests.selectors.register_said import told_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet

    from accounts.models import User
    from requests.models import ViewingCorrection
    from requests.selectors.register_said import BookPlace, Said

KINDS = {"granted": "調閱", "emergency": "校內緊急調閱", "late": "事後補登", "correction": "更正"}
"""What the register can be narrowed to."""


OF_A_ROW = (
    "kind", "place", "escort_name", "people_present", "identity_checked", "started_at", "ended_at", "outcome",
    "stop_reason", "saw_footage", "no_footage", "fault_number", "remarks", "entered_name", "entered_at",
    "countersigned_name", "countersigned_at",
)  # fmt: skip
OF_A_CASE = (
    "draft_key", "number", "status", "received_at", "asker", "need", "duty_basis", "duty_reference", "applicant_title",
    "applicant_name", "unit", "id_number", "relation", "reason", "starts_at", "ends_at", "erased_at",
    "oral_consent__consented_name", "oral_consent__consented_at", "oral_consent__ratify_by",
    "agency_letter__body", "agency_letter__number",
)  # fmt: skip
"""What a row says itself, and what of its case."""


@dataclass(frozen=True)
class Narrowed:
    """Which rows are asked for: written from a day to a day, of a kind, of cameras of a place."""

    since: dt.date | None = None
    until: dt.date | None = None
    kind: str = ""
    place: int | None = None

    def as_words(self) -> dict[str, str | int | None]:
        """Return the same as it is kept with an order: JSON."""
        since, until = (day.isoformat() if day else "" for day in (self.since, self.until))
        return {"since": since, "until": until, "kind": self.kind, "place": self.place}

    @classmethod
    def from_words(cls, words: Mapping[str, Any]) -> Narrowed:
        """Return what `as_words` kept."""
        since, until = (dt.date.fromisoformat(words[name]) if words[name] else None for name in ("since", "until"))
        return cls(since, until, words["kind"], words["place"])


@dataclass(frozen=True)
class RegisterLine:
    """One row: a viewing, or the correction of one; its number within the case, by which rows it was corrected.

    `corrects` is the number of the row a correction is about; `said` what is said of the case.
    """

    viewing: ViewingSession
    number: int
    said: Said
    correction: ViewingCorrection | None = None
    corrects: int = 0
    corrected_by: tuple[int, ...] = ()

    @property
    def case(self) -> ReviewRequest:
        """The case the row is about."""
        return self.viewing.review_request

    @property
    def period(self) -> tuple[dt.datetime | None, dt.datetime | None]:
        """Which footage could be shown: of 部分核准 what it grants, else what was asked for."""
        decision = self.said.decision
        shown = decision if decision and decision.grants_part else self.case
        return shown.starts_at, shown.ends_at

    @property
    def written_at(self) -> dt.datetime:
        """When it was written into the book."""
        return self.correction.written_at if self.correction else self.viewing.written_at

    @property
    def kind(self) -> str:
        """One of `KINDS`."""
        if self.correction:
            return "correction"
        if self.viewing.entered_at:
            return "late"
        return "emergency" if self.viewing.kind == ViewingKind.EMERGENCY else "granted"


def written_in(viewing: ViewingSession, column: CorrectedColumn) -> str:
    """Return what a column of the row says now: as it was last corrected, else as it was written."""
    newest = [one for one in viewing.corrections.all() if one.column == column]
    if newest:
        return newest[-1].right
    return {
        CorrectedColumn.PRESENT: viewing.people_present,
        CorrectedColumn.ESCORT: viewing.escort_name,
        CorrectedColumn.TIMES: rules.times_in_words(viewing.started_at, viewing.ended_at),
        CorrectedColumn.PLACE: viewing.place,
        CorrectedColumn.REMARKS: viewing.remarks,
    }[column]


def register(user: User, now: dt.datetime) -> QuerySet[ViewingSession]:
    """Return the viewings of the 調閱登記簿 that `user` may see.

    A row whose personal data is erased says nothing of anybody: whoever reads the register sees that it is there.
    """
    shown = Q(review_request__in=policies.cases_in_books_of(user, now))
    if policies.may_read_register(user, now):
        shown |= Q(review_request__erased_at__isnull=False)
    return _drawn(ViewingSession.objects.filter(shown))


def _drawn(viewings: QuerySet[ViewingSession]) -> QuerySet[ViewingSession]:
    """Return `viewings` with what their rows say themselves."""
    columns = (*OF_A_ROW, *(f"review_request__{column}" for column in OF_A_CASE))
    joined = viewings.select_related("review_request__oral_consent", "review_request__agency_letter")
    return joined.only(*columns).order_by("started_at", "pk")


def register_lines(user: User, now: dt.datetime, narrowed: Narrowed | None = None) -> list[RegisterLine]:
    """Return the rows `user` may see, in the order they were written; a handful of queries, however many rows."""
    wanted = narrowed or Narrowed()
    viewings = register(user, now)
    if wanted.place:
        of_place = Q(cameras__place=wanted.place) | Q(places=wanted.place)
        viewings = viewings.filter(review_request__in=ReviewRequest.objects.filter(of_place))
    lines = [line for line in lines_of(viewings)[0] if _is_wanted(line, wanted)]
    return sorted(lines, key=lambda line: (line.written_at, line.viewing.pk, line.number))


def listed(cases: QuerySet[ReviewRequest]) -> QuerySet[ViewingSession]:
    """Return the viewings of some cases with what `lines_of` needs of each; who asks has made sure that they may be seen."""
    viewings = _drawn(ViewingSession.objects.filter(review_request__in=cases.order_by()))
    return viewings.defer("review_request__id_number")  # encrypted, and only the sheet has that column


def lines_of(viewings: Iterable[ViewingSession]) -> tuple[list[RegisterLine], Sequence[BookPlace]]:
    """Return every row of the cases whose viewings these are, all of each; and the places to narrow the book to."""
    by_case: dict[int, list[ViewingSession]] = defaultdict(list)
    for viewing in viewings:
        by_case[viewing.review_request_id].append(viewing)
    told = told_of({case: held[0].review_request.draft_key for case, held in by_case.items()})
    return [line for case, held in by_case.items() for line in _of_one_case(held, told.cases[case])], told.places


def _of_one_case(viewings: list[ViewingSession], said: Said) -> list[RegisterLine]:
    """Number the rows of one case in the order they were written, and let each name those about it."""
    rows: list[tuple[ViewingSession, ViewingCorrection | None]] = [(viewing, None) for viewing in viewings]
    rows += [(viewing, one) for viewing in viewings for one in said.corrections.get(viewing.pk, ())]
    rows.sort(key=lambda row: ((row[1] or row[0]).written_at, row[1] is not None, (row[1] or row[0]).pk))
    numbers = {row[1] or row[0]: number for number, row in enumerate(rows, start=1)}
    return [
        RegisterLine(
            viewing,
            numbers[correction or viewing],
            said,
            correction,
            corrects=numbers[viewing] if correction else 0,
            corrected_by=() if correction else tuple(numbers[one] for one in said.corrections.get(viewing.pk, ())),
        )
        for viewing, correction in rows
    ]


def _is_wanted(line: RegisterLine, wanted: Narrowed) -> bool:
    day = local_date(line.written_at)
    return (
        (wanted.since is None or wanted.since <= day)
        and (wanted.until is None or day <= wanted.until)
        and (not wanted.kind or line.kind == wanted.kind)
    )
