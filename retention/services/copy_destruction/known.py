"""After a restore: what was destroyed before is destroyed again first, by the list beside the copies (issue: forms and copies).

A restored database brings keys and rows back, never the right to keep them. The list may also be another's: of a machine
that was lost, or beside a backup of the copies themselves.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction

from ledger import services as ledger
from ledger.choices import Verb
from retention import storage
from retention.choices import NO_MORE, CopyMedium, DestructionMethod, ListKind, ListState
from retention.models import DestructionItem, DestructionList, EvidenceCopy
from retention.selectors import LISTS
from retention.services.copy_destruction.carrying_out import (
    AGAIN,
    Run,
    finish,
    grave_of,
    in_words,
    let_key_go,
    locked,
)
from retention.storage import BEGUN

if TYPE_CHECKING:
    from retention.storage import Grave, Graves


@dataclass(slots=True)
class Redone:
    """Which copies went again, and which could not, by number, each with its reason."""

    numbers: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    unreadable: int = 0


def redo_known_destructions(run: Run, graves: Graves | None = None) -> Redone:
    """Destroy again whatever the list says is gone and the database still has, and record it.

    A hold does not help: what it would keep was destroyed lawfully, and its bytes are gone or half gone.
    """
    known = (graves or storage.read_graves(run.root)).gone
    done = Redone()
    again = EvidenceCopy.objects.filter(key__in=known).exclude(state__in=NO_MORE).order_by("kind", "pk")
    for copy in again:  # 遮蔽版 (masked) before 原始檔 (original)
        grave = known[copy.key]
        if grave.number != copy.number:
            done.failed[copy.number] = f"銷毀紀錄所載編號為 {grave.number}，未再次銷毀"
            continue
        try:
            _destroy_again(copy.pk, grave, run)
            finish(copy.pk, run)
            done.numbers.append(copy.number)
        except OSError as error:
            done.failed[copy.number] = in_words(error)
    return done


@transaction.atomic
def _destroy_again(copy_id: int, grave: Grave, run: Run) -> None:
    copy = locked(copy_id)
    item = _item_of(copy, run)
    item.note = f"{AGAIN}：{grave.record}，{grave.at[:10]}，{grave.people}"[:200]
    item.save(update_fields=["note"])
    storage.write_grave(run.root, BEGUN, grave_of(copy, item, run.now))
    let_key_go(copy, item, run)
    words = {"copy": copy.number}
    said = LISTS.said(item.list)
    ledger.append(verb=Verb.COPY_DESTROYED_AGAIN, actor=run.actor, detail=words, now=run.now, **said)


def _item_of(copy: EvidenceCopy, run: Run) -> DestructionItem:
    """Return the item on which the restored database has a copy standing, else one on a list of its own."""
    standing = DestructionItem.objects.select_for_update(no_key=True, of=("self",)).select_related("list")
    item = standing.filter(copy=copy, ended_at=None).first()
    if item:
        return item
    row = DestructionList.objects.create(kind=ListKind.AGAIN, state=ListState.NOTED, reason=AGAIN, opened_at=run.now)
    method = "" if copy.medium == CopyMedium.MEDIUM else DestructionMethod.KEY
    return DestructionItem.objects.create(list=row, copy=copy, method=method)
