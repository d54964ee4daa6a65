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
from retention.storage import BATCH, Batch

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from ledger.services import Actor
    from retention.services.destruction.judging import Judge
    from retention.storage import Removal

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
    destruction = Destruction.objects.select_related("source").get(pk=destruction_id)
    done, turn = destruction.done_files, list[Batch]()
    for batch in storage.read_manifest(destruction.manifest, destruction.manifest_sha256):
        turn, done = _after([*turn, batch], done), max(done - len(batch.recordings), 0)
        while _files(turn) >= BATCH:
            turn = _after(turn, _take(destruction_id, root, turn, now))
    while turn:
        turn = _after(turn, _take(destruction_id, root, turn, now))
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


@transaction.atomic
def _take(destruction_id: int, root: int, turn: Sequence[Batch], now: dt.datetime) -> int:
    """Unlink some of a turn while nobody can place a hold; return how many were looked at. Holds are asked under the lock.

    At most `BATCH` files or about a second: whoever wants to place a hold waits no longer.
    """
    destruction = Destruction.objects.select_for_update(no_key=True).get(pk=destruction_id)
    source = FootageSource.objects.select_for_update(no_key=True).get(pk=destruction.source_id)
    judge, until = judge_of(source, now), time.monotonic() + storage.LONGEST_SECONDS
    taken: list[tuple[_Judged, Removal]] = []
    room = BATCH
    for batch in turn:
        judged = _judged(Batch(batch.folder, batch.camera, batch.recordings[:room]), judge)
        removal = storage.remove(root, batch.folder, list(judged.sizes), judged.kept, until)
        taken.append((judged, removal))
        room -= removal.seen
        if not room or removal.seen < len(judged.sizes) or time.monotonic() > until:
            break
    storage.make_durable(root, [(judged.batch.folder, removal) for judged, removal in taken])
    for judged, removal in taken:
        _count(destruction, judged, removal)
    destruction.save(
        update_fields=[
            "done_files", "destroyed_files", "destroyed_size", "held_files", "failed_files", "failures",
        ]
    )  # fmt: skip
    return BATCH - room


@dataclass(frozen=True, slots=True)
class _Judged:
    """A batch, the bytes of each name in it, and the names that stay."""

    batch: Batch
    sizes: dict[str, int]
    kept: frozenset[str]


def _judged(batch: Batch, judge: Judge) -> _Judged:
    said = judge.verdicts(batch.camera, batch.recordings)
    sizes = {recording.name: recording.size for recording in batch.recordings}
    return _Judged(
        batch, sizes, frozenset(name for name, verdict in zip(sizes, said, strict=True) if verdict != Verdict.DUE)
    )


def _count(destruction: Destruction, judged: _Judged, removal: Removal) -> None:
    seen = list(judged.sizes)[: removal.seen]
    destruction.done_files += removal.seen
    destruction.destroyed_files += len(removal.gone)
    destruction.destroyed_size += sum(judged.sizes[name] for name in removal.gone)
    destruction.held_files += sum(name in judged.kept for name in seen) if judged.kept else 0
    destruction.failed_files += len(removal.failed)
    room = FAILURES_NAMED - len(destruction.failures)
    failed = sorted(removal.failed.items())[:room]
    destruction.failures += [_failure(judged.batch, name, why) for name, why in failed]


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
