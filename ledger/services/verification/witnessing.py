"""The witnesses: what the live rows say now equals the ledger's last digest, none missing on either side.

The live side goes through a temporary table, so that memory stays flat and the database does the comparing.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from django.db import connection

from ledger import witnesses
from ledger.services.verification.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.backends.utils import CursorWrapper

BATCH = 300  # three values each, below 999, the fewest variables an SQLite takes
LATEST = (
    "SELECT entry.sequence, entry.subject, entry.digest FROM ledger_entry entry JOIN"
    " (SELECT MAX(sequence) AS sequence FROM ledger_entry WHERE NOT digest = '' GROUP BY subject) latest"
    " ON latest.sequence = entry.sequence"
)
# MIN, not ORDER BY … LIMIT 1: the hope of finding one soon leads PostgreSQL to a plan of hours when there is none.
DIFFERS = (
    f"SELECT MIN(latest.sequence) FROM ({LATEST}) latest LEFT JOIN ledger_live live"  # noqa: S608
    " ON live.subject = latest.subject WHERE COALESCE(live.digest, %s) <> latest.digest"
)
NAMES = (
    "SELECT entry.subject, live.witness FROM ledger_entry entry LEFT JOIN ledger_live live"
    " ON live.subject = entry.subject WHERE entry.sequence = %s"
)
UNKNOWN = (
    "SELECT live.subject, live.witness FROM ledger_live live WHERE NOT EXISTS"
    " (SELECT 1 FROM ledger_entry entry WHERE entry.subject = live.subject AND NOT entry.digest = '')"
    " ORDER BY live.subject LIMIT 1"
)


def check_witnesses() -> Finding | None:
    """Say which live row is not what the ledger witnessed. The chain must be verified before: its columns are used."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE ledger_live (subject text, digest text, witness text)")
        try:
            _gather(cursor)
            cursor.execute("CREATE INDEX ledger_live_subject ON ledger_live (subject)")
            return _differs(cursor) or _unknown(cursor)
        finally:
            cursor.execute("DROP TABLE ledger_live")


def _gather(cursor: CursorWrapper) -> None:
    for name, witness in witnesses.registered().items():
        rows = witness()
        while batch := list(_flat(islice(rows, BATCH), name)):
            values = ", ".join(["(%s, %s, %s)"] * (len(batch) // 3))
            cursor.execute(f"INSERT INTO ledger_live VALUES {values}", batch)  # noqa: S608 - placeholders only


def _flat(rows: Iterator[tuple[str, str]], name: str) -> Iterator[str]:
    for subject, digest in rows:
        yield from (subject, digest, name)


def _differs(cursor: CursorWrapper) -> Finding | None:
    cursor.execute(DIFFERS, [witnesses.GONE])
    (sequence,) = cursor.fetchone()
    if sequence is None:
        return None
    cursor.execute(NAMES, [sequence])
    subject, name = cursor.fetchone()
    reason = f"「{name}」現在的內容與這筆存取紀錄不符" if name else "存取紀錄有、資料中卻沒有這個對象"
    return Finding("witnesses", sequence, subject, reason)


def _unknown(cursor: CursorWrapper) -> Finding | None:
    cursor.execute(UNKNOWN)
    row = cursor.fetchone()
    return Finding("witnesses", None, row[0], f"「{row[1]}」有這個對象，存取紀錄卻沒有") if row else None
