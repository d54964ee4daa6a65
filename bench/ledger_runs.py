"""The measurements of `bench.ledger`, run inside a process whose database is a throw-away one."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import connection, transaction

from bench.peers.models import PlainCase, TrackedCase
from bench.report import Line
from ledger import services as ledger
from ledger import triggers, witnesses
from ledger.choices import Verb
from ledger.models import Entry
from ledger.rules import (
    GENESIS,
    Actor,
    canonical,
    inclusion_path,
    leaf_hash,
    link,
    root_from_path,
    seal,
    words_as_text,
)
from ledger.selectors import bodies
from ledger.services.appending import INSERT_ENTRY, UPDATE_HEAD
from ledger.services.checkpoints import root_over

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TEACHER = Actor(name="五年三班導師 許喆安", account="teacher", role="教職員")
START = dt.datetime(2026, 8, 1, tzinfo=dt.UTC)
CASES = 20_000


def appending(target: str, blocks: int = 60, writes: int = 50) -> Line:
    """Time both ways in turn, `blocks` times `writes` transactions each; the median transaction counts."""
    ours: list[float] = []
    peer: list[float] = []
    for block in range(blocks):
        order = [(ours, _create_with_ledger), (peer, _create_with_history)]
        for times, create in order if block % 2 else reversed(order):
            for number in range(writes):
                begun = time.perf_counter()
                create(number)
                times.append((time.perf_counter() - begun) * 1e6)
    mine, theirs = (statistics.median(times[writes:]) for times in (ours, peer))  # the first block warms up
    note = f"median of {blocks} x {writes} transactions each; peer: django-simple-history create"
    if connection.vendor == "postgresql":
        note += f"; journeys 5 : 4, each {_journey():.0f} us here"
    return Line("append (save + entry)", connection.vendor, mine, theirs, "us", mine / theirs, target, note)


def _journey() -> float:
    """Return the median time in microseconds to the server and back: an idle machine's network takes longest."""
    with connection.cursor() as cursor:
        return statistics.median(_timed(lambda: cursor.execute("SELECT 1")) for _ in range(500)) * 1e6


def _fields(number: int) -> dict[str, object]:
    return {
        "number": f"115-{number:04d}",
        "status": "in_review",
        "phone": "03-0000000",
        "reason": "午休時間書包內現金不見，請協助確認三樓東側走廊進出情形。",
        "starts_at": START,
        "ends_at": START + dt.timedelta(hours=1),
    }


def _create_with_ledger(number: int) -> None:
    fields = _fields(number)
    with transaction.atomic():
        case = PlainCase._default_manager.create(**fields)
        digest = witnesses.digest_of(fields, salt=b"0" * 32)
        subject = f"案 {case.number}"
        ledger.append(
            verb=Verb.CASE_SUBMITTED, actor=TEACHER, subject=subject, now=dt.datetime.now(dt.UTC), digest=digest
        )


def _create_with_history(number: int) -> None:
    with transaction.atomic():
        TrackedCase._default_manager.create(**_fields(number))


def verifying(rows: int, target: str, rounds: int = 5) -> Line:
    """Time `verify` in a process of its own (so its peak memory is its own) and the bare chain here, in turn."""
    bodies = _fill(rows)
    bare, ours, notes = [], [], []
    for _ in range(rounds):
        bare.append(_timed(lambda: _bare_chain(bodies)))
        seconds, before, peak = _verify_apart(rows)
        ours.append(seconds)
        notes.append(f"peak memory {peak / 1024:.0f} MiB, {before / 1024:.0f} MiB before it began")
    mine, theirs = statistics.median(ours), statistics.median(bare)
    note = f"median of {rounds}; {notes[-1]}"
    return Line(f"verify {rows:,} rows", connection.vendor, mine, theirs, "s", theirs / mine, target, note)


def proving(entries: int = 100_000, rounds: int = 3) -> Line:
    """Time the root over `entries` and the path of one of them, both streamed, no tree being stored; call after `verifying`."""
    times = [_timed(lambda: _proof(entries)) for _ in range(rounds)]
    seconds = statistics.median(times)
    note = f"root and path of one of {entries} entries, to one second"
    return Line("proof of one entry", connection.vendor, seconds, 1.0, "s", seconds, "≤ 1", note)


def _proof(entries: int) -> None:
    root = root_over(entries)
    index = entries * 2 // 3
    path = inclusion_path(index, entries, map(leaf_hash, bodies(entries)))
    (body,) = Entry.objects.filter(sequence=index + 1).values_list("body", flat=True)
    assert root_from_path(leaf_hash(bytes(body)), index, entries, path) == root


def _bare_chain(bodies: list[bytes]) -> bytes:
    last = GENESIS
    for body in bodies:
        last = hashlib.sha256(last + body).digest()
    return last


def _verify_apart(rows: int) -> tuple[float, int, int]:
    environment = os.environ | {"BENCH_DATABASE": str(connection.settings_dict["NAME"])}
    command = [sys.executable, "-m", "bench.ledger_verify", str(rows)]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    seconds, before, peak = done.stdout.split()
    return float(seconds), int(before), int(peak)


def live_cases(rows: int) -> Iterator[tuple[str, str]]:
    """Say what the cases of a ledger filled with `rows` entries say now: each one's last digest."""
    for number in range(1, min(rows, CASES) + 1):
        case = number * 7 % CASES
        yield f"案 115-{case:05d}", hashlib.sha256(b"%d" % case).hexdigest()


def _entries(rows: int) -> Iterator[tuple[object, ...]]:
    """Yield rows as `append` would write them: 20,000 cases, every other act changes its case, every third has words."""
    last, where = GENESIS, "192.168.1.23"
    for number in range(1, rows + 1):
        at = START + dt.timedelta(microseconds=number * 7_654_321)
        case = number * 7 % CASES
        verb = Verb.CASE_RETURNED if number % 3 == 0 else Verb.CASE_SUBMITTED
        words = {"to": "申請人（補正，請補充事由與時段）"} if number % 3 == 0 else {}
        digest = hashlib.sha256(b"%d" % case).hexdigest() if number <= CASES or number % 2 else ""
        subject = f"案 115-{case:05d}"
        body = canonical(
            sequence=number, at=at, verb=verb, actor=TEACHER, origin=where, subject=subject, detail=words, digest=digest
        )
        this = link(last, body)
        moment = connection.ops.adapt_datetimefield_value(at)
        who = (TEACHER.name, TEACHER.account, TEACHER.role, TEACHER.acting_for)
        yield number, moment, str(verb), *who, where, subject, digest, words_as_text(words), body, last, this
        last = this


def _fill(rows: int) -> list[bytes]:
    """Replace the ledger by `rows` entries, fast: past the triggers, in one transaction. Return their bodies."""
    bodies: list[bytes] = []
    with transaction.atomic(), connection.cursor() as cursor:
        triggers.drop(connection)
        cursor.execute("DELETE FROM ledger_entry")
        batch: list[tuple[object, ...]] = []
        for entry in _entries(rows):
            bodies.append(entry[-3])  # type: ignore[arg-type]
            batch.append(entry)
            if len(batch) == 1000 or entry[0] == rows:
                _insert(cursor, batch)
                batch = []
        cursor.execute(UPDATE_HEAD, (rows, entry[-1], seal(rows, entry[-1])))  # type: ignore[arg-type]
        triggers.create(connection)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return bodies


def _insert(cursor: object, batch: list[tuple[object, ...]]) -> None:
    if connection.vendor == "sqlite":
        cursor.executemany(INSERT_ENTRY, batch)  # type: ignore[attr-defined]
        return
    from psycopg2.extras import execute_values  # type: ignore[import-untyped]  # noqa: PLC0415 - PostgreSQL only

    execute_values(cursor, INSERT_ENTRY.split("VALUES")[0] + "VALUES %s", batch)


def _timed(run: Callable[[], object]) -> float:
    begun = time.perf_counter()
    run()
    return time.perf_counter() - begun


def peak_memory() -> int:
    """Return this process's peak resident memory so far, in KiB (Linux; unlike ru_maxrss not inherited on exec)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0])
