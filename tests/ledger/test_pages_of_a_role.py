"""The acts of one role: with those at the shell, span by span of the book, so that a page costs the same in any year."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ledger import selectors
from ledger import services as ledger
from ledger.selectors import Page, length, page, page_of_role
from tests.ledger.book import DEAN, TEACHER, submit

pytestmark = pytest.mark.django_db


def numbers(found: Page) -> list[int]:
    return [entry.sequence for entry in found.entries]


def test_whoever_acts_at_the_shell_acts_beside_every_role() -> None:
    submit(actor=ledger.operator())
    submit(actor=TEACHER)
    submit(actor=DEAN)
    submit(actor=ledger.SYSTEM)
    submit(actor=replace(ledger.operator(), account="handler"))
    submit(actor=replace(TEACHER, account="", role=""))
    assert numbers(page_of_role(TEACHER.role)) == [2, 1]
    assert numbers(page_of_role(DEAN.role)) == [3, 1]


def test_a_page_looks_at_one_span_and_says_where_the_next_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selectors, "SPAN", 3)
    for actor in (TEACHER, TEACHER, DEAN, DEAN, DEAN, TEACHER, DEAN):
        submit(actor=actor)
    seen, before = [], None
    for _ in range(3):
        found = page_of_role(TEACHER.role, before=before)
        seen.append((numbers(found), found.older))
        before = found.older
    assert seen == [([6], 5), ([2], 2), ([1], None)]
    assert page_of_role(TEACHER.role, before=1) == Page([], None)


def test_a_span_that_ends_with_the_first_entry_is_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selectors, "SPAN", 3)
    for _ in range(3):
        submit()
    for found in (page_of_role(TEACHER.role), page_of_role(TEACHER.role, size=3)):
        assert (numbers(found), found.older) == ([3, 2, 1], None)


def test_a_full_page_that_ends_with_its_span_goes_on_below_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selectors, "SPAN", 2)
    for _ in range(4):
        submit()
    found = page_of_role(TEACHER.role, size=2)
    assert (numbers(found), found.older) == ([4, 3], 3)


def test_a_page_is_fifty_entries_unless_somebody_asks_for_more() -> None:
    for _ in range(52):
        submit()
    for found in (page(), page_of_role(TEACHER.role)):
        assert (numbers(found), found.older) == (list(range(52, 2, -1)), 3)
    assert numbers(page_of_role(TEACHER.role, size=52)) == list(range(52, 0, -1))
    assert len(selectors.entries_about("案 115-0001")) == 50
    assert length() == 52
