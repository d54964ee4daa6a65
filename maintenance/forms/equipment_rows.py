"""設備帳 as a sheet: the same columns for import and export."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from cameras.models import Camera, Recorder
from maintenance.choices import Restriction
from work.forms import CodeCell, DayCell, RowForm, TextCell, WholeCell, WordCell, YesNoCell

if TYPE_CHECKING:
    from maintenance.models import Equipment


def _must(label: str) -> dict[str, str]:
    return {"required": f"請填{label}。"}


class EquipmentRow(RowForm):
    """設備: one row of the sheet. 財產編號 and 分號 together say which."""

    key: ClassVar = ("number", "suffix")

    number = TextCell(label="財產編號", max_length=30, error_messages=_must("財產編號"))
    suffix = TextCell(label="分號", max_length=10, required=False)
    name = TextCell(label="名稱", max_length=60, error_messages=_must("名稱"))
    brand = TextCell(label="廠牌", max_length=40, required=False)
    model = TextCell(label="型號", max_length=60, required=False)
    serial = TextCell(label="製造序號", max_length=60, required=False)
    acquired_on = DayCell(label="取得日期", error_messages=_must("取得日期"))
    cost = WholeCell(label="原值", min_value=0, max_value=99_999_999, error_messages=_must("原值"))
    life_years = WholeCell(label="最低耐用年限", min_value=0, max_value=99, error_messages=_must("最低耐用年限"))
    keeper = TextCell(label="經管人", max_length=40, error_messages=_must("經管人"))
    unit = TextCell(label="使用單位", max_length=40, error_messages=_must("使用單位"))
    location = TextCell(label="存置地點", max_length=60, error_messages=_must("存置地點"))
    warranty_until = DayCell(label="保固到期", required=False)
    is_networked = YesNoCell(label="連網")
    restriction = WordCell(Restriction, label="限制廠牌", required=False)
    approval_number = TextCell(label="列管核准文號", max_length=60, required=False)
    replace_by = DayCell(label="汰換期限", required=False)
    camera = CodeCell(Camera.objects.all(), unknown="沒有這支攝影機，請填攝影機編號。", label="攝影機", required=False)
    recorder = CodeCell(Recorder.objects.all(), unknown="沒有這部主機，請填主機編號。", label="主機", required=False)
    scrapped_on = DayCell(label="報廢日期", required=False)
    scrap_number = TextCell(label="報廢文號", max_length=60, required=False)
    remarks = TextCell(label="備註", max_length=200, required=False)


def equipment_facts(equipment: Equipment) -> dict[str, Any]:
    """Return the facts of a thing under the names of its row."""
    return {name: getattr(equipment, name) for name in EquipmentRow.base_fields}
