"""The ledger of the ten years: every act of the demonstration and of the bulk in the order of time, chained anew."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.db import connection, transaction
from psycopg2.extras import execute_values  # type: ignore[import-untyped]

from ledger import triggers, witnesses
from ledger.choices import Verb
from ledger.models import Entry
from ledger.rules import (
    GENESIS,
    Actor,
    CheckpointText,
    Frontier,
    canonical,
    checkpoint_text,
    leaf_hash,
    link,
    seal,
    sign_note,
    words_as_text,
)
from ledger.services.appending import INSERT_ENTRY, UPDATE_HEAD
from ledger.services.checkpoints import INSERT as INSERT_CHECKPOINT
from printing.rules import local_date

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from bench.decade.world import World

WHERE = "192.168.1.23"
BATCH = 5_000


class Line(NamedTuple):
    """An entry before it has a number."""

    at: dt.datetime
    verb: str
    actor: Actor
    origin: str
    subject: str
    words: dict[str, str]
    digest: str


def write_book(world: World) -> int:
    """Replace the ledger by what the demonstration wrote and what the ten years did; return how many entries it has.

    The last act on whatever lives carries what it says now, so that `verify_ledger` finds book and rows agreeing.
    """
    lines = [*_written(), *(Line(a.at, a.verb, a.actor, WHERE, a.subject, a.words, "") for a in world.acts)]
    lines.sort(key=lambda line: line.at)
    _witness(lines)
    with transaction.atomic(), connection.cursor() as cursor:
        triggers.drop(connection)
        cursor.execute("TRUNCATE ledger_entry, ledger_checkpoint")
        _chain(cursor, lines)
        triggers.create(connection)
    return len(lines)


def _written() -> Iterator[Line]:
    for one in Entry.objects.order_by("sequence").defer("body", "previous_hash", "hash"):
        actor = Actor(one.actor, one.account, one.role, one.acting_for)
        yield Line(one.at, one.verb, actor, one.origin, one.subject, one.detail, one.digest)


def _witness(lines: list[Line]) -> None:
    """Give the last entry about each living thing the digest of what it says; raise where nothing was ever told of one."""
    said = dict(pair for witness in witnesses.registered().values() for pair in witness())
    for place in reversed(range(len(lines))):
        line = lines[place]
        if digest := said.pop(line.subject, None):
            lines[place] = line._replace(digest=digest)
    if said:
        raise AssertionError(f"{len(said)} rows without an act, for instance {next(iter(said))}")


def _chain(cursor: object, lines: Iterable[Line]) -> None:
    """Write the entries, a checkpoint at the end of every day, and the head."""
    last, frontier, day, sequence = GENESIS, Frontier(), None, 0
    batch: list[tuple[object, ...]] = []
    points: list[tuple[object, ...]] = []
    for line in lines:
        if day and local_date(line.at) != day and frontier.size:
            points.append(_checkpoint(frontier, last, line.at))
        day, sequence = local_date(line.at), sequence + 1
        body = canonical(
            sequence=sequence, at=line.at.astimezone(UTC), verb=line.verb, actor=line.actor, origin=line.origin,
            subject=line.subject, detail=line.words, digest=line.digest,
        )  # fmt: skip
        this = link(last, body)
        who = (line.actor.name, line.actor.account, line.actor.role, line.actor.acting_for)
        moment = connection.ops.adapt_datetimefield_value(line.at)
        batch.append((
            sequence, moment, str(Verb(line.verb)), *who, line.origin, line.subject, line.digest, words_as_text(line.words),
            body, last, this,
        ))  # fmt: skip
        frontier.add(leaf_hash(body))
        last = this
        if len(batch) == BATCH:
            _insert(cursor, batch)
            batch = []
    _insert(cursor, batch)
    execute_values(cursor, INSERT_CHECKPOINT.split("VALUES", maxsplit=1)[0] + "VALUES %s", points)
    cursor.execute(UPDATE_HEAD, (sequence, last, seal(sequence, last)))  # type: ignore[attr-defined]


def _checkpoint(frontier: Frontier, chain: bytes, at: dt.datetime) -> tuple[object, ...]:
    said = CheckpointText(frontier.size, frontier.root(), chain, at.replace(microsecond=0))
    note = sign_note(checkpoint_text(said), *settings.LEDGER_SIGNING_KEYS)
    return said.size, said.root, connection.ops.adapt_datetimefield_value(said.at), note


def _insert(cursor: object, batch: list[tuple[object, ...]]) -> None:
    if batch:
        execute_values(cursor, INSERT_ENTRY.split("VALUES", maxsplit=1)[0] + "VALUES %s", batch, page_size=1000)
