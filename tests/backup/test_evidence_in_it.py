"""A backup with copies is one only when the evidence is in it: a disk that was away pushes no older backup out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cctv_admin import tasks
from cctv_admin.backup import BackupError, backups_in, make_backup, making
from ledger.choices import Verb
from ledger.models import Entry
from ledger.services import SYSTEM
from retention import storage
from retention.choices import CopyState
from retention.models import EvidenceCopy
from retention.services.copies import check_every_copy
from retention.services.copy_destruction import adopt_store
from tests.backup.conftest import path_of
from tests.backup.test_making import names_in
from work.models import Duty

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from pytest_django import Settings

    from tests.backup.conftest import Kept

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings: Settings) -> Path:
    """The folder of backups."""
    return Path(settings.BACKUP_DIR)


def part_of(kept: Kept, settings: Settings) -> Path:
    """Return the one part of the school's copy."""
    return Path(settings.COPIES_DIR, kept.copy.key.hex, "00000001.age")


def unmount(settings: Settings) -> Path:
    """Let the folder of copies be the empty mount point of a disk that is away; return where the disk is."""
    root = Path(settings.COPIES_DIR)
    away = root.rename(root.with_name("away"))
    root.mkdir()
    return away


@pytest.mark.parametrize("was_marked", [True, False])
def test_while_the_disk_of_copies_is_away_none_is_said_to_have_them_and_the_duty_fails(
    kept: Kept, settings: Settings, now: dt.datetime, at_now: None, folder: Path, was_marked: bool
) -> None:
    if was_marked:
        adopt_store(reason="測試", actor=SYSTEM, now=now)
    away = unmount(settings)
    with pytest.raises(BackupError, match="未掛載" if was_marked else f"留存檔 {kept.copy.number} 有分段不在存放處"):
        tasks.back_up()
    assert "存放處" in Duty.objects.get(name="cctv_admin.tasks.back_up").last_failure
    assert [backup.has_copies for backup in backups_in(folder)] == [False]  # the rest does not wait for them
    with pytest.raises(BackupError, match="存放處"):
        make_backup(folder, actor=SYSTEM, now=now)
    assert Entry.objects.filter(verb=Verb.BACKUP_MADE).count() == 1
    Path(settings.COPIES_DIR).rmdir()
    away.rename(Path(settings.COPIES_DIR))
    tasks.back_up()
    assert backups_in(folder)[0].has_copies


def test_a_disk_that_goes_away_amid_the_walk_is_met_at_its_end(
    kept: Kept, settings: Settings, now: dt.datetime, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    adopt_store(reason="測試", actor=SYSTEM, now=now)
    listed = making._files_below

    def unmounted_meanwhile(root: Path) -> Iterator[Path]:
        yield from listed(root)
        if root == Path(settings.COPIES_DIR):
            unmount(settings)

    monkeypatch.setattr(making, "_files_below", unmounted_meanwhile)
    with pytest.raises(BackupError, match="未掛載"):
        make_backup(folder, actor=SYSTEM, now=now)
    assert backups_in(folder) == []


def test_a_part_that_is_lost_is_named_until_its_copy_is_known_to_be_damaged(
    kept: Kept, settings: Settings, now: dt.datetime, folder: Path
) -> None:
    part_of(kept, settings).unlink()
    with pytest.raises(BackupError, match=rf"{kept.copy.number} 有分段不在存放處.*evidence check"):
        make_backup(folder, actor=SYSTEM, now=now)
    check_every_copy(now)
    assert make_backup(folder, actor=SYSTEM, now=now).has_copies


def test_a_copy_destroyed_while_the_backup_is_made_is_no_loss(
    kept: Kept, settings: Settings, now: dt.datetime, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = making._files_below

    def destroyed_meanwhile(root: Path) -> Iterator[Path]:
        if root == Path(settings.COPIES_DIR):
            EvidenceCopy.objects.filter(pk=kept.copy.pk).update(state=CopyState.DESTROYING, identity="")
            storage.drop_parts(kept.copy.key)
        yield from listed(root)

    monkeypatch.setattr(making, "_files_below", destroyed_meanwhile)
    made = make_backup(folder, actor=SYSTEM, now=now)
    assert made.has_copies
    assert not any(
        name.startswith("copies/") for name in names_in(path_of(made, settings), *settings.BACKUP_IDENTITIES)
    )


def test_a_folder_that_cannot_be_listed_is_named(
    kept: Kept, settings: Settings, now: dt.datetime, folder: Path, tmp_path: Path
) -> None:
    settings.FILES_DIR = tmp_path / "stone"
    settings.FILES_DIR.write_text("")
    with pytest.raises(BackupError, match=r"無法讀取 .*stone"):
        make_backup(folder, actor=SYSTEM, now=now)
    settings.FILES_DIR = tmp_path / "never"  # where nothing was ever stored there is no folder
    make_backup(folder, actor=SYSTEM, now=now)
