"""What the room above says of a case's holds: that they owe no copy any more, and that nobody shall read who asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from ledger import services as ledger
from ledger.choices import Verb
from retention.models import BackupTask, Hold
from retention.selectors import HOLDS
from retention.services.alarms import keep_no_copy
from retention.services.backups import record_closed, write_closed

if TYPE_CHECKING:
    import datetime as dt
    import uuid
    from collections.abc import Collection

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


@transaction.atomic
def forget_who_asked(*, case_key: uuid.UUID, name: str, actor: Actor, now: dt.datetime) -> int:
    """Take the applicant's `name` off the holds his case placed, after the case's own term (伍、五); return how many."""
    placed = Hold.objects.filter(case_key=case_key, placed_by__endswith=name).order_by("pk") if name else ()
    for hold in placed:
        hold.placed_by = NOBODY
        hold.save(update_fields=["placed_by"])
        ledger.append(verb=Verb.HOLD_ERASED, actor=actor, now=now, **HOLDS.said(hold))
    return len(placed)
