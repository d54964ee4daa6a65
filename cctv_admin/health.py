"""Whether this installation serves, and what somebody should look at; nothing in it is about a person."""

from __future__ import annotations

import datetime as dt
import functools
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import redis
from django.conf import settings
from django.db import DatabaseError, connection

from cctv_admin.backup import begun, is_migration_waiting, newest_good
from ledger.selectors import keys_are_kept
from printing.rules import short_moment
from work.selectors import failed_duties, overdue_duties, tries_of_the_hour

if TYPE_CHECKING:
    from collections.abc import Iterator

BACKUP_WITHIN = dt.timedelta(hours=48)
RESERVE = 2 * 2**30
"""With less free than this, copies are about to be refused so that the ledger still has room."""
QUEUE_SECONDS = 2
MANY_TRIES = 200
"""Wrong tries an hour at open pages, from everywhere: no school's parents mistype so often."""


@dataclass(frozen=True, slots=True)
class Health:
    """`failures` stop people from working; `warnings` will, if nobody looks. Each by a word for machines, in words for people."""

    failures: dict[str, str] = field(default_factory=dict)
    warnings: dict[str, str] = field(default_factory=dict)

    @property
    def status(self) -> str:
        """Return "ok", "attention" or "failed"."""
        return "failed" if self.failures else "attention" if self.warnings else "ok"


def health_at(now: dt.datetime) -> Health:
    """Ask the database, the duties, the backups and the disk."""
    if half := begun.read():
        return Health(failures={"restore": str(half)})
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        _require_migrated()
        return Health(warnings=dict(_warnings(now)))
    except DatabaseError:
        return Health(failures={"database": "資料庫沒有回應"})
    except NotMigrated:
        return Health(failures={"migrations": "資料庫尚未升級到這個版本，請執行 migrate"})


class NotMigrated(Exception):
    """This code would migrate the database first."""


@functools.cache
def _require_migrated() -> None:
    """Ask until it is so, and then no more: it is the longest of all questions, and asked every ten seconds."""
    if is_migration_waiting():
        raise NotMigrated


def _warnings(now: dt.datetime) -> Iterator[tuple[str, str]]:
    if late := overdue_duties(now):
        yield "duties", f"例行工作未執行，背景程式可能已停止：{'、'.join(duty.title for duty in late)}"
    if failed := failed_duties():
        yield "failures", f"例行工作執行失敗，原因見「保存規則」：{'、'.join(duty.title for duty in failed)}"
    if _is_queue_away():
        yield "queue", "佇列（Redis）沒有回應，背景工作延後；已登錄的工作不會遺失"
    if said := backup_warning(now):
        yield "backup", said
    if said := keys_warning(now):
        yield "keys", said
    if said := tries_warning(now):
        yield "tries", said
    free = shutil.disk_usage(settings.DATA_DIR).free
    if free < RESERVE:
        yield "disk", f"資料磁碟只剩 {free / 2**30:.1f} GB"


def _is_queue_away() -> bool:
    """Ask Redis where there is one; folders are always there."""
    if not settings.CELERY_BROKER_URL.startswith("redis"):
        return False
    patience = {"socket_timeout": QUEUE_SECONDS, "socket_connect_timeout": QUEUE_SECONDS}
    try:
        with redis.Redis.from_url(settings.CELERY_BROKER_URL, **patience) as queue:
            queue.ping()
    except redis.RedisError:
        return True
    return False


def backup_warning(now: dt.datetime) -> str:
    """Return what is wrong with the backups; nothing when there is a good one of the last 48 hours, or the school is new."""
    newest = newest_good(Path(settings.BACKUP_DIR))
    if now - (newest.made_at if newest else _installed_at()) <= BACKUP_WITHIN:
        return ""
    return f"最近一次完好的備份是 {short_moment(newest.made_at)}" if newest else "還沒有任何完好的備份"


def keys_warning(now: dt.datetime) -> str:
    """Return that no key file lies elsewhere, without which a backup brings nothing back; nothing while the school is new."""
    if now - _installed_at() <= BACKUP_WITHIN or keys_are_kept():
        return ""
    return "金鑰尚未另存：請執行 manage.py backup --keys，沒有金鑰檔，備份無法還原"


def tries_warning(now: dt.datetime) -> str:
    """Return that somebody tries codes on and on; nobody is stopped for it but who does."""
    tries = tries_of_the_hour(now)
    return f"一小時內有 {tries} 次錯誤的查詢碼嘗試，可能有人試探案件查詢頁" if tries >= MANY_TRIES else ""


def _installed_at() -> dt.datetime:
    """Return since when this installation has keys."""
    made = min(path.stat().st_mtime for path in Path(settings.KEYS_DIR).iterdir())
    return dt.datetime.fromtimestamp(made, dt.UTC)
