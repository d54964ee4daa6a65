"""Bringing a backup back into an empty installation: all of it or nothing, and nothing is destroyed afterwards unasked."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from cctv_admin.backup import archive, begun, room, tables
from cctv_admin.backup.begun import Begun
from cctv_admin.backup.errors import BackupError
from cctv_admin.backup.making import END, FORMAT, META, Counted, folders
from cctv_admin.backup.schema import executor_for, last_of, models_of
from ledger import services as ledger
from ledger.choices import Verb
from printing.rules import short_moment
from retention.choices import CopyMedium
from retention.models import EvidenceCopy
from retention.services import copies, copy_destruction, wait_for_a_person

if TYPE_CHECKING:
    import tarfile

    from django.apps.registry import Apps
    from django.db.models import Model

    from ledger.services import Actor, Report


@dataclass(slots=True)
class Restored:
    """What was brought back, and what the checks afterwards found."""

    counted: Counted
    made_at: dt.datetime
    has_copies: bool
    report: Report
    destroyed_again: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether nothing is left for a person to look into."""
        return self.report.ok and not self.problems


def require_empty() -> None:
    """Refuse where there is anything a restore would overwrite. Raises BackupError naming it."""
    if _is_in_use():
        raise BackupError("資料庫裡已有資料。還原只能在全新的安裝上進行，請另設 CCTV_DATA_DIR 或 DATABASE_URL。")
    room.require_empty()


def restore(path: Path, *, actor: Actor, now: dt.datetime) -> Restored:
    """Bring the archive at `path` back, check it, and let destruction wait for a person.

    One that was killed is done again: from its beginning, or, where the database has everything, from its checks.

    Raises BackupError: the archive is broken or sealed for others, the installation is not empty, the keys are not
    those it was made under, or this version is too old for it. Then nothing has changed.
    """
    if is_brought_back():
        counted, meta = _of_before(path)
    else:
        counted, meta = _brought_back(path, actor, now)
    room.keep()
    call_command("migrate", interactive=False, verbosity=0)
    restored = _checked(counted, meta, actor, now)
    begun.remove()
    return restored


def require_room() -> None:
    """Refuse as `restore` will, unless what is there is half of one. Raises BackupError."""
    if begun.read() is None:
        require_empty()


def is_brought_back() -> bool:
    """Say whether a restore was killed after the database had everything: only its checks are left."""
    return begun.read() is not None and _is_in_use()


def _of_before(path: Path) -> tuple[Counted, dict[str, Any]]:
    note = begun.read()
    if note is None or note.archive != path.name:
        raise BackupError(str(note))
    with archive.reading(path, settings.BACKUP_IDENTITIES) as tar:
        meta = _meta_of(tar)
    return Counted(rows=note.rows, files=note.files, entries=meta["entries"]), meta


def _brought_back(path: Path, actor: Actor, now: dt.datetime) -> tuple[Counted, dict[str, Any]]:
    with contextlib.ExitStack() as reading:
        tar = reading.enter_context(archive.reading(path, settings.BACKUP_IDENTITIES))
        meta = _meta_of(tar)
        _make_room(path, with_copies=meta["has_copies"])
        try:
            known = _migrated_like(meta)
            with transaction.atomic():
                counted = _bring_back(tar, meta, known)
                _let_destruction_wait(known, now)
                _record(path, meta, counted, actor, now)
                reading.close()  # to its last byte: only then it is vouched for
                begun.write(Begun(path.name, counted.rows, counted.files))
        except BaseException:
            if not _is_in_use():
                room.give_back()
                begun.remove()
            raise
    return counted, meta


def _make_room(path: Path, *, with_copies: bool) -> None:
    """Write down that a restore begins, after one that was killed has given back what it wrote. Raises BackupError."""
    if begun.read():
        room.give_back()
    require_empty()
    begun.write(Begun(path.name))
    room.take(with_copies=with_copies)


def _meta_of(tar: tarfile.TarFile) -> dict[str, Any]:
    member = tar.next()
    content = tar.extractfile(member) if member and member.name == META else None
    if content is None:
        raise BackupError("這不是本系統的備份檔。")
    meta: dict[str, Any] = json.load(content)
    if meta["format"] != FORMAT:
        raise BackupError(f"備份檔的格式（{meta['format']}）不是這個版本能讀的，請安裝製作備份時的版本。")
    return meta


def _migrated_like(meta: dict[str, Any]) -> Apps:
    """Bring the empty database to the migrations the archive was made under and return the models of then."""
    named = {(app, name) for app, name in meta["migrations"]}
    executor = executor_for(named)
    wanted = {node for node in named if node[0] in executor.loader.migrated_apps}
    if missing := wanted - executor.loader.disk_migrations.keys():
        listed = "、".join(sorted(f"{app} {name}" for app, name in missing))
        raise BackupError(f"備份是較新的版本製作的（{listed}），請先安裝該版本。")
    if executor.loader.applied_migrations.keys() - wanted:
        raise BackupError("這個空的資料庫已是較新的版本；請換一個全新的資料庫，還原時會自行升級。")
    executor.migrate(last_of(executor, wanted))
    return models_of(executor, wanted)


def _bring_back(tar: tarfile.TarFile, meta: dict[str, Any], known: Apps) -> Counted:
    """Load tables and files in the archive's order; the caller's transaction ends only when its end was seen."""
    models = {model._meta.db_table: model for model in tables.tables(known)}
    tables.empty_all(models.values())
    counted, told = Counted(entries=meta["entries"]), None
    roots = folders(with_copies=True)
    for member in tar:
        if member.name == META:  # read already
            continue
        content = tar.extractfile(member)
        place = PurePosixPath(member.name)
        if content is None or ".." in place.parts or place.parts[0] not in {END, "tables", *roots}:
            raise BackupError(f"備份檔裡有不是本系統寫入的項目（{member.name}），未還原。")
        if member.name == END:
            told = json.load(content)
        elif place.parts[0] == "tables":
            counted.rows += _load(models, place.parts[1], content)
        else:
            _write_file(roots[place.parts[0]].joinpath(*place.parts[1:]), content)
            counted.files += 1
    if told != {"rows": counted.rows, "files": counted.files}:
        raise BackupError("備份檔不完整：結尾的筆數與內容不符，未還原。")
    tables.go_on_counting(meta["last_keys"])
    tables.guard_again()
    return counted


def _load(models: dict[str, type[Model]], table: str, content: IO[bytes]) -> int:
    try:
        return tables.load(models[table], iter(content))
    except KeyError as error:
        raise BackupError(f"備份檔裡有這個版本沒有的資料表或欄位（{table}、{error}），未還原。") from error
    except DatabaseError as error:
        raise BackupError(f"資料表 {table} 無法寫入（{error}），未還原。") from error


def _write_file(path: Path, content: IO[bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        shutil.copyfileobj(content, file, archive.PIECE)
        file.flush()
        os.fsync(file.fileno())


def _record(path: Path, meta: dict[str, Any], counted: Counted, actor: Actor, now: dt.datetime) -> None:
    words = {"made_at": short_moment(dt.datetime.fromisoformat(meta["made_at"])), "entries": str(counted.entries)}
    try:
        ledger.append(verb=Verb.BACKUP_RESTORED, actor=actor, subject=path.name, detail=words, now=now)
    except ledger.HeadForged as error:
        raise BackupError("金鑰與備份不符：請以 --keys 指定製作備份時另存的金鑰檔。未還原。") from error


def _checked(counted: Counted, meta: dict[str, Any], actor: Actor, now: dt.datetime) -> Restored:
    """Do known destructions again, verify the ledger, look at every copy; destroy nothing new until a person says so."""
    wait_for_a_person(now)
    made_at = dt.datetime.fromisoformat(meta["made_at"])
    restored = Restored(counted, made_at, meta["has_copies"], ledger.verify())
    if not restored.has_copies:
        restored.problems.append("備份不含留存檔：請將留存檔資料夾放回後，執行 evidence redo 及 evidence check")
        return restored
    _look_after_copies(restored, actor, now)
    restored.report = ledger.verify()
    return restored


def _look_after_copies(restored: Restored, actor: Actor, now: dt.datetime) -> None:
    if not EvidenceCopy.objects.filter(medium=CopyMedium.FILE).exists():
        return
    try:
        done = copy_destruction.redo_from("", actor=actor, now=now)
        _, damaged = copies.check_every_copy(now)
    except (copy_destruction.ListError, copies.StoreAway) as error:
        restored.problems.append(str(error))
        return
    restored.destroyed_again = done.numbers
    restored.problems += [f"{number} {why}" for number, why in done.failed.items()]
    restored.problems += [f"{copy.number} {copy.problem}" for copy in damaged]
    if done.unreadable:
        restored.problems.append(f"銷毀紀錄有 {done.unreadable} 行無法讀取")


def _is_in_use() -> bool:
    there = connection.introspection.table_names()
    models = (apps.get_model(name) for name in ("accounts.User", "accounts.School", "ledger.Entry"))
    return any(model._meta.db_table in there and model._base_manager.exists() for model in models)


def _let_destruction_wait(known: Apps, now: dt.datetime) -> None:
    """Let it wait as `wait_for_a_person` will, already when the rows come: whoever is killed next had no time for it."""
    for name in ("FootageSource", "CopyStore"):
        try:
            known.get_model("retention", name)._base_manager.update(restored_at=now)
        except (LookupError, FieldDoesNotExist):  # a version that did not destroy yet
            continue
