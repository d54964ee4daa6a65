"""/health/ says whether people can work, and what somebody should look at before they cannot."""

from __future__ import annotations

import datetime as dt
import errno
import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from cctv_admin import health
from cctv_admin.backup import make_backup
from cctv_admin.patience import Patient
from cctv_admin.settings import keys
from ledger import services as ledger
from ledger.choices import Verb
from ledger.services import SYSTEM
from retention.services.copy_destruction import adopt_store
from work.models import Duty
from work.services import seed_duties

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import Settings

    from tests.conftest import Cast

HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def folders(settings: Settings, tmp_path: Path, now: dt.datetime) -> None:
    """Installed now; no backup yet, and nothing to back up but the database."""
    settings.BACKUP_DIR, settings.FILES_DIR = tmp_path / "backups", tmp_path / "files"
    settings.RETENTION_DIR = tmp_path / "retention"
    settings.KEYS_DIR = tmp_path / "keys"
    keys.text(settings.KEYS_DIR, "secret-key")
    os.utime(settings.KEYS_DIR / "secret-key", (now.timestamp(), now.timestamp()))
    health._require_migrated.cache_clear()


def answer(client: Client, status: int) -> dict[str, object]:
    """Return what /health/ says to anybody."""
    said = client.get("/health/")
    assert said.status_code == status
    found: dict[str, object] = said.json()
    return found


def test_a_new_school_is_well(client: Client, cast: Cast, at_now: None) -> None:
    assert answer(client, 200) == {"status": "ok", "failures": {}, "warnings": {}}


@pytest.mark.counted_elsewhere
def test_two_days_without_a_good_backup_are_said_here_and_to_who_looks_after_it(
    client: Client, cast: Cast, now: dt.datetime, settings: Settings
) -> None:
    assert health.backup_warning(now + 48 * HOUR) == ""
    assert health.backup_warning(now + 49 * HOUR) == "還沒有任何完好的備份"
    make_backup(Path(settings.BACKUP_DIR), actor=SYSTEM, now=now)
    assert health.backup_warning(now + 48 * HOUR) == ""
    assert health.backup_warning(now + 49 * HOUR) == "最近一次完好的備份是 115/11/23 09:00"
    assert health.health_at(now + 49 * HOUR).status == "attention"
    for who, is_told in ((cast.administrator, True), (cast.handler, True), (cast.teacher, False)):
        client.force_login(who)
        page = client.get("/").content.decode()
        assert ("最近一次完好的備份" in page) is is_told


def test_keys_that_lie_nowhere_else_are_said_after_two_days_until_they_are_put_aside(
    cast: Cast, now: dt.datetime
) -> None:
    assert health.keys_warning(now + 48 * HOUR) == ""
    assert health.health_at(now + 49 * HOUR).warnings["keys"].startswith("金鑰尚未另存")
    ledger.append(verb=Verb.KEYS_WRITTEN, actor=SYSTEM, subject="keys.age", detail={}, now=now)
    assert "keys" not in health.health_at(now + 49 * HOUR).warnings


@pytest.mark.parametrize("what", ["an empty mount point", "no folder"])
def test_keys_that_are_away_are_said_and_silence_nothing_else(
    client: Client, cast: Cast, at_now: None, settings: Settings, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    monkeypatch.setattr(health, "RESERVE", 2**62)
    for path in Path(settings.KEYS_DIR).iterdir():
        path.unlink()
    if what == "no folder":
        Path(settings.KEYS_DIR).rmdir()
    said = answer(client, 200)["warnings"]
    assert isinstance(said, dict)
    assert said["keys"].startswith("無法讀取金鑰資料夾")
    assert said["backup"] == "還沒有任何完好的備份"
    assert said["disk"].startswith("資料磁碟只剩 ")
    client.force_login(cast.administrator)
    assert "還沒有任何完好的備份" in client.get("/").content.decode()


def test_a_question_that_cannot_be_asked_is_a_warning_of_its_own(
    cast: Cast, now: dt.datetime, settings: Settings, tmp_path: Path
) -> None:
    settings.ALARM_MAIL, settings.EMAIL_BACKEND = ["it@example.edu.tw"], "django.core.mail.backends.dummy.EmailBackend"
    settings.DATA_DIR = tmp_path / "away"
    said = health.health_at(now).warnings
    assert said["disk"].startswith("系統狀態有一項無法查看（disk：FileNotFoundError）")
    assert "CCTV_EMAIL_URL" in said["mail"]


def test_a_duty_that_missed_two_runs_is_said(cast: Cast, now: dt.datetime) -> None:
    Duty.objects.all().delete()
    seed_duties(now)
    said = health.health_at(now + dt.timedelta(days=3)).warnings["duties"]
    assert Duty.objects.get(name="work.tasks.send_notices").title in said


def test_a_disk_that_is_nearly_full_is_said(cast: Cast, now: dt.datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "RESERVE", 2**62)
    assert health.health_at(now).warnings["disk"].startswith("資料磁碟只剩 ")


@pytest.mark.parametrize("who", ["a monitor", "somebody signed in"])
def test_without_its_database_it_fails_but_the_process_lives(client: Client, cast: Cast, who: str) -> None:
    def gone(*_: object) -> NoReturn:
        raise OperationalError("server closed the connection")

    if who == "somebody signed in":
        client.force_login(cast.administrator)
    with connection.execute_wrapper(gone):
        assert answer(client, 503) == {"status": "failed", "failures": {"database": "資料庫沒有回應"}, "warnings": {}}
        assert client.get("/health/?live").json() == {"status": "ok"}


def test_before_the_migration_nobody_is_let_in(client: Client, cast: Cast) -> None:
    MigrationRecorder(connection).migration_qs.filter(app="retention").latest("name").delete()
    assert answer(client, 503)["failures"] == {"migrations": "資料庫尚未升級到這個版本，請執行 migrate"}


def test_tables_of_a_later_version_are_said_and_nobody_is_let_in(client: Client, cast: Cast) -> None:
    recorder = MigrationRecorder(connection)
    recorder.record_applied("retention", "0001_of_long_ago")  # squashed since, or a library's: no later version
    recorder.record_applied("sites", "9999_of_a_library")
    assert answer(client, 200)["failures"] == {}
    health._require_migrated.cache_clear()
    recorder.record_applied("retention", "9999_later")
    assert answer(client, 503)["failures"] == {"migrations": "資料庫已由較新的版本升級，請安裝該版本"}


def test_people_to_be_told_by_mail_are_not_without_a_mail_server(
    cast: Cast, now: dt.datetime, settings: Settings
) -> None:
    settings.ALARM_MAIL = ["it@example.edu.tw"]
    assert health.health_at(now).warnings == {}
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    assert "CCTV_EMAIL_URL" in health.health_at(now).warnings["mail"]
    settings.ALARM_MAIL = []
    assert health.health_at(now).warnings == {}


@pytest.mark.counted_elsewhere
def test_a_backup_of_tomorrow_is_no_backup_of_today(cast: Cast, now: dt.datetime, settings: Settings) -> None:
    make_backup(Path(settings.BACKUP_DIR), actor=SYSTEM, now=now)
    make_backup(Path(settings.BACKUP_DIR), actor=SYSTEM, now=now + 365 * 24 * HOUR)  # the clock was ahead
    assert health.backup_warning(now + 48 * HOUR) == ""
    assert health.backup_warning(now + 49 * HOUR) == "最近一次完好的備份是 115/11/23 09:00"


def test_a_folder_of_backups_that_cannot_be_read_is_said(
    cast: Cast, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> NoReturn:
        raise OSError(errno.EHOSTDOWN, os.strerror(errno.EHOSTDOWN))

    monkeypatch.setattr(Path, "glob", away)
    assert health.health_at(now).warnings == {"backup": "無法讀取備份資料夾（Host is down），可能是網路磁碟中斷"}


def test_a_folder_of_backups_that_hangs_stops_nobody(
    client: Client, cast: Cast, now: dt.datetime, at_now: None, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(settings.BACKUP_DIR)
    folder.mkdir()
    note = folder / "cctv-20261123T010000Z.tar.age.json"
    os.mkfifo(note)  # whoever opens it waits for a writer, as for a disk of another machine
    monkeypatch.setattr(health, "_good_backups", Patient(health._list_backups, 0.2))
    for _ in range(3):
        assert answer(client, 200)["warnings"] == {"backup": "備份資料夾沒有回應，可能是網路磁碟中斷"}
    client.force_login(cast.administrator)
    assert "備份資料夾沒有回應" in client.get("/").content.decode()
    waiting = [thread for thread in threading.enumerate() if thread.name == "patience"]
    assert len(waiting) == 1
    with note.open("w"):
        note.unlink()  # the disk is back
    waiting[0].join()
    assert health.backup_warning(now) == ""


def test_copies_that_are_away_are_said_until_they_are_back(
    cast: Cast, now: dt.datetime, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.COPIES_DIR = tmp_path / "copies"
    settings.COPIES_DIR.mkdir()
    assert health.health_at(now).warnings == {}
    adopt_store(reason="測試", actor=SYSTEM, now=now)
    assert health.health_at(now).warnings == {}
    disk = settings.COPIES_DIR.rename(tmp_path / "disk")
    assert health.health_at(now).warnings["copies"].startswith("留存檔的存放處未掛載")
    settings.COPIES_DIR.rmdir()
    settings.COPIES_DIR.symlink_to(disk)
    assert health.health_at(now).warnings["copies"].startswith("無法讀取留存檔的存放處（Not a directory）")
    settings.COPIES_DIR.unlink()
    disk.rename(settings.COPIES_DIR)
    assert health.health_at(now).warnings == {}
    waits = threading.Event()
    monkeypatch.setattr(health, "_token_in_folder", Patient(waits.wait, 0.2))
    assert health.health_at(now).warnings == {"copies": "留存檔的存放處沒有回應，可能是網路磁碟中斷"}
    waits.set()
