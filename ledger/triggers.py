"""What the database itself refuses: statements a migration applies, in SQLite's and in PostgreSQL's words.

On both: an entry is never updated, deleted or truncated, the head never deleted. On SQLite also: an entry is inserted
only as the head's successor, and the head moves only one entry on, to an entry that stands — there INSERT OR REPLACE
would otherwise delete without firing a trigger, and the guards cost nothing measurable; on PostgreSQL they cost a
seventh of the whole act and stop nothing that `verify_ledger` does not find. Rights to drop a trigger are rights to the
schema; what happens then is for `verify_ledger` to find.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container

    from django.db.backends.base.base import BaseDatabaseWrapper

REFUSAL = "存取紀錄只能新增，不能修改或刪除"
NOT_NEXT = "存取紀錄只能接在鏈首之後新增"

FOLLOWS_HEAD = "EXISTS (SELECT 1 FROM ledger_head WHERE sequence = NEW.sequence - 1 AND hash = NEW.previous_hash)"
ONE_STEP_ON = (
    "NEW.id = OLD.id AND NEW.sequence = OLD.sequence + 1"
    " AND EXISTS (SELECT 1 FROM ledger_entry WHERE sequence = NEW.sequence AND hash = NEW.hash)"
)
FIRST_HEAD = "NEW.sequence = 0 AND NOT EXISTS (SELECT 1 FROM ledger_head) AND NOT EXISTS (SELECT 1 FROM ledger_entry)"

GUARDS = (
    ("ledger_entry_insert", "INSERT", "ledger_entry", FOLLOWS_HEAD),
    ("ledger_head_insert", "INSERT", "ledger_head", FIRST_HEAD),
    ("ledger_head_update", "UPDATE", "ledger_head", ONE_STEP_ON),
)
DENIALS = (
    ("ledger_entry_update", "UPDATE", "ledger_entry"),
    ("ledger_entry_delete", "DELETE", "ledger_entry"),
    ("ledger_head_delete", "DELETE", "ledger_head"),
    ("ledger_checkpoint_update", "UPDATE", "ledger_checkpoint"),
    ("ledger_checkpoint_delete", "DELETE", "ledger_checkpoint"),
)
TRUNCATIONS = (
    ("ledger_entry_truncate", "TRUNCATE", "ledger_entry"),
    ("ledger_head_truncate", "TRUNCATE", "ledger_head"),
    ("ledger_checkpoint_truncate", "TRUNCATE", "ledger_checkpoint"),
)


def create(connection: BaseDatabaseWrapper) -> None:
    """Put every trigger there, on the tables there are by now, anew where it stands already.

    Runs inside the caller's transaction; DDL is transactional on both databases.
    """
    drop(connection)
    with connection.cursor() as cursor:
        tables = frozenset(connection.introspection.table_names(cursor))
        for statement in _sqlite(tables) if connection.vendor == "sqlite" else _postgresql(tables):
            cursor.execute(statement)


def drop(connection: BaseDatabaseWrapper) -> None:
    """Take every trigger away (reversing the migration; tests)."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        for name, table in ((name, table) for name, table in names(connection.vendor) if table in tables):
            place = "" if connection.vendor == "sqlite" else f" ON {table}"
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{place}")


def names(vendor: str) -> list[tuple[str, str]]:
    """Return every trigger's name and table."""
    return [(name, table) for name, _, table, *_ in DENIALS + (GUARDS if vendor == "sqlite" else TRUNCATIONS)]


def _sqlite(tables: Container[str]) -> list[str]:
    guards = [
        f"CREATE TRIGGER {name} BEFORE {act} ON {table} WHEN NOT ({rule}) BEGIN SELECT RAISE(ABORT, '{NOT_NEXT}'); END"
        for name, act, table, rule in GUARDS
    ]
    denials = [
        f"CREATE TRIGGER {name} BEFORE {act} ON {table} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for name, act, table in DENIALS
        if table in tables
    ]
    return guards + denials


def _postgresql(tables: Container[str]) -> list[str]:
    refuse = (
        "CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    denials = [
        f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()"
        for name, act, table in DENIALS + TRUNCATIONS
        if table in tables
    ]
    return [refuse, *denials]
