"""Inspections: a row of 附錄2 recorded, and re-checked by another person (參、三; ruling 21)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.models import User
from accounts.selectors import in_words
from ledger import services as ledger
from ledger.choices import Verb
from maintenance import policies
from maintenance.choices import FaultOrigin, Symptom
from maintenance.models import Inspection, Trouble, WorkList
from maintenance.rules import Ticks, remarks_in_words
from maintenance.selectors import INSPECTIONS, WORK_LISTS, sheet_of, unrepaired_of
from maintenance.services.errors import InspectionError
from maintenance.services.faults import FaultError
from maintenance.services.troubles import fault_in_words, open_faults
from printing.rules import local_date, long_date

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence

    from maintenance.models import Fault

BACKLOG = dt.timedelta(days=7)
"""A row typed from paper later than this tells of the past: a 否 in it opens no fault unless somebody names the thing."""
OF_TICK = {
    "recorder_works": Symptom.RECORDER_FAILS,
    "equipment_works": Symptom.EQUIPMENT_FAILS,
    "picture_is_clear": Symptom.PICTURE_UNCLEAR,
}
"""What a 否 says of the whole system while nobody has said which camera."""


@transaction.atomic
def record_inspection(
    *,
    inspected_on: dt.date,
    recorder_works: bool,
    equipment_works: bool,
    picture_is_clear: bool,
    inspector: str,
    remarks: str,
    form_key: uuid.UUID,
    user: User,
    now: dt.datetime,
    troubles: Sequence[Trouble] = (),
    work_list_id: int | None = None,
) -> Inspection:
    """Record one inspection of the whole system; what is wrong becomes faults, named in 備考 with their numbers.

    With a work list it ends with this row, and what it found counts. The same form sent twice is one row. Raises
    InspectionError.
    """
    User.objects.select_for_update(no_key=True).get(pk=user.pk)  # a double tap stands in line
    today = local_date(now)
    if not policies.may_inspect(user, today):
        raise InspectionError("只有承辦人可以登錄附錄2。")
    sent = Inspection.objects.filter(form_key=form_key).first()
    if sent:
        return sent
    if inspected_on > today:
        raise InspectionError("檢查日期不可晚於今天。", field="inspected_on")
    work_list = _lock_open(work_list_id) if work_list_id else None
    if work_list:
        troubles = [*_found(work_list, today), *troubles]
    ticks = Ticks(recorder_works, equipment_works, picture_is_clear)
    _require_consistent(ticks, troubles, remarks)
    if not troubles and inspected_on >= today - BACKLOG:
        troubles = _of_ticks(ticks, remarks)
    faults = _open(troubles, user, now)
    inspection = Inspection.objects.create(
        inspected_on=inspected_on,
        recorder_works=recorder_works,
        equipment_works=equipment_works,
        picture_is_clear=picture_is_clear,
        inspector=inspector,
        remarks=_remarks(faults, remarks),
        form_key=form_key,
        work_list=work_list,
        recorded_at=now,
        recorded_by=user,
    )
    inspection.faults.set(faults)
    _record(inspection, work_list, user, now)
    return inspection


def _lock_open(work_list_id: int) -> WorkList:
    work_list = WorkList.objects.select_for_update(no_key=True).get(pk=work_list_id)
    if not work_list.is_open:
        raise InspectionError("這份逐項檢查已經結束，可能已由他人送出；請重新整理頁面。")
    return work_list


def _found(work_list: WorkList, today: dt.date) -> list[Trouble]:
    sheet = sheet_of(work_list, today)
    if not sheet.is_complete:
        raise InspectionError(f"還有 {sheet.total - sheet.done} 項沒有檢查，請先檢查完，或按「其餘全部正常」。")
    return sheet.troubles


def _require_consistent(ticks: Ticks, troubles: Sequence[Trouble], remarks: str) -> None:
    if ticks.is_all_well and any(trouble.camera or trouble.recorder for trouble in troubles):
        raise InspectionError("有攝影機或主機異常，三項不能都勾「是」，請把相應的一項改勾「否」。")
    if not (ticks.is_all_well or troubles or remarks):
        raise InspectionError("勾選「否」時，請選出異常的攝影機或主機，或在備考寫明情形。", field="remarks")


def _of_ticks(ticks: Ticks, remarks: str) -> list[Trouble]:
    return [Trouble(symptom, description=remarks) for name, symptom in OF_TICK.items() if not getattr(ticks, name)]


def _open(troubles: Sequence[Trouble], user: User, now: dt.datetime) -> list[Fault]:
    try:
        return open_faults(troubles, origin=FaultOrigin.INSPECTION, user=user, now=now)
    except FaultError as error:
        raise InspectionError(str(error)) from error


def _remarks(faults: Sequence[Fault], typed: str) -> str:
    unit = "支" if all(fault.camera_id for fault in faults) else "項"
    return remarks_in_words([fault_in_words(fault) for fault in faults], typed, unit=unit)


def _record(inspection: Inspection, work_list: WorkList | None, user: User, now: dt.datetime) -> None:
    actor = in_words(user, now)
    if work_list:
        work_list.is_open = False
        work_list.save(update_fields=["is_open"])
        words = {"items": "全部項目，填入附錄2"}
        ledger.append(verb=Verb.ITEM_CHECKED, actor=actor, detail=words, now=now, **WORK_LISTS.said(work_list))
    word = "全部正常" if inspection.is_all_well else "有異常"
    said = INSPECTIONS.said(inspection)
    ledger.append(verb=Verb.INSPECTION_RECORDED, actor=actor, detail={"word": word}, now=now, **said)


@transaction.atomic
def recheck_inspection(*, inspection_id: int, rechecked_on: dt.date, user: User, now: dt.datetime) -> Inspection:
    """Record under the person's own name that what was 否 is well again. Raises InspectionError."""
    inspection = Inspection.objects.select_for_update(no_key=True).get(pk=inspection_id)
    if inspection.is_all_well:
        raise InspectionError("這次檢查全部正常，不需要複查。")
    if inspection.rechecked_on:
        raise InspectionError(f"已由{inspection.rechecker}於{long_date(inspection.rechecked_on)}複查。")
    if not policies.may_recheck(user, inspection, local_date(now)):
        raise InspectionError("複查須由檢查人、登錄人以外的承辦人或處室主管辦理；沒有其他人時，由校長複查。")
    if not inspection.inspected_on <= rechecked_on <= local_date(now):
        raise InspectionError("複查日期不可早於檢查日期，也不可晚於今天。", field="rechecked_on")
    if waiting := unrepaired_of(inspection):
        numbers = "、".join(fault.number for fault in waiting)
        raise InspectionError(f"故障 {numbers} 尚未修復，修復後才能複查。")
    inspection.rechecker, inspection.rechecked_on = user.name, rechecked_on
    inspection.save(update_fields=["rechecker", "rechecked_on"])
    actor = in_words(user, now)
    ledger.append(verb=Verb.INSPECTION_RECHECKED, actor=actor, now=now, **INSPECTIONS.said(inspection))
    return inspection
