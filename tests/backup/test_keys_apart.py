"""The keys are kept apart, under a passphrase; without them a backup is of no use to anybody."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core.management import CommandError, call_command

from cctv_admin.backup import BackupError, keys_set_aside, new_passphrase, put_keys_back, write_keys
from cctv_admin.settings import keys
from ledger import services as ledger
from ledger.choices import Verb
from ledger.models import Entry

if TYPE_CHECKING:
    from pytest_django import Settings


@pytest.fixture
def school(settings: Settings, tmp_path: Path) -> Path:
    """Keys of one school."""
    settings.KEYS_DIR = tmp_path / "keys"
    keys.raw(settings.KEYS_DIR, "ledger-head-key")
    keys.age(settings.KEYS_DIR, "backup-identity")
    (settings.KEYS_DIR / ".draft").write_text("of a process that was killed")
    return Path(settings.KEYS_DIR)


@pytest.mark.counted_elsewhere
def test_they_come_back_as_they_were_in_place_of_what_a_new_machine_made(
    school: Path, settings: Settings, tmp_path: Path
) -> None:
    before = {path.name: path.read_text() for path in school.glob("[!.]*")}
    passphrase = new_passphrase()
    file = tmp_path / "keys.age"
    assert write_keys(file, passphrase) == ["backup-identity", "ledger-head-key"]
    assert file.stat().st_mode & 0o077 == 0
    settings.KEYS_DIR = tmp_path / "new"
    keys.raw(settings.KEYS_DIR, "ledger-head-key")
    assert put_keys_back(file, passphrase) == ["backup-identity", "ledger-head-key"]
    assert {path.name: path.read_text() for path in settings.KEYS_DIR.iterdir()} == before
    assert all(path.stat().st_mode & 0o077 == 0 for path in settings.KEYS_DIR.iterdir())


def test_keys_found_in_their_place_are_set_aside_once(school: Path, settings: Settings, tmp_path: Path) -> None:
    write_keys(tmp_path / "keys.age", "right")
    kept = (school / "ledger-head-key").read_bytes()
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()
    other = tmp_path / "other"
    settings.KEYS_DIR = other  # which another installation uses
    keys.raw(other, "ledger-head-key")
    theirs = (other / "ledger-head-key").read_bytes()
    (other / "backup-identity").write_bytes((school / "backup-identity").read_bytes())  # the same one: nothing is lost
    for _ in range(2):
        put_keys_back(tmp_path / "keys.age", "right")
        assert (other / "ledger-head-key").read_bytes() == kept
        [place] = keys_set_aside()
        assert {path.name: path.read_bytes() for path in place.iterdir()} == {"ledger-head-key": theirs}
        assert (place.stat().st_mode | (place / "ledger-head-key").stat().st_mode) & 0o077 == 0


def test_another_passphrase_or_file_is_refused(school: Path, tmp_path: Path) -> None:
    file = tmp_path / "keys.age"
    write_keys(file, "right")
    before = {path.name: path.read_bytes() for path in school.iterdir()}
    with pytest.raises(BackupError, match="通行碼不符"):
        put_keys_back(file, "wrong")
    with pytest.raises(BackupError, match="無法讀取金鑰檔"):
        put_keys_back(tmp_path / "nowhere", "right")
    assert {path.name: path.read_bytes() for path in school.iterdir()} == before


def test_a_file_that_is_there_is_not_written_over(school: Path, tmp_path: Path) -> None:
    file = tmp_path / "keys.age"
    file.write_text("something else")
    with pytest.raises(BackupError, match="尚不存在的檔名"):
        write_keys(file, "right")
    assert file.read_text() == "something else"


def test_a_passphrase_can_be_written_down_and_is_never_the_same() -> None:
    one, other = new_passphrase(), new_passphrase()
    assert one != other
    assert len(one.split("-")) == 6
    assert not set(one) & set("01ilo")


@pytest.mark.django_db
def test_the_operator_is_shown_the_passphrase_once_and_the_ledger_that_keys_left(
    school: Path, settings: Settings, tmp_path: Path
) -> None:
    told = StringIO()
    call_command("backup", "--keys", str(tmp_path / "keys.age"), stdout=told)
    passphrase = told.getvalue().split()[-1]
    assert put_keys_back(tmp_path / "keys.age", passphrase) == ["backup-identity", "ledger-head-key"]
    sentence = ledger.sentence(Entry.objects.get(verb=Verb.KEYS_WRITTEN))
    assert sentence.endswith("將金鑰另存為「keys.age」")
    assert passphrase not in sentence
    settings.BACKUP_PASSPHRASE = "given"
    told = StringIO()
    call_command("backup", "--keys", str(tmp_path / "other.age"), "--json", stdout=told)
    assert "given" not in told.getvalue()
    with pytest.raises(CommandError, match="尚不存在的檔名"):
        call_command("backup", "--keys", str(tmp_path / "other.age"))
