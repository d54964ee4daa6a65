"""Shape of what 承辦人 types about a thing in the 設備帳."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from crispy_forms.layout import Fieldset, Layout, Row
from django import forms

from cameras.models import Camera, Recorder
from maintenance.choices import Restriction
from printing.widgets import RocDateField
from work.forms import one_button

if TYPE_CHECKING:
    from crispy_forms.helper import FormHelper

LOOKED = (("", "尚未確認"), (Restriction.YES.value, "是，列管中"), (Restriction.NO.value, "否"))


def _text(label: str, length: int, *, required: bool = False, hint: str = "") -> forms.CharField:
    errors = {"required": f"請填寫{label}。"}
    return forms.CharField(label=label, max_length=length, required=required, help_text=hint, error_messages=errors)


def _whole(label: str, most: int, hint: str) -> forms.IntegerField:
    errors = {"required": f"請填寫{label}。", "invalid": f"{label}請填整數。"}
    return forms.IntegerField(label=label, min_value=0, max_value=most, help_text=hint, error_messages=errors)


class PlacedForm(forms.Form):
    """Who keeps a thing, and where."""

    keeper = _text("經管人", 40, required=True, hint="姓名")
    unit = _text("使用單位", 40, required=True, hint="例如：總務處")
    location = _text("存置地點", 60, required=True, hint="例如：警衛室")


class EquipmentForm(forms.Form):
    """設備: the facts that may change; keeper and place change by a move."""

    number = _text("財產編號", 30, required=True, hint="依縣市財產系統，例如 3140403-12")
    suffix = _text("分號", 10, hint="同一編號的第幾件")
    name = _text("名稱", 60, required=True, hint="例如：網路攝影機")
    acquired_on = RocDateField(label="取得日期", error_messages={"required": "請填寫取得日期。"})
    cost = _whole("原值（元）", 99_999_999, "一萬元以上且耐用二年以上為財產，其餘為非消耗品")
    life_years = _whole("最低耐用年限", 99, "年")
    brand = _text("廠牌", 40)
    model = _text("型號", 60)
    serial = _text("製造序號", 60)
    warranty_until = RocDateField(label="保固到期", required=False)
    is_networked = forms.BooleanField(label="連接網路", required=False)
    restriction = forms.ChoiceField(
        label="限制廠牌", choices=LOOKED, required=False, help_text="資通安全管理法限制公務機關使用的廠牌"
    )
    approval_number = _text("列管核准文號", 60)
    replace_by = RocDateField(label="汰換期限", required=False)
    camera = forms.ModelChoiceField(
        Camera.objects.order_by("code"), label="攝影機", required=False, to_field_name="code", empty_label="無"
    )
    recorder = forms.ModelChoiceField(
        Recorder.objects.order_by("code"), label="主機", required=False, to_field_name="code", empty_label="無"
    )
    remarks = _text("備註", 200)

    groups: ClassVar[tuple[Any, ...]] = (
        Fieldset("財產", Row("number", "suffix"), "name", "acquired_on", Row("cost", "life_years")),
        Fieldset("廠牌與型號", Row("brand", "model"), "serial", "warranty_until"),
        Fieldset("資通安全", "is_networked", "restriction", "approval_number", "replace_by"),
        Fieldset("對應", Row("camera", "recorder"), "remarks"),
    )

    @property
    def helper(self) -> FormHelper:
        """The form in groups, and its button."""
        helper = one_button("儲存變更")
        helper.layout = Layout(*self.groups)
        return helper


class NewEquipmentForm(PlacedForm, EquipmentForm):
    """設備 with who keeps it and where."""

    groups: ClassVar[tuple[Any, ...]] = (
        EquipmentForm.groups[0],
        Fieldset("保管", Row("keeper", "unit"), "location"),
        *EquipmentForm.groups[1:],
    )

    @property
    def helper(self) -> FormHelper:
        """The form in groups, and its button."""
        helper = one_button("列入設備帳")
        helper.layout = Layout(*self.groups)
        return helper


class MoveForm(PlacedForm):
    """異動: since when, to whom and where, why."""

    moved_on = RocDateField(label="異動日期", error_messages={"required": "請填寫異動日期。"})
    reason = _text("異動原因", 200, required=True, hint="例如：職務交接、移至仁愛樓")

    helper = one_button("登錄異動")


class ScrapForm(forms.Form):
    """報廢: since when, by which document."""

    scrapped_on = RocDateField(label="報廢日期", error_messages={"required": "請填寫報廢日期。"})
    scrap_number = _text("報廢文號", 60, required=True, hint="例如：瑞豐總字第1150001234號")

    helper = one_button("登錄報廢")
