"""What a row of a list says: one sentence on who asks why, where and when, and what was said before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import prefetch_related_objects

from printing.rules import local_date
from requests import selectors
from requests.choices import CODED, DutyBasis, Need, Status
from requests.views.reading import Said, said
from work.selectors import calendar

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from requests.models import ReviewRequest
    from requests.selectors import Desk, Row
    from work.rules import Calendar

WHY = {Need.OWN: "為本人權益", Need.CHILD: "為子女權益", Need.DUTY: "因職務需要", Need.AGENCY: "依公文"}
"""為何需要 inside a sentence (ruling 6)."""


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One row as the pages show it. `is_own` leaves out who asks; only whom the case waits for is told what was said."""

    row: Row
    is_own: bool
    asks_opinion: bool = False
    previous: Said | None = None
    correct_by: dt.datetime | None = None

    @property
    def case(self) -> ReviewRequest:
        """The case."""
        return self.row.case

    @property
    def why(self) -> str:
        """為何需要 in words; a basis whose cases are coded is not named in a list (domain §6.3)."""
        case = self.case
        basis = DutyBasis(case.duty_basis).label if case.duty_basis and case.duty_basis not in CODED else ""
        return (WHY[Need(case.need)] if case.need else "") + (f"（{basis}）" if basis else "")

    @property
    def is_within_a_day(self) -> bool:
        """Say whether the asked period begins and ends on one day."""
        start, end = self.case.starts_at, self.case.ends_at
        return start is not None and end is not None and local_date(start) == local_date(end)

    @property
    def where(self) -> str:
        """The first place or camera, and how many cameras there are."""
        cameras, places = list(self.case.cameras.all()), list(self.case.places.all())
        if not cameras:
            return ""
        first = places[0].name if places else cameras[0].name
        return f"{first} {len(cameras)} 支" if places else first + (f"等 {len(cameras)} 支" if cameras[1:] else "")


def rows_of(cases: Iterable[ReviewRequest], desk: Desk) -> list[CaseRow]:
    """Return the rows of `cases` in their order, as the person at the desk reads them."""
    waiting = {case.pk: case for case in desk.waiting}
    rows = selectors.rows(cases, desk.now)
    told = [waiting[row.case.pk] for row in rows if row.case.pk in waiting]
    prefetch_related_objects(told, "approvals")
    days = calendar() if any(case.status == Status.RETURNED for case in told) else None
    return [_read(row, waiting.get(row.case.pk), desk, days) for row in rows]


def waiting_rows(desk: Desk) -> list[CaseRow]:
    """Return what waits for the person at the desk: first whatever is lost or due first."""
    return most_urgent_first(rows_of(desk.waiting, desk))


def most_urgent_first(rows: Iterable[CaseRow]) -> list[CaseRow]:
    """Return `rows` by the earlier of the two moments their clocks run to; of two equal ones the older case first."""
    return sorted(rows, key=lambda one: (one.row.first_at, one.case.pk))


def _read(row: Row, waiting: ReviewRequest | None, desk: Desk, days: Calendar | None) -> CaseRow:
    is_own = row.case.applicant_id == desk.user.pk
    if waiting is None:
        return CaseRow(row, is_own)
    previous, correct_by = said(selectors.said_before(waiting)), selectors.correction_due(waiting, days)
    return CaseRow(row, is_own, desk.asks_opinion(waiting), previous, correct_by)
