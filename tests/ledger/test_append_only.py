from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, IntegrityError, connection, models, transaction

from ledger import triggers
from ledger.models import Entry, Head, LedgerIsAppendOnly
from tests.ledger.book import cells, sql, submit

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db

COPY = (
    "INSERT INTO ledger_entry SELECT {}, at, verb, actor, account, role, acting_for, origin, subject, digest, detail,"
    " body, previous_hash, hash FROM ledger_entry WHERE sequence = 2"
)


@pytest.fixture(autouse=True)
def two_entries() -> None:
    submit(1)
    submit(2)


WRITES: dict[str, Callable[[type[models.Model]], object]] = {
    "save": lambda model: model._default_manager.get(pk=1).save(),
    "delete": lambda model: model._default_manager.get(pk=1).delete(),
    "save_base": lambda model: model().save_base(raw=True),
    "update all": lambda model: model._default_manager.update(sequence=7),
    "update": lambda model: model._default_manager.filter(pk=1).update(sequence=7),
    "delete all": lambda model: model._default_manager.all().delete(),
    "create": lambda model: model._default_manager.create(sequence=7),
    "bulk_create": lambda model: model._default_manager.bulk_create([model()]),
    "bulk_update": lambda model: model._default_manager.bulk_update([model()], ["hash"]),
    "get_or_create": lambda model: model._default_manager.get_or_create(sequence=7),
    "update_or_create": lambda model: model._default_manager.update_or_create(sequence=7),
    "base manager": lambda model: model._base_manager.update(sequence=7),
}


@pytest.mark.parametrize("model", [Entry, Head])
@pytest.mark.parametrize("way", WRITES)
def test_python_refuses_every_way_of_writing(model: type[models.Model], way: str) -> None:
    with pytest.raises(LedgerIsAppendOnly, match="只能由"):
        WRITES[way](model)
    assert str(Entry.objects.first()) == "2 requests.submitted 案 115-0002"
    assert str(Head.objects.get()) == "鏈首 2"


def refused(statement: str) -> None:
    """Try it; nothing has changed, and the ledger goes on."""
    before = cells("SELECT * FROM ledger_entry WHERE sequence = 2"), cells("SELECT * FROM ledger_head")
    with pytest.raises(IntegrityError), transaction.atomic():
        sql(statement)
    assert before == (cells("SELECT * FROM ledger_entry WHERE sequence = 2"), cells("SELECT * FROM ledger_head"))
    assert submit(3) == 3


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET subject = '案 115-0099' WHERE sequence = 1",
        "DELETE FROM ledger_entry WHERE sequence = 2",
        "DELETE FROM ledger_head",
        "INSERT INTO ledger_head SELECT 2, sequence, hash, mac FROM ledger_head",
        COPY.format(2),
    ],
)
def test_the_database_refuses_to_change_the_ledger(statement: str) -> None:
    refused(statement)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="guards on INSERT are SQLite's")
@pytest.mark.parametrize(
    "statement",
    [
        COPY.format(3),
        COPY.format(9),
        COPY.format(0),
        "UPDATE ledger_head SET sequence = 1",
        "UPDATE ledger_head SET sequence = 3",
        "UPDATE ledger_head SET sequence = 3, hash = (SELECT hash FROM ledger_entry WHERE sequence = 1)",
    ],
)
def test_sqlite_refuses_what_does_not_follow_the_head(statement: str) -> None:
    refused(statement)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="INSERT OR REPLACE is SQLite's")
@pytest.mark.parametrize("table", ["ledger_entry", "ledger_head"])
def test_sqlite_refuses_to_replace_a_row(table: str) -> None:
    """REPLACE deletes without a delete trigger; the guards on INSERT are what stops it."""
    with pytest.raises(IntegrityError, match="鏈首之後"), transaction.atomic():
        sql(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")


@pytest.mark.postgresql
@pytest.mark.parametrize("table", ["ledger_entry", "ledger_head"])
def test_postgresql_refuses_to_truncate(table: str) -> None:
    with pytest.raises(IntegrityError, match="只能新增"), transaction.atomic():
        sql(f"TRUNCATE {table}")


def test_every_trigger_stands_after_all_migrations() -> None:
    """A later migration that makes SQLite rebuild a table takes its triggers away silently: then this fails."""
    sqlite = connection.vendor == "sqlite"
    query = "SELECT name FROM sqlite_master WHERE type = 'trigger'" if sqlite else "SELECT tgname FROM pg_trigger"
    with connection.cursor() as cursor:
        cursor.execute(query)
        standing = {name for (name,) in cursor.fetchall() if name.startswith("ledger_")}
    assert standing == {name for name, _ in triggers.names(connection.vendor)}


def test_triggers_can_be_dropped_and_made_again() -> None:
    triggers.drop(connection)
    sql("UPDATE ledger_entry SET subject = subject")
    triggers.create(connection)
    with pytest.raises(DatabaseError), transaction.atomic():
        sql("UPDATE ledger_entry SET subject = subject")
