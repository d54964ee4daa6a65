"""An entry fits its columns: as long as they are it is taken, one letter more is refused by the column's name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ledger import origin
from ledger import services as ledger
from ledger.models import Entry
from tests.ledger.book import TEACHER, submit

pytestmark = pytest.mark.django_db
OF_THE_ACTOR = {
    "actor": ("name", 120),
    "account": ("account", 60),
    "role": ("role", 60),
    "acting_for": ("acting_for", 120),
}


def actor(column: str, text: str) -> ledger.Actor:
    return replace(TEACHER, **{OF_THE_ACTOR[column][0]: text})


@pytest.mark.parametrize("column", OF_THE_ACTOR)
def test_each_word_of_who_acts(column: str) -> None:
    longest = OF_THE_ACTOR[column][1]
    submit(actor=actor(column, "林" * longest))
    assert getattr(Entry.objects.get(), column) == "林" * longest
    for wrong in ("林" * (longest + 1), "林\0"):
        with pytest.raises(ledger.WrongEntry, match=f"^「{column}」須為 {longest} 字以內"):
            submit(actor=actor(column, wrong))
    assert Entry.objects.count() == 1


def test_the_subject() -> None:
    submit(subject="案" * 400)
    with pytest.raises(ledger.WrongEntry, match=r"^「subject」須為 400 字以內"):
        submit(subject="案" * 401)


def test_from_where_is_cut_and_never_stops_an_act() -> None:
    with origin.from_where("a" * 61):
        submit()
    assert Entry.objects.get().origin == "a" * 60
    with origin.from_where("a\0"), pytest.raises(ledger.WrongEntry, match=r"^「origin」須為 60 字以內"):
        submit()
    submit()
    assert [entry.origin for entry in Entry.objects.all()] == ["系統", "a" * 60]


@pytest.mark.parametrize("digest", ["ab" * 33, "ab" * 32 + "\n", "gg" * 32, "a"])
def test_a_digest_is_64_digits_or_nothing(digest: str) -> None:
    with pytest.raises(ledger.WrongEntry, match="64 個"):
        submit(digest=digest)


def test_neither_who_nor_what_may_be_empty_alone() -> None:
    for wrong in ({"subject": ""}, {"actor": replace(TEACHER, name="")}):
        with pytest.raises(ledger.WrongEntry, match="不可空白"):
            submit(**wrong)
