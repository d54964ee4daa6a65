"""Sources: registered for reading; deletion becomes ours only when two people say so, or the operator of the shell."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction

from ledger import services as ledger
from ledger.choices import Verb
from printing.rules import local_date, long_date
from retention import storage
from retention.choices import DeletedBy, LayoutKind
from retention.models import Acceptance, FolderCamera, FootageSource
from retention.rules import KNOWN, LayoutError, make_layout
from retention.selectors import SOURCES
from retention.storage import Marker
from work.services import ring

if TYPE_CHECKING:
    import datetime as dt

    from cameras.models import Camera, Recorder
    from ledger.services import Actor


class SourceError(Exception):
    """The source cannot be changed that way; the message says what to do. `field` names the field it belongs to."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


@transaction.atomic
def register_source(
    *,
    name: str,
    layout: str,
    path: str,
    actor: Actor,
    now: dt.datetime,
    recorder: Recorder | None = None,
    pattern: str = "",
    zone: str = "",
    longest_seconds: int = 0,
) -> FootageSource:
    """Register a folder of recordings for reading. A layout known by name brings its pattern, zone and longest length.

    Raises SourceError when the name is taken, the folder cannot be read, lies in another source, or the pattern tells
    too little.
    """
    known_pattern, known_zone, known_longest = KNOWN.get(layout, ("", "Asia/Taipei", 3600))
    root = _readable(path)
    source = FootageSource(
        name=name,
        recorder=recorder,
        path=root,
        layout=layout,
        pattern=known_pattern or pattern,
        zone=zone or known_zone,
        longest_seconds=longest_seconds or known_longest,
        registered_by=actor.name,
        registered_at=now,
    )
    try:
        make_layout(source.pattern, source.zone, source.longest_seconds)
    except LayoutError as error:
        raise SourceError(str(error), field="pattern" if layout == LayoutKind.PATTERN else "layout") from error
    if FootageSource.objects.filter(name=name).exists():
        raise SourceError(f"已有名稱為「{name}」的影像資料夾，請換一個名稱。", field="name")
    for other in FootageSource.objects.filter(retired_on=None):
        if _overlap(root, other.path):
            raise SourceError(f"這個資料夾與「{other.name}」（{other.path}）重疊，請確認路徑。", field="path")
    source.save()
    words = {"name": name, "layout": source.get_layout_display()}
    ledger.append(verb=Verb.SOURCE_REGISTERED, actor=actor, detail=words, now=now, **SOURCES.said(source))
    ring("retention.tasks.check_footage")
    return source


def _readable(path: str) -> str:
    """Return where the folder really is. Raises SourceError unless it can be listed."""
    root = Path(path)
    if not root.is_absolute():
        raise SourceError("請填寫完整路徑，例如 /mnt/nvr/recordings。", field="path")
    try:
        root = root.resolve(strict=True)
        with storage.open_root(str(root)) as descriptor:
            storage.has_any_name(descriptor)
    except OSError as error:
        raise SourceError(
            f"無法讀取資料夾 {path}（{error.strerror}），請確認已掛載且有讀取權限。", field="path"
        ) from error
    return str(root)


def _overlap(one: str, other: str) -> bool:
    return Path(one).is_relative_to(other) or Path(other).is_relative_to(one)


@transaction.atomic
def map_folder(*, source_id: int, folder: str, camera: Camera | None, actor: Actor, now: dt.datetime) -> FolderCamera:
    """Say whose recordings a folder name holds; holds on whose they were before keep it all the same (invariant 2).

    Raises SourceError for a name no scan has met.
    """
    source = _locked(source_id)
    row = FolderCamera.objects.filter(source=source, folder=folder).first()
    if row is None:
        raise SourceError(f"資料夾「{folder}」不在最近一次掃描結果中。", field="folder")
    if row.camera and row.camera != camera:
        row.former_cameras.add(row.camera)
    row.camera = camera
    row.save(update_fields=["camera"])
    words = {"folder": folder, "camera": f"攝影機 {camera.code}" if camera else "不明"}
    ledger.append(verb=Verb.FOLDER_MAPPED, actor=actor, detail=words, now=now, **SOURCES.said(source))
    return row


@transaction.atomic
def propose_deletion(*, source_id: int, reason: str, actor: Actor, now: dt.datetime) -> FootageSource:
    """Propose that only this product deletes in a source. Raises SourceError when it does already."""
    source = _locked(source_id)
    _require_reading(source)
    source.proposed_by, source.proposed_account, source.proposed_at = actor.name, actor.account, now
    source.confirm_reason = reason
    source.save(update_fields=["proposed_by", "proposed_account", "proposed_at", "confirm_reason"])
    words = {"reason": reason}
    ledger.append(verb=Verb.DELETION_PROPOSED, actor=actor, detail=words, now=now, **SOURCES.said(source))
    return source


@transaction.atomic
def confirm_deletion(
    *, source_id: int, stated_day: dt.date, files: int, actor: Actor, now: dt.datetime
) -> FootageSource:
    """Confirm, as a second person who saw what the first pass would destroy, that only this product deletes here.

    `stated_day` is the date the person says it is and `files` how many files the first pass showed. Marks the folder.
    Raises SourceError when nobody proposed it, the same person did, or the folder cannot be marked.
    """
    source = _locked(source_id)
    _require_reading(source)
    if source.proposed_at is None:
        raise SourceError("尚未有人提出，請先由另一位人員提出。")
    if source.proposed_account == actor.account:
        raise SourceError("須由提出人以外的另一位人員確認。")
    return _take_over(source, stated_day, files, source.confirm_reason, actor, now)


@transaction.atomic
def adopt_source(*, source_id: int, files: int, reason: str, actor: Actor, now: dt.datetime) -> FootageSource:
    """Make deletion in a source ours as the operator of the shell, who accepts the ground and the first pass.

    Also accepts anew the ground of a source that is ours already, for instance after a restore. Raises SourceError.
    """
    source = _locked(source_id)
    return _take_over(source, local_date(now), files, reason, actor, now)


def _take_over(
    source: FootageSource, stated_day: dt.date, files: int, reason: str, actor: Actor, now: dt.datetime
) -> FootageSource:
    try:
        with storage.open_root(source.path) as root:
            marker = storage.read_marker(root)
            if marker and marker.token == source.token:
                source.pass_number = max(source.pass_number, marker.pass_number)
            storage.write_marker(root, Marker(source.token, source.pass_number))
    except OSError as error:
        raise SourceError(f"無法在資料夾寫入標記檔（{error.strerror}），請確認本系統有寫入權限。") from error
    source.deleted_by, source.confirmed_by, source.confirmed_at = DeletedBy.PRODUCT, actor.name, now
    source.confirm_reason = reason
    source.save(update_fields=["deleted_by", "confirmed_by", "confirmed_at", "confirm_reason", "pass_number"])
    _accept(source, stated_day, files, reason, actor, now)
    words = {"reason": reason}
    ledger.append(verb=Verb.DELETION_CONFIRMED, actor=actor, detail=words, now=now, **SOURCES.said(source))
    return source


@transaction.atomic
def accept_pass(
    *, source_id: int, stated_day: dt.date, files: int, reason: str, actor: Actor, now: dt.datetime
) -> Acceptance:
    """Say what today's date is, and that up to `files` files may go in the next pass (house, invariant 5)."""
    source = _locked(source_id)
    acceptance = _accept(source, stated_day, files, reason, actor, now)
    words = {"day": long_date(stated_day), "files": str(files), "reason": reason}
    ledger.append(verb=Verb.PASS_ACCEPTED, actor=actor, detail=words, now=now, **SOURCES.said(source))
    return acceptance


def _accept(
    source: FootageSource, stated_day: dt.date, files: int, reason: str, actor: Actor, now: dt.datetime
) -> Acceptance:
    return Acceptance.objects.create(
        source=source, stated_day=stated_day, files=files, reason=reason, accepted_by=actor.name, accepted_at=now
    )


@transaction.atomic
def end_deletion(*, source_id: int, reason: str, actor: Actor, now: dt.datetime) -> FootageSource:
    """Only read in a source from now on. One act of one person: it keeps more, never less."""
    source = _locked(source_id)
    source.deleted_by, source.proposed_at = DeletedBy.RECORDER, None
    source.save(update_fields=["deleted_by", "proposed_at"])
    ledger.append(verb=Verb.DELETION_ENDED, actor=actor, detail={"reason": reason}, now=now, **SOURCES.said(source))
    return source


@transaction.atomic
def retire_source(*, source_id: int, on: dt.date, actor: Actor, now: dt.datetime) -> FootageSource:
    """Take a source out of use. Raises SourceError while a destruction in it is not finished."""
    source = _locked(source_id)
    if source.destructions.filter(finished_at=None).exists():
        raise SourceError("這個資料夾有尚未完成的銷毀，請待其完成後再停用。")
    source.retired_on, source.deleted_by = on, DeletedBy.RECORDER
    source.save(update_fields=["retired_on", "deleted_by"])
    words = {"on": long_date(on)}
    ledger.append(verb=Verb.SOURCE_RETIRED, actor=actor, detail=words, now=now, **SOURCES.said(source))
    return source


def _locked(source_id: int) -> FootageSource:
    source = FootageSource.objects.select_for_update(no_key=True).get(pk=source_id)
    if source.retired_on:
        raise SourceError(f"影像資料夾「{source.name}」已停用。")
    return source


def _require_reading(source: FootageSource) -> None:
    if source.deleted_by == DeletedBy.PRODUCT:
        raise SourceError("這個資料夾已由本系統刪除，無須再確認。")
