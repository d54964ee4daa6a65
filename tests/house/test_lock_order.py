"""In which order acts lock rows: of two tables always the same one first, several rows of one by their keys, the ledger last.

Watched while a small school does every kind of thing once, on the database that has row locks.
"""

from __future__ import annotations

import re
import traceback
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from celery import current_app
from django.conf import settings
from django.db import connection

from tests.house.world import World, build_world

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from cameras.models import Camera
    from tests.conftest import Cast

pytestmark = [pytest.mark.postgresql, pytest.mark.both]
LOCKS = re.compile(r'FROM "?(\w+)"?.*FOR (?:NO KEY )?UPDATE', re.DOTALL)
ONE_ROW = re.compile(
    r'WHERE [^)]*?("id"|"pk"|_id"|"draft_key"|"number"|"code"|"roc_year"|"name"|"sequence") = %s', re.DOTALL
)
IN_ORDER = re.compile(r'ORDER BY "\w+"\."id" ASC|LIMIT 1|ORDER BY .*"id" ASC\s+FOR', re.DOTALL)
SKIPS = "SKIP LOCKED"
ONE_ROW_TABLES = {"ledger_head"}


class Watched:
    """Which table was locked before which, each with an act that did so; and locks of several rows in no order of keys."""

    def __init__(self) -> None:
        self.before: dict[tuple[str, str], str] = {}
        self.unordered: set[str] = set()
        self._held: list[str] = []
        self._open: list[str] = []

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        found = LOCKS.search(sql)
        if found and found[1] not in self._held:
            for held in self._held:
                self.before.setdefault((held, found[1]), _who())
            self._held.append(found[1])
        if found and found[1] not in ONE_ROW_TABLES and not _waits_in_order(sql):
            self.unordered.add(sql)
        self._follow(sql)
        return execute(sql, params, many, context)

    def _follow(self, sql: str) -> None:
        """A test is one transaction: an act begins with its outermost savepoint and ends with its release."""
        if sql.startswith("SAVEPOINT"):
            self._open.append(sql.split()[1])
        elif sql.startswith(("RELEASE", "ROLLBACK TO")) and sql.rsplit(maxsplit=1)[-1] in self._open:
            del self._open[self._open.index(sql.rsplit(maxsplit=1)[-1]) :]
        if not self._open:
            self._held = []


def _waits_in_order(sql: str) -> bool:
    """One row, several by their keys, or what passes over rows another act holds and so waits for none."""
    return bool(SKIPS in sql or ONE_ROW.search(sql) or IN_ORDER.search(sql))


def _who() -> str:
    """Where in the product it was locked, innermost first."""
    frames = [
        f"{Path(one.filename).stem}.{one.name}" for one in traceback.extract_stack() if "/services/" in one.filename
    ]
    return " < ".join(reversed(frames[-5:]))


def circles(before: dict[tuple[str, str], str]) -> set[frozenset[str]]:
    """Return the pairs of tables of which each is locked before the other, directly or by way of others."""
    after: dict[str, set[str]] = defaultdict(set)
    for first, second in before:
        after[first].add(second)
    reach = {table: _reached(table, after) for table in list(after)}
    return {frozenset((one, other)) for one in reach for other in reach[one] if one in reach.get(other, ())}


def _reached(table: str, after: dict[str, set[str]]) -> set[str]:
    found, waiting = set[str](), set(after.get(table, ()))
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting |= after.get(one, set())
    return found


def test_of_two_tables_always_the_same_is_locked_first(
    cast: Cast, cameras: list[Camera], now: dt.datetime, at_now: None
) -> None:
    watched = Watched()
    current_app.loader.import_default_modules()
    with connection.execute_wrapper(watched):
        world: World = build_world(cast, cameras, now)
        for entry in settings.CELERY_BEAT_SCHEDULE.values():
            current_app.tasks[entry["task"]]()
    assert world
    assert len(watched.before) > 20
    assert {pair: watched.before[pair] for pair in watched.before if frozenset(pair) in circles(watched.before)} == {}
    assert {first for first, _ in watched.before} >= {"requests_reviewrequest"}
    assert not [pair for pair in watched.before if pair[0] == "ledger_head"]
    assert watched.unordered == set()
