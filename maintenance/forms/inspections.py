"""Shape of what people fill in about inspections."""

from __future__ import annotations

from typing import Any

from django import forms

from maintenance.choices import Answer, Condition
from maintenance.forms.keyed import KeyedForm, offset_field
from maintenance.forms.photos import PhotoField
from maintenance.forms.troubles import TroublesForm
from maintenance.selectors import unfinished_faults
from printing.widgets import RocDateField
from retention.forms import earliest_day_field
from work.forms import one_button

YES_NO = (("yes", "是"), ("no", "否"))
TICKS = ("recorder_works", "equipment_works", "picture_is_clear")


def _tick(label: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=YES_NO,
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages={"required": f"請勾選{label}。"},
    )


def _answer(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=Answer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": f"請選擇「{label}」的情形。"},
    )


class RowForm(KeyedForm):
    """The words of the paper form (ruling 21)."""

    inspected_on = RocDateField(label="檢查日期")
    recorder_works = _tick("監視主機是否正常運作")
    equipment_works = _tick("錄影監材是否正常運轉")
    picture_is_clear = _tick("視訊是否清晰")
    inspector = forms.CharField(label="保養檢查人", max_length=60, error_messages={"required": "請填寫保養檢查人。"})
    remarks = forms.CharField(
        label="備考",
        max_length=200,
        required=False,
        help_text="攝影機編號與故障單號由系統填入，這裡只寫其他情形",
    )

    despite_faults = forms.BooleanField(required=False)

    ROW = ("inspected_on", "recorder_works", "equipment_works", "picture_is_clear", "inspector", "remarks")

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.open_faults = list(unfinished_faults().select_related("camera", "recorder")) if self.is_bound else []
        self.fields["despite_faults"].label = f"目前有 {len(self.open_faults)} 件未結故障，仍登錄全部為是"

    def clean(self) -> dict[str, Any]:
        """Ask once where everything is said to work while faults are open (參、三)."""
        data = self.cleaned_data
        if self.open_faults and all(data.get(name) for name in TICKS) and not data.get("despite_faults"):
            self.add_error("despite_faults", f"{self.fields['despite_faults'].label}？請確認後勾選，或改勾「否」。")
        return data

    @property
    def asks_despite_faults(self) -> bool:
        """Whether the question is shown: it was asked, or answered and something else is wrong."""
        return bool(self.open_faults and ("despite_faults" in self.errors or self["despite_faults"].value()))

    def row(self) -> dict[str, Any]:
        """Return what the form says of the row itself."""
        return {name: self.cleaned_data[name] for name in (*self.ROW, "form_key")}


class InspectionForm(TroublesForm, RowForm):
    """直接填附錄2; where a 否 is ticked it asks which camera or recorder."""


class FinishForm(RowForm):
    """Confirming 附錄2 as a work list filled it in."""


class CameraForm(forms.Form):
    """One camera of a work list."""

    condition = forms.ChoiceField(
        label="狀況", choices=Condition.choices, widget=forms.RadioSelect, error_messages={"required": "請選擇狀況。"}
    )
    note = forms.CharField(
        label="說明", max_length=120, required=False, help_text="例如：樹枝遮住右半邊；請勿寫學生姓名"
    )
    photo = PhotoField(label="照片")

    helper = one_button("儲存這一支")


class RecorderForm(forms.Form):
    """One recorder of a work list."""

    has_power = _tick("電源正常")
    is_recording = _tick("錄影中")
    disk_is_healthy = _tick("硬碟健康")
    earliest_day = earliest_day_field()
    clock_offset_seconds = offset_field("校時差（秒）")
    note = forms.CharField(label="說明", max_length=120, required=False)

    helper = one_button("儲存這部主機")


class SystemForm(forms.Form):
    """The items of the whole system; 異常 opens a fault when 附錄2 is sent."""

    password = _answer("預設密碼已變更")
    firmware = _answer("韌體為最新或廠商建議版本")
    sign = _answer("告示牌完整")
    ups = _answer("不斷電系統（UPS）正常")
    system_note = forms.CharField(label="說明", max_length=120, required=False)

    helper = one_button("儲存系統項目")


class RecheckForm(forms.Form):
    """複查日期; the re-checker is who signs in."""

    rechecked_on = RocDateField(label="複查日期")

    helper = one_button("登錄複查")
