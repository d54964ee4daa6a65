"""Carrying out a committed manifest: batch by batch under the lock that placing a hold takes, then the record."""

from __future__ import annotations

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

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from ledger.services import Actor
    from retention.storage import Batch, Recording

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
    passed = 0
    for batch in storage.read_manifest(destruction.manifest, destruction.manifest_sha256):
        start = passed
        passed += len(batch.recordings)
        while destruction.done_files < passed:
            left = batch.recordings[destruction.done_files - start :]
            destruction = _take(destruction.pk, root, batch, left, now)
    return _record(destruction.pk, actor, now)


@transaction.atomic
def _take(destruction_id: int, root: int, batch: Batch, left: Sequence[Recording], now: dt.datetime) -> Destruction:
    """Unlink some of a batch while nobody can place a hold, and count them. Holds are asked under the lock."""
    destruction = Destruction.objects.select_for_update(no_key=True).get(pk=destruction_id)
    source = FootageSource.objects.select_for_update(no_key=True).get(pk=destruction.source_id)
    judge = judge_of(source, now)
    sizes = {recording.name: recording.size for recording in left}
    kept = frozenset(each.name for each in left if judge.verdict(batch.camera, each.start) != Verdict.DUE)
    removal = storage.remove(root, batch.folder, list(sizes), kept)
    seen = left[: removal.seen]
    destruction.done_files += removal.seen
    destruction.destroyed_files += len(removal.gone)
    destruction.destroyed_size += sum(sizes[name] for name in removal.gone)
    destruction.held_files += sum(each.name in kept for each in seen)
    destruction.failed_files += len(removal.failed)
    room = FAILURES_NAMED - len(destruction.failures)
    destruction.failures += [_failure(batch, name, why) for name, why in sorted(removal.failed.items())[:room]]
    destruction.save(
        update_fields=[
            "done_files", "destroyed_files", "destroyed_size", "held_files", "failed_files", "failures",
        ]
    )  # fmt: skip
    return destruction


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
