"""The two duties of holds: copies that are owed, and holds that wait for somebody. Each reminder once, as a row."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse

from accounts.choices import Role
from ledger.services import SYSTEM
from printing.rules import TAIPEI, local_date, long_date, long_moment
from retention import rules
from retention.choices import BackupOutcome, ReminderKind
from retention.models import BackupTask, Reminder
from retention.selectors import (
    cameras_in_words,
    footage_in_words,
    holds_in_force,
    legal_holds,
    losses,
    open_backups,
    unconfirmed_holds,
)
from retention.services.alarms import (
    PAST_REVIEW,
    keep_no_copy,
    keep_reviews,
    keep_unconfirmed,
    no_copy_words,
    unconfirmed_words,
)
from retention.services.backups import record_closed, record_opened, write_backup, write_closed
from retention.services.people import people_in
from work.services import Outcome, notify

if TYPE_CHECKING:
    from collections.abc import Iterable

    from retention.models import Hold

MORNING = dt.time(7)
"""Daily reminders come when people come; what is urgent comes at any hour."""
IN_CHARGE = (Role.HANDLER, Role.SUPERVISOR, Role.PRINCIPAL)
IS_OURS = "影像所在的資料夾已改為只由本系統刪除，留存期間不會被覆蓋"


@transaction.atomic
def remind_backups(now: dt.datetime) -> Outcome:
    """Open what is missing, follow the newest hand checks, remind, and name what was not copied in time (伍、三)."""
    list(holds_in_force().select_for_update(no_key=True).order_by("pk"))  # two runs at once stand in line
    owing = _losses_of(holds_in_force().filter(backup=None), now)
    opened = [write_backup(hold, loss, now) for hold, loss in owing if loss]
    closed = _follow_the_recorders(now)
    told = sum(_remind_of(task, now) for task in open_backups())
    found, mended = keep_no_copy(now)
    for task in opened:
        record_opened(task, SYSTEM, now)
    for task in closed:
        record_closed(task, SYSTEM, now)
    late = open_backups().exclude(too_late_at=None).count()
    words = f"備份工作 {open_backups().count()} 件未完成，其中 {late} 件已屆覆蓋；提醒 {told} 則"
    return Outcome(words, acted=bool(opened or closed or told or found or mended))


@transaction.atomic
def remind_holds(now: dt.datetime) -> Outcome:
    """Remind of emergency holds to confirm and of 法定留存 to review, and name what is overdue. Nothing is released."""
    list(holds_in_force().select_for_update(no_key=True).order_by("pk"))  # as everybody who locks several does
    unconfirmed, legal = list(unconfirmed_holds()), list(legal_holds())
    told = sum(_remind_to_confirm(hold, now) for hold in unconfirmed) + sum(
        _remind_to_review(one, now) for one in legal
    )
    changed = [keep_unconfirmed(now), keep_reviews(now)]
    words = f"緊急留存待確認 {len(unconfirmed)} 件；法定留存 {len(legal)} 件；提醒 {told} 則"
    return Outcome(words, acted=bool(told or any(map(any, changed))))


def _losses_of(holds: Iterable[Hold], now: dt.datetime) -> list[tuple[Hold, rules.Loss | None]]:
    found = list(holds)
    by_hold = losses(found, now)
    return [(hold, by_hold[hold.pk]) for hold in found]


def _follow_the_recorders(now: dt.datetime) -> list[BackupTask]:
    """Move the due dates to what is known now; return what needs no copy any more, because only we delete there."""
    tasks = {task.hold_id: task for task in open_backups().select_for_update(of=("self",), no_key=True).order_by("pk")}
    closed = []
    for hold, loss in _losses_of((task.hold for task in tasks.values()), now):
        task = tasks[hold.pk]
        if loss is None:
            if task.too_late_at is None:
                write_closed(task, BackupOutcome.OURS, IS_OURS, SYSTEM, now)
                closed.append(task)
            continue
        if task.too_late_at is None or loss.at != task.due_at:  # a check that grows old does not unsay what passed
            task.due_at, task.is_estimate = loss.at, loss.is_estimate
        if task.too_late_at is None and task.hold.placed_at < loss.at <= now:  # else nobody could have been in time
            task.too_late_at = loss.at
        task.save(update_fields=["due_at", "is_estimate", "too_late_at"])
    return closed


def _remind_of(task: BackupTask, now: dt.datetime) -> int:
    if task.due_at <= now:
        return _remind_of_what_is_gone(task, now)
    text = f"請備份 {footage_in_words(task.hold)}（留存 {task.hold_id}），期限 {long_moment(task.due_at)}"
    text += "（估計）" if task.is_estimate else ""
    mark = rules.backup_mark(task.due_at, now)
    told = _once(task.hold, mark, local_date(task.due_at), text, IN_CHARGE, now) if mark else 0
    if now.astimezone(TAIPEI).time() < MORNING:
        return told
    people = () if told else (Role.HANDLER,)
    return told + _once(task.hold, ReminderKind.BACKUP_DAILY, local_date(now), text, people, now)


def _remind_of_what_is_gone(task: BackupTask, now: dt.datetime) -> int:
    """Name what was not copied in time; what was overwritten before anybody asked for it is only to be looked into."""
    kind = ReminderKind.BACKUP_TOO_LATE
    if task.too_late_at:
        return _once(task.hold, kind, local_date(task.too_late_at), no_copy_words(task), (Role.PRINCIPAL,), now)
    text = f"請查明 {footage_in_words(task.hold)}（留存 {task.hold_id}）是否仍可播放：留存時依推算可能已被覆蓋"
    return _once(task.hold, kind, local_date(task.due_at), text, (Role.HANDLER,), now)


def _remind_to_confirm(hold: Hold, now: dt.datetime) -> int:
    if hold.confirm_by is None:
        return 0
    if hold.confirm_by < now:
        words = unconfirmed_words(hold)
        return _once(hold, ReminderKind.CONFIRM_OVERDUE, local_date(hold.confirm_by), words, (Role.PRINCIPAL,), now)
    text = f"請於 {long_date(hold.confirm_by)}前確認緊急留存 {hold.pk}（{cameras_in_words(hold)}）"
    return _once(hold, ReminderKind.CONFIRM, local_date(now), text, (Role.HANDLER,), now)


def _remind_to_review(hold: Hold, now: dt.datetime) -> int:
    if hold.review_on is None:
        return 0
    what = f"法定留存 {hold.pk}（{cameras_in_words(hold)}）"
    kind = rules.review_reminder(hold.review_on, local_date(now))
    if kind:
        text = f"請於 {long_date(hold.review_on)}前檢討{what}"
        return _once(hold, kind, hold.review_on, text, (Role.HANDLER, Role.SUPERVISOR), now)
    if hold.review_on >= local_date(now):
        return 0
    text = what + PAST_REVIEW.format(day=long_date(hold.review_on))
    return _once(hold, ReminderKind.REVIEW_OVERDUE, hold.review_on, text, (Role.PRINCIPAL,), now)


def _once(hold: Hold, kind: ReminderKind, day: dt.date, text: str, roles: tuple[Role, ...], now: dt.datetime) -> int:
    """Tell `roles` and note it, unless that was done; return how many were told. Without roles it is only noted."""
    _, is_new = Reminder.objects.get_or_create(hold=hold, kind=kind, day=day, defaults={"sent_at": now})
    people = people_in(*roles, now=now) if is_new and roles else []
    if people:
        is_backup = kind.startswith("backup")
        url = reverse("retention:backups") if is_backup else reverse("retention:hold", args=[hold.pk])
        notify(recipients=people, text=text, url=url, subject=f"留存 {hold.pk}", now=now)
    return len(people)
