"""Ending one copy: the key first, then the bytes, then the record; what a killed process left open is gone on with.

Each step is durable before the next: a line `begun` in the list beside the copies; the commit that empties the key and
says 銷毀中; a line `gone`; the bytes; the commit that says 已銷毀. Killed before the first commit, nothing has happened and
the next run decides again from the database; killed after it, the copy cannot come back and the rest is done again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from ledger import services as ledger
from ledger.choices import Verb
from printing.rules import TAIPEI, local_date
from retention import storage
from retention.choices import NO_MORE, CopyState, CopyVerdict, ListKind, ListState
from retention.models import DestructionItem, EvidenceCopy
from retention.rules import GOES
from retention.selectors import COPIES, judged_copy
from retention.services.backups import record_reopened, reopen_backups
from retention.services.copy_destruction.mistakes import require_mistake
from retention.services.locks import lock_against_destruction
from retention.storage import BEGUN, GONE, Grave

if TYPE_CHECKING:
    import datetime as dt

    from ledger.services import Actor
    from retention.models import DestructionList

BY_SYSTEM = "依計畫肆、四屆期由系統執行"
AGAIN = "還原後依既有銷毀紀錄再次銷毀"


@dataclass(frozen=True, slots=True)
class Run:
    """One run over the open folder of copies: by whom, and when."""

    root: int
    actor: Actor
    now: dt.datetime


def destroy(copy_id: int, run: Run) -> bool:
    """Destroy a file copy that stands on a list; say whether it went. Raises OSError, ListError; the next run goes on."""
    if not _destroy_key(copy_id, run):
        return False
    finish(copy_id, run)
    return True


def locked(copy_id: int) -> EvidenceCopy:
    """Return a copy, locked."""
    return EvidenceCopy.objects.select_for_update(no_key=True).get(pk=copy_id)


@transaction.atomic
def _destroy_key(copy_id: int, run: Run) -> bool:
    """Ask everything again under the locks, then note the destruction outside the database and let the key go."""
    lock_against_destruction()
    copy = locked(copy_id)
    one = judged_copy(copy, run.now) if copy.state == CopyState.FINISHED else None
    is_masked_left = copy.masked.exclude(state__in=NO_MORE).exists()
    if one is None or one.item is None or one.verdict not in GOES or is_masked_left:
        return False
    if one.verdict == CopyVerdict.DESTROY_BY_SYSTEM and one.item.list.kind != ListKind.SYSTEM:
        return False  # somebody has just put it on a list that waits for 監銷人
    item = (
        DestructionItem.objects.select_for_update(no_key=True, of=("self",)).select_related("list").get(pk=one.item.pk)
    )
    if item.list.kind == ListKind.MISTAKE:
        require_mistake(copy, run.now)
    storage.write_grave(run.root, BEGUN, grave_of(copy, item, run.now))
    let_key_go(copy, item, run)
    return True


def let_key_go(copy: EvidenceCopy, item: DestructionItem, run: Run) -> None:
    """Write, inside the caller's transaction, that the key of a locked copy is gone and that its bytes go."""
    copy.identity, copy.state = "", CopyState.DESTROYING
    copy.save(update_fields=["identity", "state"])
    item.started_at = run.now
    item.save(update_fields=["started_at"])
    words = {"ground": ground_of(item.list)}
    ledger.append(verb=Verb.COPY_KEY_DESTROYED, actor=run.actor, detail=words, now=run.now, **COPIES.said(copy))


def finish(copy_id: int, run: Run) -> None:
    """Take the bytes of a copy whose key is gone off the disk, and record it. Raises OSError."""
    item = DestructionItem.objects.select_related("list", "copy").get(copy=copy_id, ended_at=None)
    note_gone(run.root, item, run.now)
    storage.drop_parts(item.copy.key)
    _record(item.pk, run)


def note_gone(root: int, item: DestructionItem, now: dt.datetime) -> None:
    """Let the list beside the copies say that the key of a copy is gone, once. Raises OSError."""
    if item.copy.key not in storage.read_graves(root).gone:
        storage.write_grave(root, GONE, grave_of(item.copy, item, now))


@transaction.atomic
def _record(item_id: int, run: Run) -> None:
    locked(DestructionItem.objects.values_list("copy", flat=True).get(pk=item_id))
    item = DestructionItem.objects.select_for_update(no_key=True, of=("self",)).select_related("list").get(pk=item_id)
    write_destroyed(item, run.actor, run.now)


def write_destroyed(item: DestructionItem, actor: Actor, now: dt.datetime) -> None:
    """Write, inside the caller's transaction, that the copy of a locked item is destroyed: the one record of it."""
    copy = locked(item.copy_id)
    copy.parts.all().delete()
    copy.identity, copy.state, copy.destroyed_at = "", CopyState.DESTROYED, now
    copy.save(update_fields=["identity", "state", "destroyed_at"])
    item.destroyed_at = item.ended_at = now
    item.save(update_fields=["destroyed_at", "ended_at"])
    method = item.get_method_display() or "方法詳原紀錄"
    words = {"ground": ground_of(item.list), "method": method, "people": people_of(item.list)}
    owed = reopen_backups(copy, now) if local_date(now) < copy.due_on else []
    ledger.append(verb=Verb.COPY_DESTROYED, actor=actor, detail=words, now=now, **COPIES.said(copy))
    for task in owed:
        record_reopened(task, f"{copy}", actor, now)


def ground_of(row: DestructionList) -> str:
    """Return on what ground the copies of a list go, with its number."""
    word = {ListKind.SYSTEM: BY_SYSTEM, ListKind.AGAIN: AGAIN}.get(ListKind(row.kind), row.get_kind_display())
    return f"{word}，{row}"


def people_of(row: DestructionList) -> str:
    """Return who signed a list, in words."""
    if row.state == ListState.SIGNED:
        return f"執行人{row.executor}、監銷人{row.witness}"
    return row.get_state_display()


def grave_of(copy: EvidenceCopy, item: DestructionItem, now: dt.datetime) -> Grave:
    """Return what the list beside the copies says of a destruction."""
    at = now.astimezone(TAIPEI).isoformat(timespec="seconds")
    return Grave(copy.key, copy.number, f"{item.list}", people_of(item.list), at)


def finish_begun(run: Run) -> dict[str, str]:
    """Finish every copy whose key is gone and whose bytes may be there still; return what could not be, by number."""
    failed = {}
    for copy in EvidenceCopy.objects.filter(state=CopyState.DESTROYING).order_by("pk"):
        try:
            finish(copy.pk, run)
        except OSError as error:
            failed[copy.number] = in_words(error)
    return failed


def settle_list(run: Run) -> None:
    """Let the list beside the copies say `gone` of whatever the database destroyed and a crash left at `begun`."""
    graves = storage.read_graves(run.root)
    left = graves.begun.keys() - graves.gone.keys()
    destroyed = EvidenceCopy.objects.filter(key__in=left, state=CopyState.DESTROYED)
    for key in destroyed.values_list("key", flat=True):
        storage.write_grave(run.root, GONE, graves.begun[key])


def in_words(error: OSError) -> str:
    """Return what went wrong on the disk, and what to do."""
    return f"{error.strerror or error}，請確認留存檔的資料夾已掛載且可寫入"
