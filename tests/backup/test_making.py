"""A backup counts only when it was read back; what could not be made leaves nothing behind."""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import hashlib
import json
import os
import resource
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from pyrage import x25519

from cctv_admin import tasks
from cctv_admin.backup import (
    BackupBusy,
    BackupError,
    archive,
    backups_in,
    is_migration_waiting,
    make_backup,
    making,
    newest_good,
    remove_old,
)
from ledger import services as ledger
from ledger.choices import Verb
from ledger.models import Entry
from ledger.services import SYSTEM
from tests.backup.conftest import path_of
from work.models import Duty

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import Settings

    from tests.backup.conftest import Kept

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def names_in(path: Path, identity: str) -> list[str]:
    """Return the members of an archive, in order."""
    with archive.reading(path, [identity]) as tar:
        return [member.name for member in tar]


def test_it_has_the_tables_first_then_the_folders_and_its_end_last(
    kept: Kept, backup: Path, settings: Settings
) -> None:
    names = names_in(backup, settings.BACKUP_IDENTITIES[0])
    tables = [name for name in names if name.startswith("tables/")]
    assert names[0] == "meta.json"
    assert names[1 : 1 + len(tables)] == tables
    assert names[-1] == "end.json"
    assert f"files/{kept.scan.pk.hex[:2]}/{kept.scan.pk}" in names
    assert any(name.startswith(f"copies/{kept.copy.key.hex}/") for name in names)
    assert not any("session" in name for name in names)


def test_its_note_says_what_it_is_and_nothing_about_anybody(backup: Path, settings: Settings, now: dt.datetime) -> None:
    note = json.loads(backup.with_name(backup.name + ".json").read_text(encoding="utf-8"))
    assert note["sha256"] == hashlib.sha256(backup.read_bytes()).hexdigest()
    assert (note["size"], note["made_at"], note["has_copies"]) == (backup.stat().st_size, now.isoformat(), True)
    assert note["entries"] == Entry.objects.count() - 1
    assert set(note) == {"name", "made_at", "size", "sha256", "entries", "rows", "files", "has_copies"}
    assert backup.stat().st_mode & 0o077 == 0


def test_it_is_an_entry(backup: Path) -> None:
    entry = Entry.objects.get(verb=Verb.BACKUP_MADE)
    assert ledger.sentence(entry).startswith(f"系統製作備份「{backup.name}」：存取紀錄至第 ")


def test_nothing_in_it_can_be_read_without_a_key(kept: Kept, backup: Path) -> None:
    sealed = backup.read_bytes()
    for word in ("游承堃", "公文.pdf", "%PDF-1.7 scan", "ledger_entry", "files/"):
        assert word.encode() not in sealed


def test_a_key_in_the_safe_opens_it_too(kept: Kept, settings: Settings, now: dt.datetime) -> None:
    safe = x25519.Identity.generate()
    settings.BACKUP_RECIPIENTS = [str(safe.to_public())]
    path = path_of(make_backup(Path(settings.BACKUP_DIR), actor=SYSTEM, now=now), settings)
    assert names_in(path, str(safe))[-1] == "end.json"
    with pytest.raises(BackupError):
        names_in(path, str(x25519.Identity.generate()))


def test_a_file_destroyed_meanwhile_is_left_out_and_a_link_is_not_followed(
    kept: Kept, settings: Settings, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path(settings.FILES_DIR, "link").symlink_to("/etc/passwd")
    listed = making._files_below

    def with_one_gone(root: Path) -> Iterator[Path]:
        yield from listed(root)
        yield root / "gone"

    monkeypatch.setattr(making, "_files_below", with_one_gone)
    path = path_of(make_backup(Path(settings.BACKUP_DIR), actor=SYSTEM, now=now), settings)
    names = names_in(path, settings.BACKUP_IDENTITIES[0])
    assert not any(name.endswith(("/gone", "/link")) for name in names)


def test_many_rows_are_carried_in_members_that_fit_into_memory(
    kept: Kept, settings: Settings, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "LINES", 2000)
    made = make_backup(Path(settings.BACKUP_DIR), actor=SYSTEM, now=now)
    names = names_in(path_of(made, settings), settings.BACKUP_IDENTITIES[0])
    assert len([name for name in names if name.startswith("tables/ledger_entry/")]) > 3
    assert making.read_back(path_of(made, settings)).rows == made.rows


@pytest.mark.django_db(transaction=True)  # in a test's open transaction the database, too, may have to write
def test_a_disk_that_is_full_leaves_nothing_and_says_so(kept: Kept, settings: Settings, now: dt.datetime) -> None:
    folder = Path(settings.BACKUP_DIR)
    with files_no_longer_than(3000), pytest.raises(BackupError, match="無法寫入"):
        make_backup(folder, actor=SYSTEM, now=now)
    assert [path.name for path in folder.iterdir()] == [".lock"]
    assert not Entry.objects.filter(verb=Verb.BACKUP_MADE).exists()


def test_it_stops_before_the_ledger_would_be_without_room(
    kept: Kept, settings: Settings, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(settings.BACKUP_DIR)
    monkeypatch.setattr(archive, "RESERVE", 2**60)
    with pytest.raises(BackupError, match="空間"):
        make_backup(folder, actor=SYSTEM, now=now)
    monkeypatch.setattr(archive, "RESERVE", 0)
    monkeypatch.setattr(archive, "LOOK_EVERY", 1000)
    make_backup(folder, actor=SYSTEM, now=now)


@contextlib.contextmanager
def files_no_longer_than(size: int) -> Iterator[None]:
    """Let no file of this process grow beyond `size` bytes, as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def test_what_does_not_read_back_as_it_was_written_does_not_count(
    kept: Kept, settings: Settings, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(settings.BACKUP_DIR)
    monkeypatch.setattr(making, "read_back", lambda path: making.Counted(rows=1))
    with pytest.raises(BackupError, match="讀回的內容與寫入的不符"):
        make_backup(folder, actor=SYSTEM, now=now)
    assert backups_in(folder) == []
    assert [path.name for path in folder.iterdir() if path.suffix == ".part"] == []


def test_one_at_a_time_and_what_a_killed_one_left_goes_first(kept: Kept, settings: Settings, now: dt.datetime) -> None:
    folder = Path(settings.BACKUP_DIR)
    folder.mkdir()
    left = folder / "cctv-20260101T000000Z.tar.age.part"
    left.write_bytes(b"half")
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(BackupBusy):
            make_backup(folder, actor=SYSTEM, now=now)
        tasks.back_up()
        assert Duty.objects.get(name="cctv_admin.tasks.back_up").last_result == "另一個備份正在製作，請稍後再執行。"
    assert left.exists()
    make_backup(folder, actor=SYSTEM, now=now)
    assert not left.exists()


def test_a_folder_that_cannot_be_had_is_named(kept: Kept, tmp_path: Path, now: dt.datetime) -> None:
    stone = tmp_path / "stone"
    stone.write_text("")
    with pytest.raises(BackupError, match="stone"):
        make_backup(stone, actor=SYSTEM, now=now)


def test_old_ones_go_but_never_the_newest_good_one(kept: Kept, settings: Settings, now: dt.datetime) -> None:
    folder = Path(settings.BACKUP_DIR)
    made = [make_backup(folder, actor=SYSTEM, now=now + days * DAY) for days in (0, 1, 20)]
    assert [backup.name for backup in backups_in(folder)] == [backup.name for backup in reversed(made)]
    assert remove_old(folder, now + 40 * DAY, 30) == [made[0].name, made[1].name]
    newest = newest_good(folder)
    assert newest is not None
    assert newest.name == made[2].name
    assert remove_old(folder, now + 400 * DAY, 30) == []
    (folder / newest.name).write_bytes(b"short")
    strange = folder / "cctv-copied-by-hand.tar.age"
    strange.write_bytes(b"x")
    os.utime(strange, (0, 0))
    assert newest_good(folder) is None
    assert remove_old(folder, now + 400 * DAY, 30) == [made[2].name, strange.name]
    assert sorted(path.name for path in folder.iterdir()) == [".cctv-backups", ".lock"]


def test_backups_without_copies_do_not_push_out_the_last_with_them(
    kept: Kept, settings: Settings, now: dt.datetime
) -> None:
    folder = Path(settings.BACKUP_DIR)
    before, with_copies, without, newest = (
        make_backup(folder, actor=SYSTEM, now=now + day * DAY, with_copies=has_copies)
        for day, has_copies in ((0, True), (1, True), (2, False), (40, False))
    )
    assert remove_old(folder, now + 41 * DAY, 30) == [before.name, without.name]
    assert [backup.name for backup in backups_in(folder)] == [newest.name, with_copies.name]
    make_backup(folder, actor=SYSTEM, now=now + 42 * DAY)
    assert remove_old(folder, now + 42 * DAY, 30) == [with_copies.name]


def test_a_clock_that_is_ahead_and_a_month_without_backups_remove_nothing(
    kept: Kept, settings: Settings, now: dt.datetime
) -> None:
    folder = Path(settings.BACKUP_DIR)
    for day in (0, 1, 2):
        make_backup(folder, actor=SYSTEM, now=now + day * DAY)
    assert remove_old(folder, now + 3650 * DAY, 30) == []
    assert len(backups_in(folder)) == 3
    newest = make_backup(folder, actor=SYSTEM, now=now + 35 * DAY)
    assert len(remove_old(folder, now + 35 * DAY, 30)) == 3
    assert backups_in(folder) == [newest]
    ahead = make_backup(folder, actor=SYSTEM, now=now + 3650 * DAY)
    assert remove_old(folder, now + 70 * DAY, 30) == []
    assert backups_in(folder) == [ahead, newest]


def test_every_night_one_is_made_and_the_old_ones_go(
    kept: Kept, settings: Settings, now: dt.datetime, at_now: None
) -> None:
    folder = Path(settings.BACKUP_DIR)
    make_backup(folder, actor=SYSTEM, now=now - 31 * DAY)
    tasks.back_up()
    duty = Duty.objects.get(name="cctv_admin.tasks.back_up")
    assert duty.last_result.startswith("已備份並驗證：")
    assert duty.last_result.endswith("移除逾 30 日的備份 1 份")
    assert [backup.made_at for backup in backups_in(folder)] == [now]
    assert duty.last_failure == ""


def test_a_disk_full_of_old_ones_has_room_again_the_next_night(
    kept: Kept, settings: Settings, now: dt.datetime, at_now: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(settings.BACKUP_DIR)
    made = [make_backup(folder, actor=SYSTEM, now=now - days * DAY) for days in (40, 31, 2)]
    with monkeypatch.context() as full:
        full.setattr(archive, "RESERVE", 2**62)
        with pytest.raises(BackupError):
            tasks.back_up()
    assert [backup.name for backup in backups_in(folder)] == [made[-1].name]
    tasks.back_up()
    assert len(backups_in(folder)) == 2


def test_a_night_that_failed_is_remembered(kept: Kept, settings: Settings, tmp_path: Path, at_now: None) -> None:
    settings.BACKUP_DIR = tmp_path / "stone"
    settings.BACKUP_DIR.write_text("")
    with pytest.raises(BackupError):
        tasks.back_up()
    assert "無法使用備份資料夾" in Duty.objects.get(name="cctv_admin.tasks.back_up").last_failure


def test_a_migration_that_waits_is_seen(kept: Kept) -> None:
    assert not is_migration_waiting()
    MigrationRecorder(connection).migration_qs.filter(app="retention").latest("name").delete()
    assert is_migration_waiting()
