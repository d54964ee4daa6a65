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

from cctv_admin.backup import (
    BackupError,
    backups_in,
    begun,
    is_migration_waiting,
    is_of_a_later_version,
    require_known,
)
from cctv_admin.patience import NoAnswer, Patient
from ledger.selectors import keys_are_kept
from printing.rules import short_moment
from retention.services import copies
from work.selectors import CLOCKS_APART, failed_duties, mail_is_configured, overdue_duties, tries_of_the_hour

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cctv_admin.backup import Backup
    from work.models import Duty

BACKUP_WITHIN = dt.timedelta(hours=48)
RESERVE = 2 * 2**30
"""With less free than this, copies are about to be refused so that the ledger still has room."""
QUEUE_SECONDS = FOLDER_SECONDS = 2
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
        return Health(warnings={reason: said for reason in WARNINGS if (said := _answer(reason, now))})
    except DatabaseError:
        return Health(failures={"database": "資料庫沒有回應"})
    except NotMigrated as error:
        return Health(failures={"migrations": str(error)})


def _answer(reason: str, now: dt.datetime) -> str:
    """Ask one question; one that cannot be answered is a warning of its own and silences no other."""
    try:
        return WARNINGS[reason](now)
    except (OSError, ValueError) as error:
        return f"系統狀態有一項無法查看（{reason}：{type(error).__name__}），請確認磁碟已掛載、服務的帳號可以讀取"


class NotMigrated(Exception):
    """The tables are not those of this code."""


@functools.cache
def _require_migrated() -> None:
    """Ask until it is so, and then no more: it is the longest of all questions, and asked every ten seconds."""
    if is_migration_waiting():
        raise NotMigrated("資料庫尚未升級到這個版本，請執行 migrate")
    if is_of_a_later_version():
        raise NotMigrated("資料庫已由較新的版本升級，請安裝該版本")


def _duties_warning(now: dt.datetime) -> str:
    late = overdue_duties(now)
    return f"例行工作未執行，背景程式可能已停止：{_titles(late)}" if late else ""


def _failures_warning(now: dt.datetime) -> str:
    failed = failed_duties()
    return f"例行工作執行失敗，原因見「保存規則」：{_titles(failed)}" if failed else ""


def _titles(duties: Iterable[Duty]) -> str:
    return "、".join(duty.title for duty in duties)


def _queue_warning(now: dt.datetime) -> str:
    return "佇列（Redis）沒有回應，背景工作延後；已登錄的工作不會遺失" if _is_queue_away() else ""


def _mail_warning(now: dt.datetime) -> str:
    is_wanted = settings.ALARM_MAIL or settings.CHECKPOINT_MAIL
    if not is_wanted or mail_is_configured():
        return ""
    return "已指定警報或檢核點的收件人，但未設定郵件伺服器（CCTV_EMAIL_URL），寄不出去"


def _disk_warning(now: dt.datetime) -> str:
    free = shutil.disk_usage(settings.DATA_DIR).free
    return f"資料磁碟只剩 {free / 2**30:.1f} GB" if free < RESERVE else ""


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
    try:
        good = _good_backups()
    except NoAnswer:
        return "備份資料夾沒有回應，可能是網路磁碟中斷"
    except BackupError as error:
        return str(error)
    except OSError as error:
        return f"無法讀取備份資料夾（{error.strerror}），可能是網路磁碟中斷"
    newest = next((backup for backup in good if backup.made_at <= now + CLOCKS_APART), None)  # else a clock was ahead
    since = newest.made_at if newest else _installed_at()
    if since and now - since <= BACKUP_WITHIN:
        return ""
    return f"最近一次完好的備份是 {short_moment(newest.made_at)}" if newest else "還沒有任何完好的備份"


def _list_backups() -> list[Backup]:
    folder = Path(settings.BACKUP_DIR)
    require_known(folder)
    return backups_in(folder)


_good_backups = Patient(_list_backups, FOLDER_SECONDS)
"""The folder often is another machine's: one that hangs must stop neither pages nor alarms."""


def _copies_warning(now: dt.datetime) -> str:
    """Return that the copies are away: nothing is taken in, looked at or checked until they are back, and backups lack them."""
    token = copies.token_of_store()
    if token is None:  # nothing was ever kept
        return ""
    try:
        found = _token_in_folder()
    except NoAnswer:
        return "留存檔的存放處沒有回應，可能是網路磁碟中斷"
    except OSError as error:
        return f"無法讀取留存檔的存放處（{error.strerror}），可能是網路磁碟中斷"
    return (
        ""
        if found == token
        else "留存檔的存放處未掛載，或不是本系統的資料夾；在此期間不製作、不驗證留存檔，每晚只備份資料庫與附件"
    )


_token_in_folder = Patient(copies.token_in_folder, FOLDER_SECONDS)


def keys_warning(now: dt.datetime) -> str:
    """Return that the keys are away, or lie nowhere else, without which a backup brings nothing back; a new school has time."""
    since = _installed_at()
    if since is None:
        return "無法讀取金鑰資料夾，可能是磁碟未掛載：請勿重新啟動，先恢復 CCTV_KEYS_DIR"
    if now - since <= BACKUP_WITHIN or keys_are_kept():
        return ""
    return "金鑰尚未另存：請執行 manage.py backup --keys，沒有金鑰檔，備份無法還原"


def tries_warning(now: dt.datetime) -> str:
    """Return that somebody tries codes on and on; nobody is stopped for it but who does."""
    tries = tries_of_the_hour(now)
    return f"一小時內有 {tries} 次錯誤的查詢碼嘗試，可能有人試探案件查詢頁" if tries >= MANY_TRIES else ""


def _installed_at() -> dt.datetime | None:
    """Return since when this installation has keys; None while their folder is away or empty: those read before still count."""
    try:
        made = [path.stat().st_mtime for path in Path(settings.KEYS_DIR).iterdir()]
    except OSError:
        return None
    return dt.datetime.fromtimestamp(min(made), dt.UTC) if made else None


WARNINGS = {
    "duties": _duties_warning,
    "failures": _failures_warning,
    "queue": _queue_warning,
    "backup": backup_warning,
    "copies": _copies_warning,
    "keys": keys_warning,
    "tries": tries_warning,
    "mail": _mail_warning,
    "disk": _disk_warning,
}
"""What somebody should look at, by a word for machines: each returns a sentence, or nothing."""
