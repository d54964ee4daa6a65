"""1,000 random single changes in SQL, with the triggers dropped: every one is found, and named."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection, transaction

from accounts.models import Office
from ledger import services as ledger
from ledger import witnesses
from ledger.choices import Verb
from tests.ledger.book import DEAN, cells, disarm, live_offices, sql, submit, witness_office

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db
ENTRIES = 40
CHANGES = 1000
SEED = 20261123
TEXTS = ("verb", "actor", "account", "role", "acting_for", "origin", "subject", "detail")
BLOBS = ("body", "previous_hash", "hash")
ALL = "at, verb, actor, account, role, acting_for, origin, subject, digest, detail, body, previous_hash, hash"

Named = tuple[str, "int | None"]
"""What verification must name: the part, and the number of the first bad row (None: the head, or no entry at all)."""


def a_cell(dice: random.Random) -> Named:
    """Any cell of any column of any row."""
    number = dice.randint(1, ENTRIES)
    column = dice.choice(["sequence", "at", "digest", *TEXTS, *BLOBS])
    if column == "sequence":
        to = dice.choice([-3, 0, ENTRIES + 1, ENTRIES + 1000])
        sql("UPDATE ledger_entry SET sequence = %s WHERE sequence = %s", to, number)
        return "chain", min(number, to)
    (cell,) = cells(f"SELECT {column} FROM ledger_entry WHERE sequence = %s", number)
    sql(f"UPDATE ledger_entry SET {column} = {_other(dice, column, cell)} WHERE sequence = {number}")
    return "chain", number


def _other(dice: random.Random, column: str, cell: Any) -> str:
    """Return SQL for a value the column can hold and does not."""
    if column in BLOBS:
        place = dice.randrange(len(cell))
        changed = cell[:place] + bytes([cell[place] ^ 1 << dice.randrange(8)]) + cell[place + 1 :]
        return f"x'{changed.hex()}'" if connection.vendor == "sqlite" else f"'\\x{changed.hex()}'::bytea"
    if column == "at":
        return "at || '1'" if connection.vendor == "sqlite" else "at + interval '1 microsecond'"
    if column == "digest":
        return "''" if cell else f"'{'ab' * 32}'"
    changes = [f"{column} || ' '", f"'林' || substr({column}, 2)", *([f"substr({column}, 2)"] if cell else [])]
    return dice.choice(changes)


def a_row_removed(dice: random.Random) -> Named:
    number = dice.randint(1, ENTRIES)
    sql("DELETE FROM ledger_entry WHERE sequence = %s", number)
    return "chain", number


def a_tail_cut(dice: random.Random) -> Named:
    """The head left as it was, or rewritten to the new end by somebody without the key."""
    last = dice.randint(1, ENTRIES - 1)
    sql("DELETE FROM ledger_entry WHERE sequence > %s", last)
    if dice.random() < 0.5:
        return "chain", last + 1
    (last_hash,) = cells("SELECT hash FROM ledger_entry WHERE sequence = %s", last)
    sql("UPDATE ledger_head SET sequence = %s, hash = %s", last, last_hash)
    return "head", None


def a_head_cell(dice: random.Random) -> Named:
    column = dice.choice(["sequence", "hash", "mac"])
    if column == "sequence":
        sql("UPDATE ledger_head SET sequence = sequence + %s", dice.choice([-1, 1, 7]))
    else:
        (cell,) = cells(f"SELECT {column} FROM ledger_head")
        sql(f"UPDATE ledger_head SET {column} = {_other(dice, 'hash', cell)}")
    return "head", None


def two_rows_swapped(dice: random.Random) -> Named:
    one, two = sorted(dice.sample(range(1, ENTRIES + 1), 2))
    for number, to in ((one, -9), (two, one), (-9, two)):
        sql("UPDATE ledger_entry SET sequence = %s WHERE sequence = %s", to, number)
    return "chain", one


def a_row_added(dice: random.Random) -> Named:
    """A copy of any row, after the last or before the first."""
    to = dice.choice([-1, 0, ENTRIES + 1, ENTRIES + 9])
    number = dice.randint(1, ENTRIES)
    sql(
        f"INSERT INTO ledger_entry (sequence, {ALL}) SELECT %s, {ALL} FROM ledger_entry WHERE sequence = %s", to, number
    )
    return "chain", min(to, ENTRIES + 1)


def a_live_row_changed(dice: random.Random) -> Named:
    office = dice.choice(list(Office.objects.order_by("pk")))
    subject = f"處室 {office.pk}"
    (number,) = cells("SELECT MAX(sequence) FROM ledger_entry WHERE digest <> '' AND subject = %s", subject)
    kind = dice.choice(["changed", "removed", "added"])
    if kind == "added":
        Office.objects.create(name="地下室")
        return "witnesses", None
    wanted = Office.objects.filter(pk=office.pk)
    if kind == "removed":
        wanted.delete()
    else:
        wanted.update(name=office.name + dice.choice("甲乙丙"))
    return "witnesses", number


HANDS: tuple[tuple[Callable[[random.Random], Named], int], ...] = (
    (a_cell, 50), (a_row_removed, 8), (a_tail_cut, 10), (a_head_cell, 6), (two_rows_swapped, 8), (a_row_added, 8),
    (a_live_row_changed, 10),
)  # fmt: skip


@pytest.fixture
def forty_entries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(witnesses, "_registry", {})
    witnesses.register("處室", live_offices)
    offices = [Office.objects.create(name=name) for name in ("總務處", "學務處", "輔導室", "教務處")]
    for number in range(ENTRIES // 4):
        submit(number)
        submit(number, actor=DEAN)
        submit(number, verb=Verb.CASE_RETURNED, detail={"to": f"申請人「{number}」"})
        witness_office(offices[number % 4])
    assert ledger.verify().ok
    disarm()


@pytest.mark.usefixtures("forty_entries")
def test_a_thousand_single_changes_are_all_found_and_named() -> None:
    dice = random.Random(SEED)  # noqa: S311 - the same changes on every run
    hands, weights = zip(*HANDS, strict=True)
    missed, tried = [], set()
    for change in range(CHANGES):
        (hand,) = dice.choices(hands, weights)
        tried.add(hand)
        with transaction.atomic():
            wanted = hand(dice)
            finding = ledger.verify().finding
            named = (finding.part, finding.sequence) if finding else None
            if named != wanted:
                missed.append((change, hand.__name__, wanted, named))
            transaction.set_rollback(True)
    assert missed == []
    assert tried == set(hands)
    assert ledger.verify().ok
