"""Shape of what people fill in about faults and inspections."""

from __future__ import annotations

import uuid

from django import forms

from maintenance.choices import Symptom
from printing.widgets import RocDateField, RocMomentField
from work.forms import one_button

YES_NO = (("yes", "是"), ("no", "否"))


class _Keyed(forms.Form):
    """A form with its own key, so that a double tap or a retry is one record."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class StickerForm(_Keyed):
    """回報故障 without an account: a choice only (ruling 27)."""

    symptom = forms.ChoiceField(
        label="狀況", choices=Symptom.choices, widget=forms.RadioSelect, error_messages={"required": "請選擇狀況。"}
    )


class FaultForm(StickerForm):
    """回報故障 of somebody signed in."""

    description = forms.CharField(
        label="說明", max_length=200, required=False, help_text="選「其他」時請寫明看到什麼；請勿寫學生姓名"
    )

    def clean_description(self) -> str:
        """Ask for words where the choice alone says nothing."""
        text: str = self.cleaned_data["description"]
        if self.cleaned_data.get("symptom") == Symptom.OTHER and not text:
            raise forms.ValidationError("選「其他」時，請寫明看到什麼。")
        return text


class RepairForm(forms.Form):
    """登錄修復: 處理情形 and since when it works again."""

    measures = forms.CharField(
        label="處理情形",
        max_length=400,
        widget=forms.Textarea({"rows": 3}),
        help_text="例如：更換電源供應器後恢復正常",
        error_messages={"required": "請填寫處理情形。"},
    )
    repaired_at = RocMomentField(label="修復時間")

    helper = one_button("登錄已修復")


class DismissForm(forms.Form):
    """判定非故障, with the reason."""

    reason = forms.CharField(
        label="理由",
        max_length=200,
        help_text="例如：現場查看畫面正常",
        error_messages={"required": "請填寫理由。"},
    )

    helper = one_button("判定非故障")


def _tick(label: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=YES_NO,
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages={"required": f"請勾選{label}。"},
    )


class InspectionForm(_Keyed):
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
