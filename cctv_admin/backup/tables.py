"""The tables as lines of JSON, whichever engine wrote them; what is kept encrypted stays so.

Rows are written by their stored columns, by the models of the migrations they were made under.
"""

from __future__ import annotations

import base64
import datetime as dt
import decimal
import json
import uuid
from typing import TYPE_CHECKING, Any

from django.db import connection, models
from django.db.models import ExpressionWrapper, F
from django.utils.duration import duration_iso_string

from ledger import triggers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.apps.registry import Apps
    from django.db.backends.utils import CursorWrapper
    from django.db.models import Field, Model

    Row = list[Any]

SESSIONS = frozenset({"django_session", "usersessions_usersession"})
"""Not carried: after a restore everybody signs in again."""
ROWS = 2000


def tables(apps: Apps) -> list[type[Model]]:
    """Return the models whose rows are the school's data, joining tables included."""
    found = apps.get_models(include_auto_created=True)
    return [model for model in found if model._meta.managed and model._meta.db_table not in SESSIONS]


def rows_of(model: type[Model]) -> Iterator[Row]:
    """Yield the rows of a table in the order of their keys, as stored. Memory is that of `ROWS` of them."""
    columns = [
        F(field.attname) if _as_stored(field) is field else ExpressionWrapper(F(field.attname), models.TextField())
        for field in model._meta.concrete_fields
    ]
    yield from map(list, model._base_manager.order_by("pk").values_list(*columns).iterator(ROWS))


def columns_of(model: type[Model]) -> Row:
    """Return the names of the columns, in the order of `rows_of`; models of the migrations may have another."""
    return [field.column for field in model._meta.concrete_fields]


def line_of(row: Row) -> bytes:
    """Return a row as one line."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"), default=_said).encode() + b"\n"


def load(model: type[Model], lines: Iterator[bytes]) -> int:
    """Insert the rows of `lines`, the first of which names their columns, and return how many. Raises KeyError."""
    known = {field.column: field for field in model._meta.concrete_fields}
    columns = json.loads(next(lines))
    stored = [_as_stored(known[column]) for column in columns]
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    table = connection.ops.quote_name(model._meta.db_table)
    statement = f"INSERT INTO {table} ({names}) VALUES ({', '.join(['%s'] * len(columns))})"  # noqa: S608 known names
    rows = [_prepared(stored, json.loads(line)) for line in lines]
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)
    return len(rows)


def empty_all(found: Iterable[type[Model]]) -> None:
    """Take away what migrating put into new tables, and the ledger's triggers, inside the caller's transaction."""
    triggers.drop(connection)
    with connection.cursor() as cursor:
        for model in found:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608 our own names


def guard_again() -> None:
    """Put the ledger's triggers back and check every reference, inside the caller's transaction."""
    triggers.create(connection)
    connection.check_constraints()


def last_keys() -> dict[str, int]:
    """Return the last key ever given in each table that counts: a key of a row that is gone is not given again."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, seq FROM sqlite_sequence")
            return dict(cursor.fetchall())
        given = {}
        for table, sequence in _sequences(cursor):
            cursor.execute(f"SELECT last_value, is_called FROM {connection.ops.quote_name(sequence)}")  # noqa: S608
            last, is_called = cursor.fetchone()
            given[table] = last if is_called else 0
        return given


def go_on_counting(given: dict[str, int]) -> None:
    """Let each table count on from the last key it ever gave."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for table, last in given.items():
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, last])
            return
        for table, sequence in _sequences(cursor):
            last = given.get(table, 0)
            cursor.execute("SELECT setval(%s, %s, %s)", [sequence, max(last, 1), last > 0])


def _sequences(cursor: CursorWrapper) -> list[tuple[str, str]]:
    names = connection.introspection.table_names(cursor)
    found = [one for table in names for one in connection.introspection.get_sequences(cursor, table)]
    return [(one["table"], one["name"]) for one in found]


def _as_stored(field: Field[Any, Any]) -> Field[Any, Any]:
    """Return the field as which a column is read and written as it lies there: no text is decrypted or parsed."""
    is_text_of_ours = isinstance(field, models.TextField) and type(field) is not models.TextField
    return models.TextField() if is_text_of_ours else field


def _prepared(fields: list[Field[Any, Any]], row: Row) -> Row:
    return [
        field.get_db_prep_save(field.to_python(value), connection) for field, value in zip(fields, row, strict=True)
    ]


def _said(value: object) -> str:
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, uuid.UUID | decimal.Decimal):
        return str(value)
    if isinstance(value, dt.timedelta):
        return duration_iso_string(value)
    raise TypeError(type(value).__name__)
