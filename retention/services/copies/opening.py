"""A copy begins: its number, what it is to show, its own key — or the label of the medium that lies in the safe."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction

from accounts.selectors import plan_on
from ledger import services as ledger
from ledger.choices import Verb
from printing.rules import local_date
from retention import policies, rules, storage
from retention.choices import CopyKind, CopyMedium, CopyState, CopyWay
from retention.models import CopyNumber, EvidenceCopy, Hold
from retention.selectors import COPIES, bytes_still_to_come
from retention.services.backups import record_closed, write_covered
from retention.services.copies.errors import CopyError
from retention.services.copies.store import require_store
from retention.services.people import as_actor
from work.services import ring

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from accounts.models import User
    from cameras.models import Camera, Recorder
    from ledger.services import Actor
    from retention.choices import MediumKind
    from retention.models import BackupTask

LARGEST = 8 * 2**30
"""So many bytes one file may have; what is longer is exported in pieces."""
LARGEST_IN_ONE_FIELD = 2 * 2**30
"""So many without script, where a lost connection means to begin again."""
SPARE_BYTES = 2**30
"""So much stays free: the ledger must never be without room."""
NO_ROOM = "儲存空間不足，無法保存這份留存檔；請洽系統管理人員，或將影像存成標籤媒體放入保險櫃。"


@dataclass(frozen=True, slots=True)
class Content:
    """What a copy shows and who stood by. Moments are true time; `original` is set for a 遮蔽版."""

    cameras: Sequence[Camera]
    starts_at: dt.datetime
    ends_at: dt.datetime
    recorder: Recorder | None = None
    clock_offset_seconds: int = 0
    witness: str = ""
    original: EvidenceCopy | None = None


@transaction.atomic
def open_upload(
    *, hold_id: int, content: Content, name: str, size: int, user: User, now: dt.datetime, player: str = ""
) -> EvidenceCopy:
    """Begin the copy of one file of `size` bytes, to be sent in parts (伍、三). Raises CopyError, NotYourHold.

    No name and no size: the file is not chosen yet; `announce_file` or the stream itself will say which it is.
    """
    hold = _locked(hold_id)
    actor = _maker(user, hold, now)
    columns = {"way": CopyWay.UPLOAD, "original_name": name, "declared_size": size, "player": player.strip()}
    return _open_file(hold, content, actor, now, made_account=user.username, **columns)


@transaction.atomic
def open_from_shell(
    *, hold_id: int, content: Content, name: str, size: int, actor: Actor, now: dt.datetime
) -> EvidenceCopy:
    """Begin the copy of a file on this machine, as the operator of the shell. Raises CopyError."""
    columns = {"way": CopyWay.SHELL, "original_name": name, "declared_size": size}
    return _open_file(_locked(hold_id), content, actor, now, **columns)


def _open_file(hold: Hold, content: Content, actor: Actor, now: dt.datetime, **columns: Any) -> EvidenceCopy:
    if columns["original_name"] or columns["declared_size"]:
        require_file(columns["original_name"], columns["declared_size"])
    keys = storage.new_keys()
    columns |= {"state": CopyState.RECEIVING, "recipient": keys.recipient, "identity": keys.identity}
    return _open(hold, content, actor, now, medium=CopyMedium.FILE, **columns)


def require_file(name: str, size: int, but: int | None = None) -> None:
    """Raise StoreAway when the folder is not ours, CopyError unless a file of that name and size can be kept, beside what other copies were promised."""
    if not name.strip():
        raise CopyError("請選擇檔案。", field="file")
    if not 0 < size <= LARGEST:
        raise CopyError("檔案須大於 0、不超過 8 GiB；更長的影像請分段匯出，每段一份留存檔。", field="file")
    require_room(size, but)


@transaction.atomic
def queue_folder_copy(*, hold_id: int, user: User, now: dt.datetime, witness: str = "") -> EvidenceCopy:
    """Let a job copy what the folders of recordings hold of a hold. Raises CopyError, NotYourHold."""
    hold = _locked(hold_id)
    actor = _maker(user, hold, now)
    copy = write_folder_copy(hold, actor, now, made_account=user.username, witness=witness.strip())
    record_started(copy, actor, now)
    return copy


def write_folder_copy(hold: Hold, actor: Actor, now: dt.datetime, **columns: Any) -> EvidenceCopy:
    """Write the copy that a job is to make of a hold's footage, inside the caller's transaction, who records it. Raises CopyError.

    It begins once the last recording of the period is surely closed.
    """
    if hold.copies.filter(way=CopyWay.FOLDER, state__in=[CopyState.WAITING, CopyState.RECEIVING]).exists():
        raise CopyError("這筆留存已有由資料夾複製的工作，請等候完成。")
    content = Content(
        list(hold.cameras.all()), hold.starts_at, hold.ends_at, witness=columns.pop("witness", ""),
    )  # fmt: skip
    keys = storage.new_keys()
    columns |= {"recipient": keys.recipient, "identity": keys.identity, "way": CopyWay.FOLDER}
    not_before = max(now, hold.ends_at + rules.RECORDING_CLOSED_AFTER)
    ring("retention.tasks.make_copies")
    return _write(
        hold, content, actor, now, medium=CopyMedium.FILE, state=CopyState.WAITING, not_before=not_before, **columns
    )


@dataclass(frozen=True, slots=True)
class Label:
    """What stands on a medium, and where it lies."""

    kind: MediumKind
    serial: str
    kept_at: str


@transaction.atomic
def store_medium(*, hold_id: int, content: Content, label: Label, user: User, now: dt.datetime) -> EvidenceCopy:
    """Enter a labelled medium that lies in the safe: it is a copy from then on (ruling 13). Raises CopyError, NotYourHold."""
    hold = _locked(hold_id)
    actor = _maker(user, hold, now)
    if not label.serial.strip():
        raise CopyError("請填寫媒體標籤上的編號。", field="medium_serial")
    if not label.kept_at.strip():
        raise CopyError("請填寫存放地點，例如：總務處保險櫃。", field="kept_at")
    copy = _write(
        hold, content, actor, now, medium=CopyMedium.MEDIUM, state=CopyState.FINISHED, way=CopyWay.SAFE,
        made_account=user.username, medium_kind=label.kind, medium_serial=label.serial.strip(),
        kept_at=label.kept_at.strip(), finished_at=now,
    )  # fmt: skip
    tasks = write_covered(copy.number, actor, now)
    record_started(copy, actor, now)
    where = f"{copy.get_medium_kind_display()} {copy.medium_serial}，存放於{copy.kept_at}"
    record_made(copy, tasks, actor, where, now)
    return copy


def record_made(copy: EvidenceCopy, tasks: Sequence[BackupTask], actor: Actor, what: str, now: dt.datetime) -> None:
    """Append that a copy is finished, and that so is every 備份工作 of `tasks`, which waited for nothing else."""
    ledger.append(verb=Verb.COPY_MADE, actor=actor, detail={"what": what}, now=now, **COPIES.said(copy))
    for task in tasks:
        record_closed(task, actor, now)


def require_room(size: int, but: int | None = None) -> None:
    """Raise CopyError unless `size` bytes find room beside what other copies on their way were promised."""
    require_store()
    try:
        free = storage.free_for_copies()
    except OSError as error:
        raise CopyError(f"留存檔的儲存位置無法使用（{error.strerror}），請通知系統管理人員。") from error
    if size + size // 50 + SPARE_BYTES + bytes_still_to_come(but) > free:
        raise CopyError(NO_ROOM, field="file")


def _open(hold: Hold, content: Content, actor: Actor, now: dt.datetime, **columns: Any) -> EvidenceCopy:
    copy = _write(hold, content, actor, now, **columns)
    record_started(copy, actor, now)
    return copy


def record_started(copy: EvidenceCopy, actor: Actor, now: dt.datetime) -> None:
    """Append that a copy was begun, of which cameras and how."""
    codes = "、".join(sorted(copy.cameras.values_list("code", flat=True)))
    words = {"cameras": codes, "way": copy.get_way_display()}
    ledger.append(verb=Verb.COPY_STARTED, actor=actor, detail=words, now=now, **COPIES.said(copy))


def _write(hold: Hold, content: Content, actor: Actor, now: dt.datetime, **columns: Any) -> EvidenceCopy:
    _check(hold, content)
    plan = plan_on(local_date(now))
    copy = EvidenceCopy.objects.create(
        number=_next_number(now),
        hold=hold,
        kind=CopyKind.MASKED if content.original else CopyKind.ORIGINAL,
        original=content.original,
        starts_at=content.starts_at,
        ends_at=content.ends_at,
        recorder=content.recorder,
        clock_offset_seconds=content.clock_offset_seconds,
        witness=content.witness.strip(),
        made_by=actor.name,
        opened_at=now,
        due_on=rules.anniversary(local_date(content.starts_at), plan.maximum_years),
        **columns,
    )
    copy.cameras.set(content.cameras)
    return copy


def _check(hold: Hold, content: Content) -> None:
    if hold.released_at:
        raise CopyError("這筆留存已解除，不能再製作留存檔。")
    if not content.cameras or {one.pk for one in content.cameras} - {one.pk for one in hold.cameras.all()}:
        raise CopyError("請選擇這筆留存的攝影機。", field="cameras")
    if content.ends_at <= content.starts_at:
        raise CopyError("迄必須晚於起。", field="ends_at")
    if content.starts_at >= hold.ends_at or content.ends_at <= hold.starts_at:
        raise CopyError("影像時段與留存的時段沒有重疊，請確認日期與時間。", field="starts_at")
    original = content.original
    if original and (original.hold_id != hold.pk or original.kind == CopyKind.MASKED or not is_usable(original)):
        raise CopyError("遮蔽版須由同一筆留存中已備份的原始檔製作，請選擇原始檔。", field="original")


def is_usable(copy: EvidenceCopy) -> bool:
    """Say whether a copy is 已備份 and was found sound when it was last looked at."""
    return copy.state == CopyState.FINISHED and copy.damaged_at is None


def _maker(user: User, hold: Hold, now: dt.datetime) -> Actor:
    return as_actor(policies.require(policies.makes_copies(user, hold, now), policies.COPY_MAKERS, "製作留存檔"), now)


def _locked(hold_id: int) -> Hold:
    return Hold.objects.select_for_update(no_key=True).get(pk=hold_id)


def _next_number(now: dt.datetime) -> str:
    year = local_date(now).year - 1911
    CopyNumber.objects.get_or_create(roc_year=year)
    counter = CopyNumber.objects.select_for_update(no_key=True).get(roc_year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return str(counter)
