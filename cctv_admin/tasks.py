"""The doorbells of the composition root: the nightly backup, and a look at whether all is well."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from celery import shared_task
from django.conf import settings

from cctv_admin.alarms import DUTY, watch
from cctv_admin.backup import BackupBusy, CopiesMissing, make_backup, remove_old
from ledger.services import SYSTEM
from work.services import Outcome, run_duty

if TYPE_CHECKING:
    import datetime as dt


@shared_task(name="cctv_admin.tasks.back_up")  # type: ignore[untyped-decorator]
def back_up(**_: object) -> None:
    """Make the nightly backup and remove those kept long enough."""
    run_duty("cctv_admin.tasks.back_up", _back_up)


def _back_up(now: dt.datetime) -> Outcome:
    folder = Path(settings.BACKUP_DIR)
    try:
        try:
            gone = remove_old(folder, now, settings.BACKUP_DAYS)  # first: a full disk would never have room again
        finally:
            made = make_backup(folder, actor=SYSTEM, now=now)
    except BackupBusy as busy:  # rung twice: the other one does it
        return Outcome(str(busy))
    except CopiesMissing:  # said by the failure of the duty; the rest does not wait for the disk of copies
        make_backup(folder, actor=SYSTEM, now=now, with_copies=False)
        raise
    gone += remove_old(folder, now, settings.BACKUP_DAYS)
    removed = f"，移除逾 {settings.BACKUP_DAYS} 日的備份 {len(gone)} 份" if gone else ""
    return Outcome(f"已備份並驗證：{made.rows} 筆、{made.files} 檔{removed}")


@shared_task(name="cctv_admin.tasks.raise_alarms")  # type: ignore[untyped-decorator]
def raise_alarms(**_: object) -> None:
    """Tell outside what is wrong here; the site does the same when nobody rings here any more."""
    run_duty("cctv_admin.tasks.raise_alarms", _raise_alarms)


def _raise_alarms(now: dt.datetime) -> Outcome:
    found = watch(DUTY, now)
    return Outcome("；".join(found.wrong.values()) or "一切正常")
