"""What the database itself refuses of the register's rows, in SQLite's and in PostgreSQL's words.

A viewing that began keeps when, on which case and with whom; one that ended keeps everything, but for the countersign
that is still due and what 伍、五 erases: those columns only become empty. No row of the book is ever deleted. The
triggers are made anew after every migration: SQLite loses them where it rebuilds a table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.backends.base.base import BaseDatabaseWrapper

REFUSAL = "調閱登記簿只能新增，不能修改或刪除"
VIEWING, CORRECTION = "requests_viewingsession", "requests_viewingcorrection"
AS_BEGUN = ("review_request_id", "kind", "escort_id", "escort_name", "started_at", "told_not_to_film")
AS_ENDED = (
    "place", "identity_checked", "ended_at", "outcome", "saw_footage", "no_footage", "fault_number", "entered_by_id",
    "entered_name", "entered_at",
)  # fmt: skip
ERASABLE = ("people_present", "stop_reason", "finding", "remarks", "late_reason")
COUNTERSIGN = ("countersigned_by_id", "countersigned_name", "countersigned_at")
CORRECTED = ("viewing_id", "column", "corrected_by_id", "corrected_name", "at")
CORRECTION_ERASABLE = ("was", "right", "reason")


def create(connection: BaseDatabaseWrapper) -> None:
    """Put every trigger on the tables there are by now, anew where it stands already."""
    drop(connection)
    with connection.cursor() as cursor:
        for statement in _statements(connection.vendor, _ready(connection)):
            cursor.execute(statement)


def drop(connection: BaseDatabaseWrapper) -> None:
    """Take every trigger away (tests)."""
    with connection.cursor() as cursor:
        for table in _ready(connection):
            for act in _acts(connection.vendor):
                place = "" if connection.vendor == "sqlite" else f" ON {table}"
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_{act.lower()}{place}")


def _acts(vendor: str) -> tuple[str, ...]:
    return ("UPDATE", "DELETE") if vendor == "sqlite" else ("UPDATE", "DELETE", "TRUNCATE")


def _ready(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the tables that are there with every column a trigger names: not half way through the migrations."""
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        wanted = {VIEWING: {*AS_BEGUN, *AS_ENDED, *ERASABLE, *COUNTERSIGN, "scan_id"}, CORRECTION: {*CORRECTED}}
        return [
            table
            for table, columns in wanted.items()
            if table in there
            and columns <= {one.name for one in connection.introspection.get_table_description(cursor, table)}
        ]


def _statements(vendor: str, tables: Iterable[str]) -> list[str]:
    differs = "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"
    refused = {VIEWING: _of_viewing(differs), CORRECTION: _of_correction(differs)}
    made = [] if vendor == "sqlite" else [_FUNCTION]
    for table in tables:
        for act in _acts(vendor):
            made.append(_trigger(vendor, table, act, refused[table] if act == "UPDATE" else ""))
    return made


_FUNCTION = (
    "CREATE OR REPLACE FUNCTION requests_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
    f" RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
)


def _trigger(vendor: str, table: str, act: str, rule: str) -> str:
    each = "STATEMENT" if act == "TRUNCATE" else "ROW"
    head = f"CREATE TRIGGER {table}_{act.lower()} BEFORE {act} ON {table} FOR EACH {each}"
    when = f" WHEN ({rule})" if rule else ""
    if vendor == "sqlite":
        return f"{head}{when} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    return f"{head}{when} EXECUTE FUNCTION requests_refuse()"


def _of_viewing(differs: str) -> str:
    changed = [_changed(name, differs) for name in AS_ENDED] + [_written(name, differs) for name in ERASABLE]
    changed.append(f"(NEW.scan_id {differs} OLD.scan_id AND NEW.scan_id IS NOT NULL)")
    signed = [f"(OLD.countersigned_at IS NOT NULL AND {_changed(name, differs)})" for name in COUNTERSIGN]
    begun = " OR ".join(_changed(name, differs) for name in AS_BEGUN)
    return f"{begun} OR (OLD.ended_at IS NOT NULL AND ({' OR '.join(changed + signed)}))"


def _of_correction(differs: str) -> str:
    fixed = [_changed(name, differs) for name in CORRECTED]
    return " OR ".join(fixed + [_written(name, differs) for name in CORRECTION_ERASABLE])


def _changed(name: str, differs: str) -> str:
    return f'NEW."{name}" {differs} OLD."{name}"'


def _written(name: str, differs: str) -> str:
    """Changed into anything but nothing."""
    return f"({_changed(name, differs)} AND NEW.\"{name}\" <> '')"
