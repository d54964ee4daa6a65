"""Every duty rung twice at once, and twice again: what the second time adds that the first has not done already."""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING

import psycopg2  # type: ignore[import-untyped]
from psycopg2 import sql

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS = 240
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'ledger_entry'"
ACTS = "SELECT count(*) FROM ledger_entry WHERE verb NOT IN ('work.duty_run', 'work.backup_made')"
WAITING = "SELECT count(*) FROM work_duty WHERE last_finished_at IS NULL OR last_finished_at < %s"
NOW = "SELECT clock_timestamp()"


def rung_again(url: str, ring: Callable[[], None]) -> dict[str, int]:
    """Ring for everything, wait, ring again; return which tables have more rows after the second time, and how many.

    A duty's own run and a backup's file are what it is for; they are not counted.
    """
    counts = []
    for _ in range(2):
        since = _ask(url, NOW)
        ring()
        deadline = time.monotonic() + SECONDS
        while _ask(url, WAITING, since) and time.monotonic() < deadline:
            time.sleep(1)
        time.sleep(10)  # the second of each
        counts.append(_counts(url))
    first, second = counts
    return {table: number - first[table] for table, number in second.items() if number != first[table]}


def _counts(url: str) -> dict[str, int]:
    with contextlib.closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(TABLES)
        found = {"acts in the ledger": int(_ask(url, ACTS))}  # type: ignore[call-overload]
        for (table,) in cursor.fetchall():
            cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))
            found[table] = cursor.fetchone()[0]
        return found


def _ask(url: str, question: str, *words: object) -> object:
    with contextlib.closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(question, words or None)
        return cursor.fetchone()[0]
