"""Making a backup: one view of the database, then the folders, sealed as it is read; read back before it counts."""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from pyrage import x25519

from cctv_admin.backup import archive, place, tables
from cctv_admin.backup.errors import BackupBusy, BackupError, CopiesMissing
from cctv_admin.backup.keeping import NAME_PATTERN, NOTE, Backup, write_note
from cctv_admin.backup.owed import parts_owed, require_paid
from cctv_admin.backup.schema import is_migration_waiting, models_of_the_database
from ledger import services as ledger
from ledger.choices import Verb
from ledger.selectors import length
from retention.services.copies import StoreAway, require_store
from retention.storage.manifest import sync_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Model

    from cctv_admin.backup.archive import Writing
    from ledger.services import Actor

FORMAT = 1
META, END = "meta.json", "end.json"
LINES = 4 * 2**20
"""A member of rows is about so long, in bytes."""
UNFINISHED = ".part"


@dataclass(slots=True)
class Counted:
    """What went into an archive, or came out of one."""

    rows: int = 0
    files: int = 0
    entries: int = 0


def folders(*, with_copies: bool) -> dict[str, Path]:
    """Return the folders a backup carries, by their name in it; copies last, with the list of known destructions."""
    found = {"files": Path(settings.FILES_DIR), "retention": Path(settings.RETENTION_DIR)}
    return found | ({"copies": Path(settings.COPIES_DIR)} if with_copies else {})


def make_backup(folder: Path, *, actor: Actor, now: dt.datetime, with_copies: bool = True) -> Backup:
    """Write a verified backup into `folder` and record it. Raises BackupError; what is in the folder already stays.

    With copies it is one only when every part of every finished copy is in it: what is told to be whole pushes out the others.
    """
    name = now.astimezone(dt.UTC).strftime(NAME_PATTERN)
    with _turn_at(folder):
        draft = folder / f"{name}{UNFINISHED}"
        try:
            with archive.writing(draft, _recipients()) as sealed:
                counted = _write(sealed, now, with_copies=with_copies)
            found = read_back(draft)
            if found != counted:
                raise BackupError(f"備份檔讀回的內容與寫入的不符（{found}、{counted}），請再執行一次。")
            backup = Backup(
                name=name, made_at=now, size=sealed.size, sha256=sealed.sha256,
                entries=counted.entries, rows=counted.rows, files=counted.files, has_copies=with_copies,
            )  # fmt: skip
            write_note(folder, backup)
            place.know(folder)
            draft.rename(folder / name)
            sync_folder(folder)
        except OSError as error:
            raise BackupError(f"備份無法寫入 {folder}（{error.strerror}），請確認磁碟空間與權限。") from error
        finally:
            draft.unlink(missing_ok=True)
    if not is_migration_waiting():  # else this version's ledger may not be that of the database
        _record(backup, actor, now)
    return backup


def read_back(path: Path) -> Counted:
    """Return what the archive at `path` holds, read to its last byte. Raises BackupError when it is not whole."""
    counted, told = Counted(), None
    _forget_pages(path)
    with archive.reading(path, settings.BACKUP_IDENTITIES) as tar:
        for member in tar:
            content = tar.extractfile(member)
            assert content is not None  # noqa: S101 we write regular files only
            if member.name == END:
                told = json.load(content)
            elif member.name.startswith("tables/"):
                counted.rows += sum(1 for _ in content) - 1  # the first names the columns
            elif member.name == META:
                counted.entries = json.load(content)["entries"]
            else:
                counted.files += 1
                while content.read(archive.PIECE):
                    pass
    if told != {"rows": counted.rows, "files": counted.files}:
        raise BackupError("備份檔不完整：結尾的筆數與內容不符。")
    return counted


def _write(sealed: Writing, now: dt.datetime, *, with_copies: bool) -> Counted:
    counted, known = Counted(), models_of_the_database()
    _require_copies(wanted=with_copies)
    with ledger.one_view():
        counted.entries = length()
        sealed.add_json(META, _meta(counted, now, with_copies=with_copies))
        for model in tables.tables(known):
            for number, (lines, rows) in enumerate(_pieces(model)):
                sealed.add_bytes(f"tables/{model._meta.db_table}/{number:06d}.jsonl", lines)
                counted.rows += rows
        owed = parts_owed(known) if with_copies else {}
    for name, root in folders(with_copies=with_copies).items():
        for path in _files_below(root):
            member = f"{name}/{path.relative_to(root)}"
            if sealed.add_file(member, path):
                counted.files += 1
                owed.pop(member, None)
    _require_copies(wanted=with_copies)
    require_paid(owed, known)
    sealed.add_json(END, {"rows": counted.rows, "files": counted.files})
    return counted


def _require_copies(*, wanted: bool) -> None:
    """Refuse while the folder of copies is not the one that was marked; before an upgrade its row may not be readable yet."""
    if not wanted or is_migration_waiting():
        return
    try:
        require_store()
    except StoreAway as away:
        raise CopiesMissing(str(away)) from away


def _meta(counted: Counted, now: dt.datetime, *, with_copies: bool) -> dict[str, object]:
    applied = MigrationRecorder(connection).applied_migrations()
    return {
        "format": FORMAT,
        "made_at": now.isoformat(),
        "engine": connection.vendor,
        "entries": counted.entries,
        "migrations": sorted(applied),
        "last_keys": tables.last_keys(),
        "has_copies": with_copies,
    }


def _pieces(model: type[Model]) -> Iterator[tuple[bytes, int]]:
    """Yield the rows of a table in members of a size that fits into memory, each with the names of its columns."""
    head = tables.line_of(tables.columns_of(model))
    piece, rows = bytearray(head), 0
    for row in tables.rows_of(model):
        piece += tables.line_of(row)
        rows += 1
        if len(piece) >= LINES:
            yield bytes(piece), rows
            piece, rows = bytearray(head), 0
    if rows:
        yield bytes(piece), rows


def _files_below(root: Path) -> Iterator[Path]:
    for folder, names, files in os.walk(root, onerror=_unless_gone):
        names.sort()
        yield from (Path(folder, file) for file in sorted(files) if not Path(folder, file).is_symlink())


def _unless_gone(error: OSError) -> None:
    """Raise BackupError for a folder that cannot be listed; one that was never made, or has just gone, has nothing in it."""
    if not isinstance(error, FileNotFoundError):
        raise BackupError(f"無法讀取 {error.filename}（{error.strerror}），未製作備份。請確認磁碟已掛載。") from error


def _recipients() -> list[str]:
    own = x25519.Identity.from_str(settings.BACKUP_IDENTITIES[0]).to_public()
    return [str(own), *settings.BACKUP_RECIPIENTS]


@contextlib.contextmanager
def _turn_at(folder: Path) -> Iterator[None]:
    """Let one backup at a time be made in `folder`; what a killed one left unfinished goes first."""
    try:
        place.require_known(folder)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = (folder / ".lock").open("w", encoding="ascii")
    except OSError as error:
        raise BackupError(f"無法使用備份資料夾 {folder}（{error.strerror}）。") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise BackupBusy from error
        for left in folder.glob(f"*{UNFINISHED}"):
            left.unlink()
            (folder / f"{left.name.removesuffix(UNFINISHED)}{NOTE}").unlink(missing_ok=True)
        yield


def _forget_pages(path: Path) -> None:
    """Let the system read the file from the disk, not from what it remembers having written."""
    with path.open("rb") as file:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


@transaction.atomic
def _record(backup: Backup, actor: Actor, now: dt.datetime) -> None:
    words = {"entries": str(backup.entries), "sha256": backup.sha256}
    ledger.append(verb=Verb.BACKUP_MADE, actor=actor, subject=backup.name, detail=words, now=now)
