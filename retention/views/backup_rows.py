"""備份工作 as the lines of a list: each is made ready once, so that its template only says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.html import format_html

from printing.templatetags.roc import roc_moment
from retention import policies, selectors
from retention.choices import BackupOutcome
from retention.views.drawn import camera_chips, copy_address
from retention.views.hold_rows import reference_of
from work.views import address, filled

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from django.utils.safestring import SafeString

    from accounts.models import User
    from retention.models import BackupTask

    Codes = Mapping[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class BackupRow:
    """What still owes a copy. `copy_url` and `close_url` are empty for whom the act is none."""

    task: BackupTask
    hold: str
    hold_url: str
    cameras: SafeString
    starts_at: dt.datetime
    ends_at: dt.datetime
    reference: str
    copy_url: str
    close_url: str


def backup_rows(tasks: Sequence[BackupTask], codes: Codes, user: User, now: dt.datetime) -> list[BackupRow]:
    """Return open tasks as lines for `user`."""
    looks_after = policies.looks_after_holds(user, now) is not None
    to_copy = policies.holds_known(user, [task.hold for task in tasks], now) if looks_after else set()
    return [
        BackupRow(
            task=task, hold=str(task.hold_id), hold_url=address("retention:hold", task.hold_id),
            cameras=camera_chips(codes.get(task.hold_id, ())),
            starts_at=task.hold.starts_at, ends_at=task.hold.ends_at, reference=reference_of(shown),
            copy_url=address("retention:hold-copy", task.hold_id) if task.hold_id in to_copy else "",
            close_url=address("retention:backup-close", task.pk) if task.hold_id in to_copy else "",
        )
        for task, shown in zip(tasks, selectors.shown([task.hold for task in tasks], user, now), strict=True)
    ]  # fmt: skip


def closed_rows(tasks: Sequence[BackupTask], codes: Codes) -> list[SafeString]:
    """Return closed tasks as lines, drawn: what was closed, and how."""
    return [
        filled(
            "retention/_closed_backup_row.html",
            cameras=camera_chips(codes.get(task.hold_id, ())),
            starts_at=roc_moment(task.hold.starts_at), ends_at=roc_moment(task.hold.ends_at),
            outcome=BackupOutcome(task.outcome).label, copy=_copy_of(task), late=_late(task),
            closed_at=roc_moment(task.closed_at), closed_by=task.closed_by,
        )
        for task in tasks
    ]  # fmt: skip


def _copy_of(task: BackupTask) -> SafeString | str:
    """Return the number of its copy: a link, but where the copy has no page, or is another case's."""
    if url := copy_address(task.copy) if task.outcome == BackupOutcome.COPIED else "":
        return format_html('：<a class="num" href="{}">{}</a>', url, task.copy)
    return f"：{task.copy}" if task.copy else ""


def _late(task: BackupTask) -> SafeString | str:
    if not task.too_late_at:
        return ""
    return format_html('<br><span class="sub2">曾於 {} 屆期未備份</span>', roc_moment(task.too_late_at))
