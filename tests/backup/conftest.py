"""A school with something in every folder, and an empty installation beside it."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from cctv_admin.backup import make_backup
from files.services import store
from ledger.services import SYSTEM
from retention.services import place_from_shell
from tests.copies.making import made
from tests.retention.keeping import ask, checked

if TYPE_CHECKING:
    from pytest_django import Settings

    from cameras.models import Camera
    from cctv_admin.backup import Backup
    from files.models import StoredFile
    from retention.models import EvidenceCopy
    from tests.conftest import Cast

HOUR = dt.timedelta(hours=1)


@dataclass(frozen=True)
class Kept:
    """What the school has: a scan, a copy, an encrypted text."""

    scan: StoredFile
    copy: EvidenceCopy
    secret: str


@pytest.fixture
def folders(settings: Settings, tmp_path: Path) -> Path:
    """Folders of one installation, which are those of the settings."""
    return move_to(settings, tmp_path / "school")


def move_to(settings: Settings, place: Path) -> Path:
    """Let the settings name the folders below `place`."""
    settings.FILES_DIR, settings.RETENTION_DIR = place / "files", place / "retention"
    settings.COPIES_DIR, settings.BACKUP_DIR = place / "copies", place / "backups"
    for folder in (settings.FILES_DIR, settings.RETENTION_DIR, settings.COPIES_DIR):
        folder.mkdir(parents=True)
    return place


@pytest.fixture
def kept(folders: Path, cast: Cast, cameras: list[Camera], now: dt.datetime) -> Kept:
    """Something in every folder."""
    start = now - dt.timedelta(days=1)
    hold = place_from_shell(
        cameras=cameras[:1], starts_at=start, ends_at=start + HOUR, reason="測試", actor=SYSTEM, now=now
    )
    checked(cameras[0], 20, now)
    scan = store(upload=SimpleUploadedFile("公文.pdf", b"%PDF-1.7 scan %%EOF"), now=now)
    case = ask(cast, cameras[1:2], now)
    return Kept(scan, made(hold, cast.handler, now), case.snapshots.get().content)


@pytest.fixture
def backup(kept: Kept, settings: Settings, now: dt.datetime) -> Path:
    """A backup of that school."""
    return path_of(make_backup(Path(settings.BACKUP_DIR), actor=SYSTEM, now=now), settings)


def path_of(backup: Backup, settings: Settings) -> Path:
    """Return where a backup lies."""
    return Path(settings.BACKUP_DIR) / backup.name


def begin_anew(settings: Settings, tmp_path: Path) -> Path:
    """Empty the database and let the folders be new ones: what an installation has before its first person."""
    call_command("flush", verbosity=0, interactive=False)
    return move_to(settings, tmp_path / uuid.uuid4().hex)
