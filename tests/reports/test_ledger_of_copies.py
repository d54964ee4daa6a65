"""What the ledger says of a copy is for who may know of the case it was made for, as with holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger import services as ledger
from ledger.choices import Verb
from reports.selectors import Line, ledger_book
from requests.services.secrecy import restrict
from retention.models import Hold
from tests.retention.keeping import ask, emergency
from tests.shared import shared

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User
    from cameras.models import Camera
    from requests.models import ReviewRequest
    from tests.conftest import Cast


def copied(hold: Hold, number: str, now: dt.datetime) -> None:
    """A copy of the hold in the safe, and its entry."""
    hold.copies.create(
        number=number, medium="medium", way="safe", state="finished", starts_at=hold.starts_at, ends_at=hold.ends_at,
        medium_kind="usb", medium_serial="1", kept_at="保險箱", made_by="游承堃", opened_at=now, due_on=now.date(),
    )  # fmt: skip
    words = {"cameras": "C01", "way": "媒體存入保險櫃"}
    ledger.append(verb=Verb.COPY_STARTED, actor=ledger.SYSTEM, subject=f"留存檔 {number}", detail=words, now=now)


@shared
def case(cast: Cast, cameras: list[Camera], now: dt.datetime) -> ReviewRequest:
    """A case with a copy, beside a copy of what the guard kept."""
    case = ask(cast, cameras, now)
    copied(Hold.objects.get(), "E115-0001", now)
    copied(emergency(cast, cameras, now), "E115-0002", now)
    return case


def read_by(user: User, now: dt.datetime) -> set[str]:
    return {
        row.entry.subject.removeprefix("留存檔 ")
        for row in ledger_book(user, now).rows
        if isinstance(row, Line) and row.entry.subject.startswith("留存檔")
    }


def test_of_an_open_case_who_reads_cases_reads_of_its_copies(case: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    assert read_by(cast.principal, now) == read_by(cast.auditor, now) == {"E115-0001", "E115-0002"}
    assert read_by(cast.administrator, now) == set()


def test_of_a_restricted_case_nobody_else_does(case: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    restrict(case_id=case.pk, actor=cast.handler, readers=[cast.supervisor, cast.principal], now=now)
    assert read_by(cast.principal, now) == {"E115-0001", "E115-0002"}
    assert read_by(cast.auditor, now) == {"E115-0002"}


def test_a_copy_there_is_none_of_is_withheld(case: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    ledger.append(
        verb=Verb.COPY_GIVEN_UP, actor=ledger.SYSTEM, subject="留存檔 E115-0099", detail={"reason": "x"}, now=now
    )
    assert "E115-0099" not in read_by(cast.principal, now)
