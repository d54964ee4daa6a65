from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from ledger.choices import Verb
from ledger.models import Entry
from ledger.selectors import entries_about, head_in_words, page, page_of_role
from tests.ledger.book import DEAN, TEACHER, submit

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def seven_entries() -> None:
    for number in range(1, 6):
        submit(number)
    submit(1, verb=Verb.CASE_RETURNED, actor=DEAN, detail={"to": "申請人"})
    submit(1, actor=replace(TEACHER, account="handler"))


def numbers(**asked: object) -> list[int]:
    return [entry.sequence for entry in page(**asked).entries]  # type: ignore[arg-type]


def test_pages_go_from_the_newest_to_the_oldest_without_gap_or_double() -> None:
    first = page(size=3)
    second = page(size=3, before=first.older)
    third = page(size=3, before=second.older)
    assert [[entry.sequence for entry in part.entries] for part in (first, second, third)] == [
        [7, 6, 5],
        [4, 3, 2],
        [1],
    ]
    assert third.older is None


def test_a_full_last_page_says_that_it_is_the_last() -> None:
    assert page(size=7).older is None


def test_entries_are_found_by_subject_account_and_verb() -> None:
    assert numbers(subject="案 115-0001") == [7, 6, 1]
    assert numbers(account="dean") == [6]
    assert numbers(verb=Verb.CASE_SUBMITTED, subject="案 115-0001") == [7, 1]
    assert numbers(subject="案 115-0001", before=6) == [1]
    assert numbers(subject="案 115-0099") == []


def test_a_page_is_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        assert [entry.detail for entry in page(size=2).entries] == [{}, {"to": "申請人"}]


def test_a_page_leaves_the_long_bytes_of_the_chain_where_they_are(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(3) as asked:
        assert {7} == {found.entries[0].sequence for found in (page(), page_of_role(TEACHER.role))}
    assert [word for word in ("body", "previous_hash") for one in asked if f'"{word}"' in one["sql"]] == []


def test_a_case_shows_its_newest_entries() -> None:
    assert [entry.sequence for entry in entries_about("案 115-0001", size=2)] == [7, 6]
    assert [entry.sequence for entry in entries_about("案 115-0003")] == [3]


def test_the_head_is_shown_by_number_and_the_beginning_of_its_hash() -> None:
    newest = Entry.objects.first()
    assert newest is not None
    assert head_in_words() == f"第 7 筆 {bytes(newest.hash).hex()[:16]}"


def test_entries_are_found_by_their_words() -> None:
    assert Entry.objects.get(detail={"to": "申請人"}).sequence == 6


def test_the_acts_of_one_role_come_by_pages_too() -> None:
    first = page_of_role(TEACHER.role, size=4)
    second = page_of_role(TEACHER.role, size=4, before=first.older)
    assert [[entry.sequence for entry in part.entries] for part in (first, second)] == [[7, 5, 4, 3], [2, 1]]
    assert second.older is None
