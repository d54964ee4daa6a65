"""附錄2附表: what an inspection found of every camera and recorder (ruling 21: 「等 n 支，詳附表」)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from maintenance.choices import Answer
from maintenance.documents.appendix_2 import title_size
from printing.documents import render
from printing.rules import short_date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from maintenance.models import Fault, Inspection
    from maintenance.selectors import CameraItem, RecorderItem, Sheet
    from printing.documents import Furniture

TEMPLATE = "maintenance/attached.pdf.html"
TITLE_WIDTH = 128.0
CAMERAS = (("攝影機", 9), ("地點", 29), ("狀況", 15), ("說明及故障單號", 26), ("檢查人", 21))
RECORDERS = (
    ("主機", 12),
    ("電源", 8),
    ("錄影", 8),
    ("硬碟", 8),
    ("最早可播放日", 19),
    ("校時差", 13),
    ("說明及故障單號", 32),
)
SYSTEM = (("系統項目", 46), ("情形", 14), ("故障單號", 40))
FAULTS = (("項目", 14), ("地點", 30), ("狀況", 20), ("故障單號", 16), ("說明", 20))
SYSTEM_ITEMS = (
    ("password", "預設密碼已變更"),
    ("firmware", "韌體為最新或廠商建議版本"),
    ("sign", "告示牌完整"),
    ("ups", "不斷電系統（UPS）正常"),
)


@dataclass(frozen=True)
class Table:
    """One table of the paper: heading, columns with their widths in percent, rows of cells."""

    heading: str
    columns: Sequence[tuple[str, int]]
    rows: Sequence[Sequence[str]]


def render_attached(
    inspection: Inspection, sheet: Sheet | None, faults: Sequence[Fault], school_short_name: str, furniture: Furniture
) -> bytes:
    """Return the 附表 of an inspection as PDF: every item of its work list, else the faults it found."""
    return render(TEMPLATE, attached_context(inspection, sheet, faults, school_short_name), furniture)


def attached_context(
    inspection: Inspection, sheet: Sheet | None, faults: Sequence[Fault], school_short_name: str
) -> dict[str, object]:
    """Return what the template reads."""
    title = f"{school_short_name}監視錄影系統紀錄表附表"
    return {
        "title": title,
        "title_size": title_size(title, TITLE_WIDTH),
        "mark": "附錄2附表",
        "inspected_on": short_date(inspection.inspected_on),
        "inspector": inspection.inspector,
        "tables": _of_sheet(sheet, faults) if sheet else [_of_faults(faults)],
    }


def _of_sheet(sheet: Sheet, faults: Sequence[Fault]) -> list[Table]:
    cameras = [_camera_row(item, faults) for item in sheet.cameras]
    recorders = [_recorder_row(item, faults) for item in sheet.recorders]
    return [
        Table(f"一、攝影機（{len(cameras)} 支）", CAMERAS, cameras),
        Table(f"二、監視主機（{len(recorders)} 部）", RECORDERS, recorders),
        Table("三、系統", SYSTEM, _system_rows(sheet, faults)),
    ]


def _of_faults(faults: Sequence[Fault]) -> Table:
    rows = [
        (fault.code, fault.place, str(fault.get_symptom_display()), fault.number, fault.description) for fault in faults
    ]
    return Table(f"異常項目（{len(rows)} 項）", FAULTS, rows)


def _camera_row(item: CameraItem, faults: Sequence[Fault]) -> tuple[str, ...]:
    found = item.found
    if found is None:
        return (item.camera.code, f"{item.camera.place} {item.camera.name}", "", "", "")
    numbers = [fault.number for fault in faults if fault.camera_id == item.camera.pk and not item.is_well]
    return (
        item.camera.code,
        f"{item.camera.place} {item.camera.name}",
        str(found.get_condition_display()),
        _noted(found.note, numbers),
        found.checked_by,
    )


def _recorder_row(item: RecorderItem, faults: Sequence[Fault]) -> tuple[str, ...]:
    found = item.found
    if found is None:
        return (item.recorder.code, "", "", "", "", "", "")
    numbers = [fault.number for fault in faults if fault.recorder_id == item.recorder.pk]
    ticks = ("是" if each else "否" for each in (found.has_power, found.is_recording, found.disk_is_healthy))
    offset = f"{found.clock_offset_seconds:+d} 秒" if found.clock_offset_seconds else "0 秒"
    return (item.recorder.code, *ticks, short_date(found.earliest_day), offset, _noted(found.note, numbers))


def _system_rows(sheet: Sheet, faults: Sequence[Fault]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for name, label in SYSTEM_ITEMS:
        answer = getattr(sheet.work_list, name)
        numbers = [fault.number for fault in faults if fault.symptom == name and answer == Answer.BAD]
        rows.append((label, str(Answer(answer).label) if answer else "", "、".join(numbers)))
    if sheet.work_list.system_note:
        rows.append(("說明", "", sheet.work_list.system_note))
    return rows


def _noted(note: str, numbers: Sequence[str]) -> str:
    return "；".join(filter(None, (note, "、".join(numbers))))
