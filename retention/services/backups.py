"""備份工作: opened by a hold, closed by its copy or by a recorded reason (rulings 12, 13)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from ledger import services as ledger
from ledger.choices import Verb
from printing.rules import long_moment
from retention import policies
from retention.choices import CLOSED_BY_HAND, BackupOutcome
from retention.models import BackupTask, Hold
from retention.selectors import BACKUPS, losses, not_backed_up, open_backups
from retention.services.alarms import keep_no_copy
from retention.services.people import HoldError, as_actor
from work.services import ring

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User
    from ledger.services import Actor
    from retention.models import EvidenceCopy
    from retention.rules import Loss


class BackupError(HoldError):
    """The 備份工作 cannot be closed that way."""


def open_backup(hold: Hold, now: dt.datetime) -> BackupTask | None:
    """Write the 備份工作 of a hold, unless all its footage lies in folders whose deletion is ours; the caller records it."""
    loss = losses([hold], now)[hold.pk]
    if loss is None:
        return None
    ring("retention.tasks.remind_backups")
    return write_backup(hold, loss, now)


def write_backup(hold: Hold, loss: Loss, now: dt.datetime) -> BackupTask:
    """Write a 備份工作 due before `loss`."""
    return BackupTask.objects.create(hold=hold, opened_at=now, due_at=loss.at, is_estimate=loss.is_estimate)


def record_opened(task: BackupTask, actor: Actor, now: dt.datetime) -> None:
    """Append that a 備份工作 was opened."""
    due = long_moment(task.due_at) + ("（估計）" if task.is_estimate else "")
    ledger.append(verb=Verb.BACKUP_OPENED, actor=actor, detail={"due": due}, now=now, **BACKUPS.said(task))


@transaction.atomic
def close_backup(
    *, task_id: int, outcome: BackupOutcome, reason: str, user: User, now: dt.datetime, copy: str = ""
) -> BackupTask:
    """Close a 備份工作 without a copy of its own, for one of ruling 13's reasons. Raises BackupError, NotYourHold.

    `copy` is the number of the copy another case has (他案已留存：E…).
    """
    task = _locked(pk=task_id)
    by = policies.require(policies.makes_copies(user, task.hold, now), policies.COPY_MAKERS, "結束備份工作")
    if outcome not in CLOSED_BY_HAND:
        raise BackupError("請選擇未製作留存檔的原因。", field="outcome")
    if outcome == BackupOutcome.ELSEWHERE and not copy.strip():
        raise BackupError("請填寫他案留存檔的編號，以 E 開頭。", field="copy")
    if not reason.strip():
        raise BackupError("請填寫說明。", field="reason")
    actor = as_actor(by, now)
    write_closed(task, outcome, reason.strip(), actor, now, copy=copy.strip())
    keep_no_copy(now)
    record_closed(task, actor, now)
    return task


def write_covered(copy: str, actor: Actor, now: dt.datetime) -> list[BackupTask]:
    """Close every open 備份工作 all of whose cameras are copied by now, and return them: the copy `copy` came last.

    Inside the transaction that finishes the copy, before its entry in the ledger; the caller records each.
    """
    waiting = open_backups().select_for_update(no_key=True, of=("self",)).order_by("pk")
    tasks = [task for task in waiting if not not_backed_up(task.hold)]
    for task in tasks:
        write_closed(task, BackupOutcome.COPIED, "", actor, now, copy=copy)
    if tasks:
        keep_no_copy(now)
    return tasks


def reopen_backups(copy: EvidenceCopy, now: dt.datetime) -> list[BackupTask]:
    """Open again every 備份工作 that was closed by a copy, is not covered any more, and whose hold is in force.

    Inside the transaction that ends the finished copy `copy`, after it was written; the caller records each. What only we
    delete owes no 備份工作 any more than before: the next reminder closes it.
    """
    overlapping = Hold.objects.filter(
        released_at=None, starts_at__lt=copy.ends_at, ends_at__gt=copy.starts_at, cameras__in=copy.cameras.all()
    )
    closed = BackupTask.objects.filter(outcome=BackupOutcome.COPIED, hold__in=overlapping).select_related("hold")
    tasks = [
        task for task in closed.select_for_update(no_key=True, of=("self",)).order_by("pk") if not_backed_up(task.hold)
    ]
    found = losses([task.hold for task in tasks], now)
    for task in tasks:
        if loss := found[task.hold_id]:
            task.due_at, task.is_estimate = loss.at, loss.is_estimate
        task.outcome = task.reason = task.copy = task.closed_by = ""
        task.closed_at = None
        task.save(update_fields=["due_at", "is_estimate", "outcome", "reason", "copy", "closed_by", "closed_at"])
    if tasks:
        ring("retention.tasks.remind_backups")
    return tasks


def record_reopened(task: BackupTask, copy: str, actor: Actor, now: dt.datetime) -> None:
    """Append that a 備份工作 is owed again because the copy `copy` is gone."""
    words = {"copy": copy, "due": long_moment(task.due_at)}
    ledger.append(verb=Verb.BACKUP_REOPENED, actor=actor, detail=words, now=now, **BACKUPS.said(task))


def write_closed(
    task: BackupTask, outcome: BackupOutcome, reason: str, actor: Actor, now: dt.datetime, *, copy: str = ""
) -> None:
    """Write that a locked 備份工作 is over; the caller records it."""
    task.outcome, task.reason, task.copy = outcome, reason, copy
    task.closed_by, task.closed_at = actor.name, now
    task.save(update_fields=["outcome", "reason", "copy", "closed_by", "closed_at"])


def record_closed(task: BackupTask, actor: Actor, now: dt.datetime) -> None:
    """Append that a 備份工作 is over."""
    word = "：".join(filter(None, (task.get_outcome_display(), task.copy or task.reason)))
    ledger.append(verb=Verb.BACKUP_CLOSED, actor=actor, detail={"word": word}, now=now, **BACKUPS.said(task))


def _locked(**key: int) -> BackupTask:
    task = BackupTask.objects.select_for_update(no_key=True).get(**key)
    if task.closed_at:
        raise BackupError(f"這項備份工作已經結束（{task.get_outcome_display()}）。")
    return task
