"""Inspections: a row of 附錄2 recorded, and re-checked by another person (參、三; ruling 21)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from accounts.selectors import in_words
from ledger import services as ledger
from ledger.choices import Verb
from maintenance import policies
from maintenance.models import Inspection
from maintenance.selectors import INSPECTIONS
from printing.rules import local_date, long_date

if TYPE_CHECKING:
    import datetime as dt
    import uuid

    from accounts.models import User


class InspectionError(Exception):
    """The row cannot be recorded that way; the message says what to do. `field` names the field it belongs to."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


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
) -> Inspection:
    """Record one inspection of the whole system. The same form sent twice is one row. Raises InspectionError."""
    if not policies.may_inspect(user, local_date(now)):
        raise InspectionError("只有承辦人可以登錄附錄2。")
    if inspected_on > local_date(now):
        raise InspectionError("檢查日期不可晚於今天。", field="inspected_on")
    if not (remarks or (recorder_works and equipment_works and picture_is_clear)):
        raise InspectionError("勾選「否」時，請在備考寫明情形，例如攝影機編號及故障單號。", field="remarks")
    inspection, is_new = Inspection.objects.get_or_create(
        form_key=form_key,
        defaults={
            "inspected_on": inspected_on,
            "recorder_works": recorder_works,
            "equipment_works": equipment_works,
            "picture_is_clear": picture_is_clear,
            "inspector": inspector,
            "remarks": remarks,
            "recorded_at": now,
            "recorded_by": user,
        },
    )
    if is_new:
        word = "全部正常" if inspection.is_all_well else "有異常"
        actor = in_words(user, now)
        said = INSPECTIONS.said(inspection)
        ledger.append(verb=Verb.INSPECTION_RECORDED, actor=actor, detail={"word": word}, now=now, **said)
    return inspection


@transaction.atomic
def recheck_inspection(*, inspection_id: int, rechecked_on: dt.date, user: User, now: dt.datetime) -> Inspection:
    """Record under the person's own name that what was 否 is well again. Raises InspectionError."""
    inspection = Inspection.objects.select_for_update(no_key=True).get(pk=inspection_id)
    if inspection.is_all_well:
        raise InspectionError("這次檢查全部正常，不需要複查。")
    if inspection.rechecked_on:
        raise InspectionError(f"已由{inspection.rechecker}於{long_date(inspection.rechecked_on)}複查。")
    if not policies.may_recheck(user, inspection, local_date(now)):
        raise InspectionError("複查須由檢查人、登錄人以外的承辦人或處室主管辦理。")
    if not inspection.inspected_on <= rechecked_on <= local_date(now):
        raise InspectionError("複查日期不可早於檢查日期，也不可晚於今天。", field="rechecked_on")
    inspection.rechecker, inspection.rechecked_on = user.name, rechecked_on
    inspection.save(update_fields=["rechecker", "rechecked_on"])
    actor = in_words(user, now)
    ledger.append(verb=Verb.INSPECTION_RECHECKED, actor=actor, now=now, **INSPECTIONS.said(inspection))
    return inspection
