"""Shape of what people fill in about inspections."""

from __future__ import annotations

from django import forms

from maintenance.forms.keyed import KeyedForm
from printing.widgets import RocDateField
from work.forms import one_button

YES_NO = (("yes", "是"), ("no", "否"))


def _tick(label: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=YES_NO,
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages={"required": f"請勾選{label}。"},
    )


class InspectionForm(KeyedForm):
    """直接填附錄2: the words of the paper form (ruling 21)."""

    inspected_on = RocDateField(label="檢查日期")
    recorder_works = _tick("監視主機是否正常運作")
    equipment_works = _tick("錄影監材是否正常運轉")
    picture_is_clear = _tick("視訊是否清晰")
    inspector = forms.CharField(label="保養檢查人", max_length=60, error_messages={"required": "請填寫保養檢查人。"})
    remarks = forms.CharField(
        label="備考",
        max_length=200,
        required=False,
        help_text="有「否」時必填，例如：C02 黑畫面（F115-0001）",
    )

    field_order = ("inspected_on",)
    helper = one_button("登錄檢查")


class RecheckForm(forms.Form):
    """複查日期; the re-checker is who signs in."""

    rechecked_on = RocDateField(label="複查日期")

    helper = one_button("登錄複查")
