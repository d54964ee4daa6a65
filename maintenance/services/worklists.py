"""逐項檢查: every camera and recorder saved by itself, so that nothing that was saved is ever lost (ruling 21)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from accounts.selectors import in_words
from ledger import services as ledger
from ledger.choices import Verb
from maintenance import policies
from maintenance.choices import Answer, Condition
from maintenance.models import CheckedCamera, CheckedRecorder, WorkList
from maintenance.selectors import SYSTEM_ITEMS, WORK_LISTS, sheet_of
from maintenance.services.errors import InspectionError
from printing.rules import local_date
from retention.services import HandCheckError, record_hand_check

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from accounts.models import User
    from cameras.models import Camera, Recorder
    from files.models import StoredFile
    from ledger.services import Actor


@transaction.atomic
def start_work_list(*, user: User, now: dt.datetime) -> WorkList:
    """Return the open list, begun now when there is none: two people work on the same one. Raises InspectionError."""
    if not policies.may_inspect(user, local_date(now)):
        raise InspectionError("只有承辦人可以開始逐項檢查。")
    work_list, is_new = WorkList.objects.get_or_create(is_open=True, defaults={"started_at": now, "started_by": user})
    if is_new:
        _record(Verb.WORK_LIST_STARTED, work_list, in_words(user, now), now)
    return work_list


@transaction.atomic
def check_camera(
    *,
    work_list_id: int,
    camera: Camera,
    condition: Condition,
    user: User,
    now: dt.datetime,
    note: str = "",
    photo: StoredFile | None = None,
) -> CheckedCamera:
    """Save how one camera was found; saying the same again changes nothing. A photo stays until another comes."""
    work_list, actor = _lock(work_list_id, user, now)
    if camera.retired_on and camera.retired_on <= local_date(now):
        raise InspectionError(f"攝影機 {camera.code} 已停用。")
    row = CheckedCamera.objects.filter(work_list=work_list, camera=camera).first()
    if row and photo is None and (row.condition, row.note) == (condition, note):
        return row
    row = row or CheckedCamera(work_list=work_list, camera=camera)
    row.condition, row.note, row.photo = condition, note, photo or row.photo
    row.checked_at, row.checked_by = now, actor.name
    row.save()
    _record(Verb.ITEM_CHECKED, work_list, actor, now, items=f"{camera.code} {Condition(condition).label}")
    return row


@transaction.atomic
def check_rest(*, work_list_id: int, user: User, now: dt.datetime) -> int:
    """其餘全部正常: save 正常 for every camera not looked at and not known to be broken; return how many."""
    work_list, actor = _lock(work_list_id, user, now)
    rest = sheet_of(work_list, local_date(now)).rest
    CheckedCamera.objects.bulk_create(
        CheckedCamera(
            work_list=work_list,
            camera=item.camera,
            condition=Condition.NORMAL,
            checked_at=now,
            checked_by=actor.name,
        )
        for item in rest
    )
    if rest:
        _record(Verb.ITEM_CHECKED, work_list, actor, now, items=f"其餘 {len(rest)} 支正常")
    return len(rest)


@transaction.atomic
def check_recorder(
    *,
    work_list_id: int,
    recorder: Recorder,
    has_power: bool,
    is_recording: bool,
    disk_is_healthy: bool,
    earliest_day: dt.date,
    clock_offset_seconds: int,
    note: str,
    user: User,
    now: dt.datetime,
) -> CheckedRecorder:
    """Save what was read off one recorder; coverage and clock know it at once (a hand check). Raises InspectionError."""
    work_list, actor = _lock(work_list_id, user, now)
    seen = {
        "has_power": has_power,
        "is_recording": is_recording,
        "disk_is_healthy": disk_is_healthy,
        "earliest_day": earliest_day,
        "clock_offset_seconds": clock_offset_seconds,
        "note": note,
    }
    row = CheckedRecorder.objects.filter(work_list=work_list, recorder=recorder).first()
    if row and all(getattr(row, name) == value for name, value in seen.items()):
        return row
    if row is None or (row.earliest_day, row.clock_offset_seconds) != (earliest_day, clock_offset_seconds):
        _hand_check(recorder, earliest_day, clock_offset_seconds, user, now)
    row, _ = CheckedRecorder.objects.update_or_create(
        work_list=work_list, recorder=recorder, defaults={**seen, "checked_at": now, "checked_by": actor.name}
    )
    _record(Verb.ITEM_CHECKED, work_list, actor, now, items=f"主機 {recorder.code}")
    return row


@transaction.atomic
def check_system(
    *, work_list_id: int, answers: Mapping[str, Answer], note: str, user: User, now: dt.datetime
) -> WorkList:
    """Save the items of the whole system (`SYSTEM_ITEMS`). Raises InspectionError."""
    work_list, actor = _lock(work_list_id, user, now)
    for name in SYSTEM_ITEMS:
        setattr(work_list, name, answers[name])
    work_list.system_note, work_list.system_checked_by = note, actor.name
    work_list.save(update_fields=[*SYSTEM_ITEMS, "system_note", "system_checked_by"])
    _record(Verb.ITEM_CHECKED, work_list, actor, now, items="系統項目")
    return work_list


@transaction.atomic
def drop_work_list(*, work_list_id: int, user: User, now: dt.datetime) -> WorkList:
    """Lay an open list aside, for instance one left from half a year ago; what was saved stays. Raises InspectionError."""
    work_list, actor = _lock(work_list_id, user, now)
    if not policies.may_inspect(user, local_date(now)):
        raise InspectionError("只有承辦人可以不採用逐項檢查。")
    work_list.is_open = False
    work_list.save(update_fields=["is_open"])
    _record(Verb.WORK_LIST_DROPPED, work_list, actor, now)
    return work_list


def _lock(work_list_id: int, user: User, now: dt.datetime) -> tuple[WorkList, Actor]:
    """Lock the list: two people save one after the other."""
    work_list = WorkList.objects.select_for_update(no_key=True).get(pk=work_list_id)
    if not work_list.is_open:
        raise InspectionError("這份逐項檢查已經結束，可能已由他人送出；請重新整理頁面。")
    if not policies.may_check(user, local_date(now)):
        raise InspectionError("只有承辦人及警衛可以登錄檢查項目。")
    return work_list, in_words(user, now)


def _hand_check(recorder: Recorder, earliest_day: dt.date, offset: int, user: User, now: dt.datetime) -> None:
    try:
        record_hand_check(recorder=recorder, earliest_day=earliest_day, clock_offset_seconds=offset, user=user, now=now)
    except HandCheckError as error:
        raise InspectionError(str(error), field=error.field if error.field == "earliest_day" else None) from error


def _record(verb: Verb, work_list: WorkList, actor: Actor, now: dt.datetime, **words: str) -> None:
    ledger.append(verb=verb, actor=actor, detail=words, now=now, **WORK_LISTS.said(work_list))
