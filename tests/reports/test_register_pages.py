"""The 調閱登記簿 page by page says what it says as a whole, in the same order, however it is narrowed and turned."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from requests import selectors
from requests.choices import CorrectedColumn
from requests.selectors import Narrowed, is_longer_than, place_of, register_lines, register_page, register_said
from requests.services.secrecy import restrict
from requests.services.viewings import Ending, correct_row, end_viewing, start_viewing
from tests.house.world import Sender

if TYPE_CHECKING:
    from accounts.models import User
    from cameras.models import Camera
    from requests.selectors import RegisterLine
    from tests.conftest import Cast

MINUTE = dt.timedelta(minutes=1)
PAGE = 2


@pytest.fixture
def send(cast: Cast, cameras: list[Camera], now: dt.datetime) -> Sender:
    return Sender(cast, cameras, now)


@pytest.fixture
def book(send: Sender, now: dt.datetime) -> Sender:
    """Four viewings, two of them at one moment, three corrections, two of them too; one row belongs to a 限制案."""
    cast = send.cast
    for place, minutes in enumerate((0, 30, 30, 60)):
        case, at = send.approved(), now + minutes * MINUTE
        viewing = start_viewing(
            case_id=case.pk, escort=cast.handler, people_present="許喆安", told_not_to_film=True, place="總務處", now=at
        )
        end_viewing(
            viewing_id=viewing.pk, escort=cast.handler, remarks="", ending=Ending(finding="清晰"), now=at + 9 * MINUTE
        )
        if place != 1:
            correct_row(
                viewing_id=viewing.pk, column=CorrectedColumn.PLACE, right="警衛室", reason="誤繕", actor=cast.handler,
                now=now + (90 if place else 30) * MINUTE,
            )  # fmt: skip
        if place == 2:
            restrict(case_id=case.pk, actor=cast.handler, readers=[cast.supervisor], now=now)
    return send


def keys(lines: list[RegisterLine]) -> list[tuple[int, int, int]]:
    return [(line.viewing.pk, line.correction.pk if line.correction else 0, line.number) for line in lines]


def turned(user: User, now: dt.datetime, narrowed: Narrowed) -> list[RegisterLine]:
    """Every row from the newest page to the oldest, then the way back must show the same."""
    page = register_page(user, now, narrowed, PAGE)
    pages = [page]
    while page.older:
        page = register_page(user, now, narrowed, PAGE, before=page.older)
        pages.append(page)
    for expected in reversed(pages[:-1]):
        assert page.newer
        page = register_page(user, now, narrowed, PAGE, after=page.newer)
        assert keys(page.lines) == keys(expected.lines)
    assert page.newer is None
    return [line for each in pages for line in each.lines]


@pytest.mark.both
def test_turned_through_it_is_the_whole_book(book: Sender, now: dt.datetime) -> None:
    narrowed = [Narrowed(kind=kind) for kind in ("granted", "correction", "emergency", "late")]
    narrowed += [Narrowed(since=dt.date(2026, 11, 24)), Narrowed(until=dt.date(2026, 11, 22)), Narrowed(place=1)]
    asked = [(book.cast.principal, one) for one in narrowed]
    asked += [(getattr(book.cast, who), Narrowed()) for who in ("principal", "handler", "auditor")]
    for user, one in asked:
        whole = register_lines(user, now, one)[::-1]
        assert sorted(keys(turned(user, now, one))) == sorted(keys(whole)), (user, one)
        for few in range(4):
            assert is_longer_than(few, user, now, one) == (len(whole) > few)


@pytest.mark.counted_elsewhere
def test_the_newest_row_stands_first_whatever_kind_it_is_of(book: Sender, now: dt.datetime) -> None:
    lines = turned(book.cast.supervisor, now, Narrowed())
    assert len(lines) == 7
    moments = [line.written_at for line in lines]
    assert moments == sorted(moments, reverse=True)


def test_a_case_is_opened_from_it_by_who_may_know_of_it_and_the_auditor_reads_it_in_the_book_only(
    book: Sender, now: dt.datetime
) -> None:
    def opened(who: str) -> tuple[int, int]:
        page = register_page(getattr(book.cast, who), now, Narrowed(), 9)
        assert page.opens <= {line.case.pk for line in page.lines}
        return len(page.opens), len({line.case.pk for line in page.lines})

    assert opened("principal") == (3, 3)
    assert opened("supervisor") == (4, 4)
    assert opened("auditor") == (0, 3)


def test_a_place_in_the_book_is_read_back_from_an_address_and_nothing_else_is(book: Sender, now: dt.datetime) -> None:
    page = selectors.register_page(book.cast.principal, now, Narrowed(), PAGE)
    assert page.older
    assert place_of(page.older.as_text()) == page.older
    assert [place_of(text) for text in ("", "1", "x-0-1", "20261128T075600123456-0-x", "20269999T0-0-1")] == [None] * 5


def test_a_book_of_more_cases_than_one_question_takes_says_the_same(
    book: Sender, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = [(keys([line]), line.said) for line in register_lines(book.cast.auditor, now, Narrowed())]
    monkeypatch.setattr(register_said, "AT_ONCE", 1)
    assert [(keys([line]), line.said) for line in register_lines(book.cast.auditor, now, Narrowed())] == at_once
    assert len(at_once) > 2
