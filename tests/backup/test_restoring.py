"""A backup is brought back into an empty installation: all of it or nothing, and nothing is destroyed unasked."""

from __future__ import annotations

import datetime as dt
import json
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from pyrage import x25519

from accounts.models import School, User
from cctv_admin.backup import BackupError, archive, begun, make_backup, newest_good, restore, room, tables
from cctv_admin.backup.making import END, META
from cctv_admin.checks import no_restore_is_half_way
from cctv_admin.settings import keys
from ledger import services as ledger
from ledger.choices import Verb
from ledger.models import Entry
from ledger.services import SYSTEM
from requests.models import Snapshot
from retention import storage
from retention.choices import CopyState
from retention.models import CopyStore, EvidenceCopy, Hold
from retention.services.copies import check_copy
from retention.storage import GONE, Grave
from tests.backup.conftest import begin_anew, path_of

if TYPE_CHECKING:
    from pytest_django import Settings

    from tests.backup.conftest import Kept
    from tests.conftest import Cast

pytestmark = pytest.mark.django_db(transaction=True)
LATER = dt.timedelta(hours=3)


def rows() -> dict[str, list[bytes]]:
    """Return every row of every table, as a backup would write it."""
    return {
        model._meta.db_table: [tables.line_of(row) for row in tables.rows_of(model)] for model in tables.tables(apps)
    }


def contents(place: Path) -> dict[str, bytes]:
    """Return every file of an installation but its backups."""
    found = (path for path in place.rglob("*") if path.is_file() and "backups" not in path.parts)
    return {str(path.relative_to(place)): path.read_bytes() for path in found}


def rewritten(path: Path, settings: Settings, change: dict[str, bytes]) -> Path:
    """Return an archive of the same members, some with another content."""
    other = path.with_name("other.tar.age")
    own = str(x25519.Identity.from_str(settings.BACKUP_IDENTITIES[0]).to_public())
    with archive.reading(path, settings.BACKUP_IDENTITIES) as tar, archive.writing(other, [own]) as copy:
        for member in tar:
            content = tar.extractfile(member)
            assert content is not None
            copy.add_bytes(member.name, change.get(member.name, content.read()))
        for name in change.keys() - set(tar.getnames()):
            copy.add_bytes(name, change[name])
    return other


def meta_of(path: Path, settings: Settings, **changes: object) -> dict[str, bytes]:
    """Return the first member of an archive with some facts changed."""
    with archive.reading(path, settings.BACKUP_IDENTITIES) as tar:
        first = tar.next()
        assert first is not None
        content = tar.extractfile(first)
        assert content is not None
        return {META: json.dumps(json.load(content) | changes).encode()}


@pytest.mark.counted_elsewhere
def test_every_row_and_every_file_is_what_it_was(
    kept: Kept, backup: Path, settings: Settings, tmp_path: Path, now: dt.datetime
) -> None:
    before, files = rows(), contents(Path(settings.FILES_DIR).parent)
    place = begin_anew(settings, tmp_path)
    done = restore(backup, actor=SYSTEM, now=now + LATER)
    after = rows()
    changed = {table for table in before if after[table] != before[table]}
    assert changed == {"ledger_entry", "ledger_head", "retention_copystore", "retention_evidencecopy"}
    assert after["ledger_entry"][: done.counted.entries] == before["ledger_entry"][: done.counted.entries]
    back = contents(place)
    assert {name: back.get(name) for name in files} == files
    assert Snapshot.objects.get().content == kept.secret
    assert check_copy(kept.copy.pk, now + LATER)
    assert EvidenceCopy.objects.get().damaged_at is None
    assert (done.ok, done.problems, done.destroyed_again) == (True, [], [])


@pytest.mark.counted_elsewhere
def test_it_is_an_entry_and_the_ledger_goes_on_guarded(
    backup: Path, settings: Settings, tmp_path: Path, now: dt.datetime
) -> None:
    begin_anew(settings, tmp_path)
    done = restore(backup, actor=SYSTEM, now=now + LATER)
    entry = Entry.objects.get(verb=Verb.BACKUP_RESTORED)
    assert ledger.sentence(entry) == (
        f"系統以備份「{backup.name}」還原：115/11/23 09:00 製作，存取紀錄至第 {done.counted.entries} 筆"
    )
    assert entry.sequence == done.counted.entries + 1
    assert ledger.verify().ok
    for act in ("DELETE FROM ledger_entry", "UPDATE ledger_entry SET actor = ''"):
        with pytest.raises(Exception, match="只能新增"), connection.cursor() as cursor:
            cursor.execute(act)


@pytest.mark.counted_elsewhere
def test_a_key_of_a_row_that_is_gone_is_not_given_again(
    kept: Kept, settings: Settings, tmp_path: Path, now: dt.datetime, cast: Cast
) -> None:
    gone = User.objects.create_user("gone", "已離職", phone="03-0000000")
    last = gone.pk
    gone.delete()
    path = path_of(make_backup(Path(settings.BACKUP_DIR), actor=SYSTEM, now=now), settings)
    begin_anew(settings, tmp_path)
    restore(path, actor=SYSTEM, now=now)
    assert User.objects.create_user("next", "新到任", phone="03-0000000").pk == last + 1
    assert EvidenceCopy.objects.get().pk == kept.copy.pk


@pytest.mark.counted_elsewhere
def test_destruction_waits_for_a_person(backup: Path, settings: Settings, tmp_path: Path, now: dt.datetime) -> None:
    begin_anew(settings, tmp_path)
    restore(backup, actor=SYSTEM, now=now + LATER)
    assert CopyStore.objects.get().restored_at == now + LATER


@pytest.mark.counted_elsewhere
def test_what_was_destroyed_before_is_destroyed_again(
    kept: Kept, settings: Settings, tmp_path: Path, now: dt.datetime
) -> None:
    with storage.open_root(str(settings.COPIES_DIR)) as root:
        grave = Grave(kept.copy.key, kept.copy.number, "銷毀清冊 1", "", now.isoformat())
        storage.write_grave(root, GONE, grave)
    path = path_of(make_backup(Path(settings.BACKUP_DIR), actor=SYSTEM, now=now), settings)
    begin_anew(settings, tmp_path)
    done = restore(path, actor=SYSTEM, now=now + LATER)
    assert (done.destroyed_again, done.ok) == ([kept.copy.number], True)
    assert EvidenceCopy.objects.get().state == CopyState.DESTROYED
    assert not Path(settings.COPIES_DIR, kept.copy.key.hex).exists()


def test_a_copy_that_is_not_what_was_taken_in_is_named(
    kept: Kept, settings: Settings, tmp_path: Path, now: dt.datetime
) -> None:
    part = next(Path(settings.COPIES_DIR, kept.copy.key.hex).glob("*.age"))
    part.write_bytes(part.read_bytes()[:-1])
    path = path_of(make_backup(Path(settings.BACKUP_DIR), actor=SYSTEM, now=now), settings)
    begin_anew(settings, tmp_path)
    done = restore(path, actor=SYSTEM, now=now + LATER)
    assert not done.ok
    assert [problem.split()[0] for problem in done.problems] == [kept.copy.number]


@pytest.mark.counted_elsewhere
def test_without_its_copies_it_says_what_is_left_to_do(
    kept: Kept, settings: Settings, tmp_path: Path, now: dt.datetime
) -> None:
    made = make_backup(Path(settings.BACKUP_DIR), actor=SYSTEM, now=now, with_copies=False)
    path = path_of(made, settings)
    begin_anew(settings, tmp_path)
    done = restore(path, actor=SYSTEM, now=now + LATER)
    assert not done.ok
    assert "evidence redo" in done.problems[0]
    assert not any(Path(settings.COPIES_DIR).iterdir())


def test_the_operator_is_told_what_came_and_what_is_left(
    kept: Kept, settings: Settings, tmp_path: Path, now: dt.datetime
) -> None:
    told = StringIO()
    call_command("backup", stdout=told, without_copies=True)
    made = newest_good(Path(settings.BACKUP_DIR))
    assert made is not None
    path = path_of(made, settings)
    assert told.getvalue() == f"已備份並驗證：{path}（{made.rows} 筆、{made.files} 檔）\n"
    with pytest.raises(CommandError, match="資料庫裡已有資料"):
        call_command("restore", str(path))
    begin_anew(settings, tmp_path)
    with pytest.raises(SystemExit):
        call_command("restore", str(path), stdout=told)
    assert f"{made.rows} 筆、{made.files} 檔" in told.getvalue()
    assert "存取紀錄完好" in told.getvalue()
    assert "請處理：備份不含留存檔" in told.getvalue()
    assert "以後銷毀的案件個資已隨還原回來：請由承辦人在「屆期申請單」重新提出" in told.getvalue()
    begin_anew(settings, tmp_path)
    told = StringIO()
    with pytest.raises(SystemExit):
        call_command("restore", str(path), "--json", stdout=told)
    assert json.loads(told.getvalue())["rows"] == made.rows


def killed_half_way(backup: Path, settings: Settings, tmp_path: Path, *, with_copies: bool = True) -> Path:
    """Return an empty installation in which a restore was killed before the database had anything."""
    place = begin_anew(settings, tmp_path)
    settings.DATA_DIR = place
    begun.write(begun.Begun(backup.name))
    room.take(with_copies=with_copies)
    (place / "files" / "half").write_text("half a scan")
    return place


def test_what_lies_on_a_disk_that_was_mounted_since_is_never_taken_away(
    backup: Path, settings: Settings, tmp_path: Path, now: dt.datetime
) -> None:
    place = killed_half_way(backup, settings, tmp_path)
    (place / "copies").rename(place / "below the mount")
    only = place / "copies" / "E115-0001" / "part"
    only.parent.mkdir(parents=True)
    only.write_text("the only copy")
    for _ in range(2):
        with pytest.raises(BackupError, match="copies 不是空的"):
            restore(backup, actor=SYSTEM, now=now)
        assert only.read_text() == "the only copy"


def test_copies_that_came_back_before_it_was_done_again_stay(
    kept: Kept, settings: Settings, tmp_path: Path, now: dt.datetime
) -> None:
    made = make_backup(Path(settings.BACKUP_DIR), actor=SYSTEM, now=now, with_copies=False)
    place = killed_half_way(path := path_of(made, settings), settings, tmp_path, with_copies=False)
    (place / "copies" / "part").write_text("put back by hand")
    with pytest.raises(BackupError, match="copies 不是空的"):
        restore(path, actor=SYSTEM, now=now)
    assert (place / "copies" / "part").read_text() == "put back by hand"


def test_an_archive_that_cannot_be_read_takes_nothing_away(
    backup: Path, settings: Settings, tmp_path: Path, now: dt.datetime
) -> None:
    half = killed_half_way(backup, settings, tmp_path) / "files" / "half"
    torn = backup.with_name("torn.tar.age")
    torn.write_bytes(backup.read_bytes()[:150])
    for other, error in ((torn, BackupError), (backup.with_name("nosuch.age"), FileNotFoundError)):
        with pytest.raises(error):
            restore(other, actor=SYSTEM, now=now)
        assert half.exists()
        assert begun.read() == begun.Begun(backup.name)


def test_one_that_was_killed_is_done_again_from_where_it_stood(
    backup: Path, settings: Settings, tmp_path: Path, now: dt.datetime
) -> None:
    place = killed_half_way(backup, settings, tmp_path)
    assert [error.id for error in no_restore_is_half_way()] == ["cctv_admin.E004"]
    first = restore(backup, actor=SYSTEM, now=now + LATER)
    assert not [path for path in place.rglob("*") if path.name in ("half", room.MARK)]
    assert (begun.read(), no_restore_is_half_way()) == (None, [])
    half = begun.Begun(backup.name, first.counted.rows, first.counted.files)
    begun.write(half)  # killed before its checks had ended
    CopyStore.objects.update(restored_at=None)
    with pytest.raises(BackupError, match=backup.name):
        restore(backup.with_name("other.tar.age"), actor=SYSTEM, now=now + LATER)
    again = restore(backup, actor=SYSTEM, now=now + LATER)
    assert (again.ok, again.counted, begun.read()) == (True, first.counted, None)
    assert CopyStore.objects.get().restored_at == now + LATER
    assert Entry.objects.filter(verb=Verb.BACKUP_RESTORED).count() == 1


def assert_nothing_came(place: Path) -> None:
    """Nobody, no entry, no file: as before."""
    assert contents(place) == {}
    assert not User.objects.exists()
    assert not School.objects.exists()
    assert not Hold.objects.exists()
    assert ledger.verify().tip.sequence == 0


def test_an_installation_in_use_is_refused(
    kept: Kept, backup: Path, settings: Settings, tmp_path: Path, now: dt.datetime
) -> None:
    before = rows()
    with pytest.raises(BackupError, match="資料庫裡已有資料"):
        restore(backup, actor=SYSTEM, now=now)
    assert rows() == before
    place = begin_anew(settings, tmp_path)
    stone = place / "copies" / "stone"
    stone.write_text("somebody's")
    with pytest.raises(BackupError, match=r"copies 不是空的"):
        restore(backup, actor=SYSTEM, now=now)
    assert stone.read_text() == "somebody's"


def test_an_archive_that_is_torn_or_changed_brings_nothing_back(
    backup: Path, settings: Settings, tmp_path: Path, now: dt.datetime
) -> None:
    whole = backup.read_bytes()
    torn = [whole[:size] for size in (0, 1, 150, len(whole) // 5, len(whole) // 2, len(whole) - 1)]
    place = begin_anew(settings, tmp_path)
    for content in (*torn, *(with_one_bit_changed(whole, share) for share in (0.1, 0.5, 0.99))):
        backup.write_bytes(content)
        with pytest.raises(BackupError):
            restore(backup, actor=SYSTEM, now=now)
        assert_nothing_came(place)


def with_one_bit_changed(whole: bytes, share: float) -> bytes:
    """Return the bytes with one bit changed so far down."""
    changed = bytearray(whole)
    changed[int(len(changed) * share)] ^= 1
    return bytes(changed)


def test_keys_other_than_its_own_bring_nothing_back(
    backup: Path, settings: Settings, tmp_path: Path, now: dt.datetime
) -> None:
    place = begin_anew(settings, tmp_path)
    head_keys = settings.LEDGER_HEAD_KEYS
    settings.LEDGER_HEAD_KEYS = [b"k" * 32]
    with pytest.raises(BackupError, match="--keys"):
        restore(backup, actor=SYSTEM, now=now)
    settings.LEDGER_HEAD_KEYS = head_keys
    assert_nothing_came(place)
    settings.BACKUP_IDENTITIES = [str(x25519.Identity.generate())]
    with pytest.raises(BackupError, match="不是以本校的金鑰加密"):
        restore(backup, actor=SYSTEM, now=now)
    assert_nothing_came(place)


@pytest.mark.counted_elsewhere
def test_an_archive_from_before_its_key_was_changed_is_brought_back(
    kept: Kept, backup: Path, settings: Settings, tmp_path: Path, now: dt.datetime
) -> None:
    old = settings.BACKUP_IDENTITIES[0]
    settings.BACKUP_IDENTITIES = [new := keys.new_age(), old]
    after = path_of(make_backup(Path(settings.BACKUP_DIR), actor=SYSTEM, now=now + LATER), settings)
    assert [archive.opens(path, key) for path in (backup, after) for key in (old, new)] == [True, False, False, True]
    begin_anew(settings, tmp_path)
    assert restore(backup, actor=SYSTEM, now=now + LATER).ok
    assert Snapshot.objects.get().content == kept.secret


FOREIGN = (
    ({END: b'{"rows": 1, "files": 1}'}, "不完整"),
    ({"../outside": b"x"}, "不是本系統寫入"),
    ({"files/../../outside": b"x"}, "不是本系統寫入"),
    ({"/outside": b"x"}, "不是本系統寫入"),
    ({"elsewhere/file": b"x"}, "不是本系統寫入"),
    ({"tables/no_such_table/000000.jsonl": b'["id"]\n'}, "沒有的資料表或欄位"),
    ({"tables/accounts_office/000000.jsonl": b'["id","no_such"]\n'}, "沒有的資料表或欄位"),
    ({"tables/accounts_office/000001.jsonl": b'["id","name"]\n[1,"x"]\n[1,"x"]\n'}, "無法寫入"),
)
"""Members that an archive of ours never has, and what is said of each."""


def test_what_does_not_belong_into_an_archive_brings_nothing_back(
    backup: Path, settings: Settings, tmp_path: Path, now: dt.datetime
) -> None:
    place = begin_anew(settings, tmp_path)
    for members, said in FOREIGN:
        other = rewritten(backup, settings, members)
        with pytest.raises(BackupError, match=said):
            restore(other, actor=SYSTEM, now=now)
        assert_nothing_came(place)
        other.unlink()
    assert not (place.parent / "outside").exists()


def test_another_format_or_a_newer_version_is_named(
    backup: Path, settings: Settings, tmp_path: Path, now: dt.datetime
) -> None:
    now_applied = sorted(MigrationRecorder(connection).applied_migrations())
    older = [one for one in now_applied if one[0] != "requests"]
    begin_anew(settings, tmp_path)
    for change, said in (
        ({"format": 2}, "格式（2）"),
        ({"migrations": [*now_applied, ("requests", "0099_later")]}, "requests 0099_later"),
        ({"migrations": older}, "全新的資料庫"),
    ):
        other = rewritten(backup, settings, meta_of(backup, settings, **change))
        with pytest.raises(BackupError, match=said):
            restore(other, actor=SYSTEM, now=now)
        other.unlink()
    assert_nothing_came(Path(settings.FILES_DIR).parent)


def test_what_is_no_backup_at_all_is_said_to_be_none(
    folders: Path, settings: Settings, tmp_path: Path, now: dt.datetime
) -> None:
    text = tmp_path / "letter.pdf"
    text.write_bytes(b"%PDF-1.7")
    with pytest.raises(BackupError, match="備份檔不完整，或不是"):
        restore(text, actor=SYSTEM, now=now)
    empty = tmp_path / "empty.tar.age"
    own = str(x25519.Identity.from_str(settings.BACKUP_IDENTITIES[0]).to_public())
    with archive.writing(empty, [own]) as sealed:
        sealed.add_bytes("readme", b"hello")
    with pytest.raises(BackupError, match="這不是本系統的備份檔"):
        restore(empty, actor=SYSTEM, now=now)


@pytest.mark.counted_elsewhere
def test_encrypted_texts_stay_encrypted_in_the_tables(kept: Kept) -> None:
    lines = b"".join(rows()["requests_snapshot"])
    assert kept.secret.encode() not in lines
    token = json.loads(lines.splitlines()[0])
    assert any(isinstance(one, str) and one.startswith("gAAAA") for one in token)
