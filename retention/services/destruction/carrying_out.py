"""Carrying out a committed manifest: batch by batch under the lock that placing a hold takes, then the record."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from ledger import services as ledger
from ledger.choices import Verb
from retention import storage
from retention.choices import Verdict
from retention.models import Destruction, FootageSource
from retention.selectors import DESTRUCTIONS
from retention.services.destruction.judging import judge_of
from retention.storage import Batch

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from ledger.services import Actor
    from retention.services.destruction.judging import Judge
    from retention.storage import Removal

TURN = 1000
"""So many files are looked at under one lock; on a slow disk the clock ends a turn first."""
COUNTED_TOGETHER = 20
"""So many batches are made durable and counted in one go: what a kill leaves uncounted is found gone, and counted then."""
FAILURES_NAMED = 200
"""So many files that could not be removed are named in the record; all are counted."""


def finish_open(source: FootageSource, root: int, now: dt.datetime) -> list[Destruction]:
    """Finish what a killed worker left open in a source, in the folder open as `root`. Raises ManifestError."""
    finished = []
    for number in list(source.destructions.filter(finished_at=None).values_list("pk", flat=True)):
        Destruction.objects.filter(pk=number).update(resumed=F("resumed") + 1)
        finished.append(carry_out(number, root, actor=ledger.SYSTEM, now=now))
    return finished


def carry_out(destruction_id: int, root: int, *, actor: Actor, now: dt.datetime) -> Destruction:
    """Unlink what the manifest names from where the work stands, verify, and record. Raises ManifestError.

    Killed anywhere and called again it goes on: the names already gone are counted where they stand in the manifest.
    """
    destruction = Destruction.objects.get(pk=destruction_id)
    done, turn, taken = destruction.done_files, list[Batch](), list[_Taken]()
    for batch in storage.read_manifest(destruction.manifest, destruction.manifest_sha256):
        turn, done = _after([*turn, batch], done), max(done - len(batch.recordings), 0)
        while _files(turn) >= TURN:
            turn = _after(turn, _take(destruction.source_id, root, turn, now, taken))
            if len(taken) >= COUNTED_TOGETHER:
                _count(destruction_id, root, taken)
    while turn:
        turn = _after(turn, _take(destruction.source_id, root, turn, now, taken))
    _count(destruction_id, root, taken)
    return _record(destruction_id, actor, now)


def _files(turn: Sequence[Batch]) -> int:
    return sum(len(batch.recordings) for batch in turn)


def _after(turn: Sequence[Batch], seen: int) -> list[Batch]:
    """Return what is left of some batches once `seen` of their recordings were looked at."""
    left = []
    for batch in turn:
        if rest := batch.recordings[seen:]:
            left.append(Batch(batch.folder, batch.camera, rest))
        seen = max(seen - len(batch.recordings), 0)
    return left


@dataclass(frozen=True, slots=True)
class _Taken:
    """What became of a batch: the bytes of each name in it, and what went."""

    batch: Batch
    sizes: dict[str, int]
    removal: Removal


@transaction.atomic
def _take(source_id: int, root: int, turn: Sequence[Batch], now: dt.datetime, taken: list[_Taken]) -> int:
    """Unlink some of a turn while nobody can place a hold, and add it to `taken`; return how many were looked at.

    Holds are asked under the lock. At most `TURN` files or about a second: whoever wants to place a hold waits no longer.
    """
    source = FootageSource.objects.select_for_update(no_key=True).get(pk=source_id)
    judge, until = judge_of(source, now), time.monotonic() + storage.LONGEST_SECONDS
    room = TURN
    for batch in turn:
        of_batch = _take_batch(root, Batch(batch.folder, batch.camera, batch.recordings[:room]), judge, until)
        taken.append(of_batch)
        room -= of_batch.removal.seen
        if not room or of_batch.removal.seen < len(of_batch.sizes) or time.monotonic() > until:
            break
    return TURN - room


def _take_batch(root: int, batch: Batch, judge: Judge, until: float) -> _Taken:
    said = judge.verdicts(batch.camera, batch.recordings)
    sizes = {recording.name: recording.size for recording in batch.recordings}
    kept = frozenset(name for name, verdict in zip(sizes, said, strict=True) if verdict != Verdict.DUE)
    return _Taken(batch, sizes, storage.remove(root, batch.folder, list(sizes), kept, until))


@transaction.atomic
def _count(destruction_id: int, root: int, taken: list[_Taken]) -> None:
    """Make durable what was taken, count it, and empty `taken`: never is a file counted that could come back."""
    storage.make_durable(root, [(each.batch.folder, each.removal) for each in taken])
    destruction = Destruction.objects.select_for_update(no_key=True).get(pk=destruction_id)
    for each in taken:
        removal = each.removal
        destruction.done_files += removal.seen
        destruction.destroyed_files += len(removal.gone)
        destruction.destroyed_size += sum(each.sizes[name] for name in removal.gone)
        destruction.held_files += removal.held
        destruction.failed_files += len(removal.failed)
        room = FAILURES_NAMED - len(destruction.failures)
        failed = sorted(removal.failed.items())[:room]
        destruction.failures += [_failure(each.batch, name, why) for name, why in failed]
    destruction.save(
        update_fields=[
            "done_files", "destroyed_files", "destroyed_size", "held_files", "failed_files", "failures",
        ]
    )  # fmt: skip
    taken.clear()


def _failure(batch: Batch, name: str, why: str) -> dict[str, str]:
    path = f"{batch.folder}/{name}".encode(errors="surrogateescape").decode(errors="replace")
    return {"path": path, "camera": batch.camera, "reason": why}


@transaction.atomic
def _record(destruction_id: int, actor: Actor, now: dt.datetime) -> Destruction:
    destruction = Destruction.objects.select_for_update(no_key=True).get(pk=destruction_id)
    if destruction.finished_at is None:
        destruction.finished_at = now
        destruction.save(update_fields=["finished_at"])
        words = {
            "gone": str(destruction.destroyed_files),
            "held": str(destruction.held_files),
            "failed": str(destruction.failed_files),
        }
        said = DESTRUCTIONS.said(destruction)
        ledger.append(verb=Verb.DESTRUCTION_DONE, actor=actor, detail=words, now=now, **said)
    return destruction
