"""A small ledger to test with: its writer, and the hands of somebody who tampers."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import connection

from accounts.models import Office
from ledger import services as ledger
from ledger import triggers
from ledger.choices import Verb
from ledger.witnesses import digest_of

if TYPE_CHECKING:
    from collections.abc import Iterator

START = dt.datetime(2026, 11, 23, 1, 0, tzinfo=dt.UTC)
TEACHER = ledger.Actor(name="五年三班導師 許喆安", account="teacher", role="教職員")
DEAN = ledger.Actor(name="教務主任 陳煒騏", account="dean", role="校長", acting_for="校長 蘇翊甯")


def submit(number: int = 1, **changes: Any) -> int:
    """Append one entry of case `number`, a second after the one before."""
    words = {"verb": Verb.CASE_SUBMITTED, "actor": TEACHER, "subject": f"案 115-{number:04d}", "digest": ""}
    return ledger.append(**{"now": START + dt.timedelta(seconds=number), **words, **changes})


def office_digest(office: Office) -> str:
    return digest_of({"name": office.name}, salt=b"office")


def live_offices() -> Iterator[tuple[str, str]]:
    """Witness: what every office's row says now."""
    for office in Office.objects.iterator():
        yield f"處室 {office.pk}", office_digest(office)


def witness_office(office: Office, now: dt.datetime = START) -> int:
    """Append an entry that carries what the office's row says now."""
    actor, subject = ledger.SYSTEM, f"處室 {office.pk}"
    return ledger.append(verb=Verb.PLAN_CHANGED, actor=actor, subject=subject, now=now, digest=office_digest(office))


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def cells(statement: str, *values: Any) -> tuple[Any, ...]:
    """Return the one row of a query, blobs as bytes."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row = cursor.fetchone()
    assert row is not None
    return tuple(bytes(cell) if isinstance(cell, memoryview) else cell for cell in row)


def disarm() -> None:
    """Take the triggers away, as somebody with rights to the schema could."""
    triggers.drop(connection)


def arm() -> None:
    """Put the triggers back, as if nothing had been."""
    triggers.create(connection)
