"""What the room above says of a case's holds: that they owe no copy any more, and that nobody shall read who asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from ledger import services as ledger
from ledger.choices import Verb
from retention.models import BackupTask, CopyFile, EvidenceCopy, Hold
from retention.selectors import COPIES, HOLDS
from retention.services.alarms import keep_no_copy
from retention.services.backups import record_closed, write_closed

if TYPE_CHECKING:
    import datetime as dt
    import uuid
    from collections.abc import Collection, Sequence

    from ledger.services import Actor
    from retention.choices import BackupOutcome


@transaction.atomic
def end_backups(
    *, holds: Collection[int], outcome: BackupOutcome, reason: str, actor: Actor, now: dt.datetime, copy: str = ""
) -> int:
    """End the open 備份工作 of `holds` and record each; return how many. Asks nobody who may: the room above has.

    Who handles a case is not always who looks after holds: of a case one must keep out of, a deputy does.
    """
    due = BackupTask.objects.filter(hold__in=holds, closed_at=None).order_by("pk")
    tasks = list(due.select_for_update(no_key=True, of=("self",)))
    for task in tasks:
        write_closed(task, outcome, reason, actor, now, copy=copy)
    if tasks:
        keep_no_copy(now)
    for task in tasks:
        record_closed(task, actor, now)
    return len(tasks)


NOBODY = "（個資已銷毀）"


@dataclass(frozen=True, slots=True)
class Forgotten:
    """The holds and copies of a case of which something personal went; `record_forgotten` appends an entry for each."""

    holds: Sequence[Hold]
    copies: Sequence[EvidenceCopy]


@transaction.atomic
def forget_case(*, case_key: uuid.UUID, name: str) -> Forgotten:
    """Take off what a case placed and kept, after its own term (伍、五), the applicant's `name` and what people called files.

    All its copies are destroyed by then or were given up: what they were, of which cameras and when, stays.
    """
    placed = Hold.objects.filter(case_key=case_key, placed_by__endswith=name).order_by("pk") if name else ()
    for hold in placed:
        hold.placed_by = NOBODY
        hold.save(update_fields=["placed_by"])
    named = list(EvidenceCopy.objects.filter(hold__case_key=case_key).exclude(original_name="").order_by("pk"))
    for copy in named:
        copy.original_name = ""
        copy.save(update_fields=["original_name"])
    CopyFile.objects.filter(copy__hold__case_key=case_key).update(name="")
    return Forgotten(list(placed), named)


def record_forgotten(forgotten: Forgotten, actor: Actor, now: dt.datetime) -> None:
    """Append what went; last, it locks the ledger."""
    for hold in forgotten.holds:
        ledger.append(verb=Verb.HOLD_ERASED, actor=actor, now=now, **HOLDS.said(hold))
    for copy in forgotten.copies:
        ledger.append(verb=Verb.COPY_ERASED, actor=actor, now=now, **COPIES.said(copy))
