"""Faults, outages and inspections as sheets: one row each, in the words of their pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maintenance import rules
from maintenance.choices import FaultStatus
from printing.rules import short_date, short_moment

if TYPE_CHECKING:
    import datetime as dt

    from cameras.models import Outage
    from maintenance.models import Fault, Inspection

FAULT_HEADINGS = (
    "單號", "狀態", "狀況", "攝影機或主機", "位置", "說明", "來源", "異常起", "通報時間", "廠商", "預定到場日", "暫代措施",
    "處理情形", "修復時間", "歷時", "費用（元）", "保固內維修", "複驗時間", "複驗情形",
)  # fmt: skip
OUTAGE_HEADINGS = ("攝影機", "名稱", "地點", "原因", "單號或說明", "起", "迄")
INSPECTION_HEADINGS = (
    "檢查日期", "監視主機是否正常運作", "錄影監材是否正常運轉", "視訊是否清晰", "保養檢查人", "備考", "複查日期", "複查人",
)  # fmt: skip


def fault_row(fault: Fault, now: dt.datetime) -> tuple[str, ...]:
    """Return the row under `FAULT_HEADINGS`; who reported it is not on it."""
    is_fault = fault.status != FaultStatus.DISMISSED
    lasted = rules.in_words(rules.downtime(fault.reported_at, fault.repaired_at or now)) if is_fault else ""
    return (
        fault.number, fault.get_status_display(), fault.get_symptom_display(), fault.code, fault.place,
        fault.description, fault.get_origin_display(), _moment(fault.since), short_moment(fault.reported_at),
        fault.vendor, _day(fault.visit_on), fault.interim, fault.measures, _moment(fault.repaired_at), lasted,
        "" if fault.cost is None else str(fault.cost), _yes_or_no(fault.under_warranty), _moment(fault.rechecked_at),
        fault.recheck_note,
    )  # fmt: skip


def outage_row(outage: Outage) -> tuple[str, ...]:
    """Return the row under `OUTAGE_HEADINGS`; 迄 is empty while it goes on."""
    camera = outage.camera
    return (
        camera.code, camera.name, camera.place.name, outage.get_cause_display(), outage.reference,
        short_moment(outage.since), _moment(outage.until),
    )  # fmt: skip


def inspection_row(row: Inspection) -> tuple[str, ...]:
    """Return the row under `INSPECTION_HEADINGS`, as 附錄2 has it."""
    ticks = (row.recorder_works, row.equipment_works, row.picture_is_clear)
    return (
        short_date(row.inspected_on), *(_yes_or_no(tick) for tick in ticks), row.inspector, row.remarks,
        _day(row.rechecked_on), row.rechecker,
    )  # fmt: skip


def _moment(moment: dt.datetime | None) -> str:
    return short_moment(moment) if moment else ""


def _day(day: dt.date | None) -> str:
    return short_date(day) if day else ""


def _yes_or_no(answer: bool | None) -> str:  # noqa: FBT001 the answer itself
    return "" if answer is None else "是" if answer else "否"
