"""What a row of a list says: one sentence on who asks why, where and when, and what was said before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from printing.rules import local_date
from requests import selectors
from requests.choices import CODED, DutyBasis, Need, Status
from requests.views.reading import Said, said
from work.rules import due_by
from work.selectors import calendar
from work.views import address

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from requests.models import Approval, ReviewRequest
    from requests.selectors import Desk, Row
    from requests.selectors.rows import DrawnCase, WaitingCase
    from work.rules import Calendar

WHY = {Need.OWN: "為本人權益", Need.CHILD: "為子女權益", Need.DUTY: "因職務需要", Need.AGENCY: "依公文"}
"""為何需要 inside a sentence (ruling 6)."""


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One row as the pages show it. `is_own` leaves out who asks; only whom the case waits for is told what was said.

    Everything is said once here, in plain words: the template asks nothing more of the case.
    """

    row: Row
    url: str
    why: str
    where: str
    is_own: bool
    is_within_a_day: bool
    asks_opinion: bool = False
    previous: Said | None = None
    correct_by: dt.datetime | None = None

    @property
    def case(self) -> ReviewRequest:
        """The case."""
        return self.row.case


def rows_of(cases: Iterable[DrawnCase], desk: Desk) -> list[CaseRow]:
    """Return the rows of `cases` in their order, as the person at the desk reads them."""
    return [_read(row, desk) for row in selectors.rows(cases, desk.now)]


def told_rows(cases: Iterable[DrawnCase], desk: Desk) -> list[CaseRow]:
    """Return the same, each that waits for the person with what was said of it before."""
    rows = rows_of(cases, desk)
    waiting = {case.pk: case for case in desk.waiting}
    told = [waiting[one.case.pk] for one in rows if one.case.pk in waiting]
    days = calendar() if any(case.status == Status.RETURNED for case in told) else None
    return [_told(one, waiting[one.case.pk], days) if one.case.pk in waiting else one for one in rows]


def waiting_rows(desk: Desk) -> list[CaseRow]:
    """Return what waits for the person at the desk: first whatever is lost or due first."""
    return most_urgent_first(told_rows(desk.waiting, desk))


def most_urgent_first(rows: Iterable[CaseRow]) -> list[CaseRow]:
    """Return `rows` by the earlier of the two moments their clocks run to; of two equal ones the older case first."""
    return sorted(rows, key=lambda one: (one.row.first_at, one.case.pk))


def _read(row: Row, desk: Desk) -> CaseRow:
    case = row.case
    return CaseRow(
        row=row,
        url=address("review:case", case.number),
        why=_why(case),
        where=_where(row),
        is_own=case.applicant_id == desk.user.pk,
        is_within_a_day=_is_within_a_day(case),
        asks_opinion=desk.asks_opinion(case),
    )


def _told(one: CaseRow, waiting: WaitingCase, days: Calendar | None) -> CaseRow:
    last_word: Approval | None = getattr(waiting, "last_word", None)
    return replace(one, previous=said(last_word), correct_by=_correct_by(waiting, last_word, days))


def _correct_by(case: WaitingCase, returned: Approval | None, days: Calendar | None) -> dt.datetime | None:
    if case.status != Status.RETURNED or case.correction_days is None or returned is None or days is None:
        return None
    return due_by(returned.at, case.correction_days, days)


def _why(case: ReviewRequest) -> str:
    """Return 為何需要 in words; a basis whose cases are coded is not named in a list (domain §6.3)."""
    basis = DutyBasis(case.duty_basis).label if case.duty_basis and case.duty_basis not in CODED else ""
    return (WHY[Need(case.need)] if case.need else "") + (f"（{basis}）" if basis else "")


def _where(row: Row) -> str:
    """Return the first place or camera, and how many cameras there are."""
    cameras, places = row.cameras, row.places
    if not cameras:
        return ""
    if places:
        return f"{places[0]} {len(cameras)} 支"
    return cameras[0].name + (f"等 {len(cameras)} 支" if cameras[1:] else "")


def _is_within_a_day(case: ReviewRequest) -> bool:
    """Say whether the asked period begins and ends on one day."""
    start, end = case.starts_at, case.ends_at
    return start is not None and end is not None and local_date(start) == local_date(end)
