"""Where the disk of the backups is away its mount point takes none: they would lie on the data's own disk, and nobody would know."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core.management import CommandError, call_command

from cctv_admin import health, tasks
from cctv_admin.backup import BackupError, backups_in, make_backup
from ledger.services import SYSTEM
from work.models import Duty

if TYPE_CHECKING:
    import datetime as dt

    from pytest_django import Settings

    from tests.backup.conftest import Kept

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(kept: Kept, settings: Settings, tmp_path: Path) -> Path:
    """The folder of the nightly backups of a school that has made none yet."""
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()
    return Path(settings.BACKUP_DIR)


@pytest.fixture
def disk(folder: Path, now: dt.datetime) -> Path:
    """Where its disk is, which had one backup and is away now."""
    make_backup(folder, actor=SYSTEM, now=now)
    disk = folder.rename(folder.with_name("disk"))
    folder.mkdir()
    return disk


def test_an_empty_mount_point_takes_no_backup_and_rings_until_the_disk_is_back(
    folder: Path, disk: Path, now: dt.datetime, at_now: None
) -> None:
    for _ in range(2):
        with pytest.raises(BackupError, match="不是先前使用的那一個"):
            tasks.back_up()
        assert list(folder.iterdir()) == []
        assert health.health_at(now).warnings["backup"].startswith(f"備份資料夾 {folder} 不是先前使用的那一個")
    assert "磁碟未掛載" in Duty.objects.get(name="cctv_admin.tasks.back_up").last_failure
    folder.rmdir()
    with pytest.raises(BackupError, match="磁碟未掛載"):  # nor is the folder made anew
        tasks.back_up()
    disk.rename(folder)
    assert health.backup_warning(now) == ""
    make_backup(folder, actor=SYSTEM, now=now)


def test_another_disk_is_taken_once_somebody_says_so(folder: Path, disk: Path, now: dt.datetime) -> None:
    with pytest.raises(CommandError, match=r"manage\.py backup --accept-folder"):
        call_command("backup")
    call_command("backup", "--accept-folder", stdout=StringIO())
    call_command("backup", stdout=StringIO())
    assert backups_in(folder)
    folder.rename(folder.with_name("new disk"))
    disk.rename(folder)  # the one before is the wrong one now
    with pytest.raises(BackupError, match="不是先前使用的那一個"):
        make_backup(folder, actor=SYSTEM, now=now)


def test_a_folder_of_another_name_is_somebodys_choice(
    folder: Path, disk: Path, now: dt.datetime, settings: Settings, tmp_path: Path
) -> None:
    make_backup(tmp_path / "usb", actor=SYSTEM, now=now)  # by hand, to where nobody looks
    assert not (tmp_path / "usb/.cctv-backups").exists()
    settings.BACKUP_DIR = tmp_path / "nas"
    make_backup(settings.BACKUP_DIR, actor=SYSTEM, now=now)
    settings.BACKUP_DIR = folder
    folder.rmdir()
    disk.rename(folder)  # with the mark it got then
    make_backup(folder, actor=SYSTEM, now=now)
