"""Shape of what people fill in about faults."""

from __future__ import annotations

from django import forms

from maintenance.choices import SEEN, Symptom
from maintenance.forms.keyed import KeyedForm
from printing.widgets import RocMomentField
from work.forms import one_button


class StickerForm(KeyedForm):
    """回報故障 without an account: a choice only (ruling 27)."""

    symptom = forms.ChoiceField(
        label="狀況",
        choices=[(symptom.value, symptom.label) for symptom in SEEN],
        widget=forms.RadioSelect,
        error_messages={"required": "請選擇狀況。"},
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
