"""Shape of what people fill in about faults."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from accounts.models import User
from maintenance.choices import SEEN, SEEN_AT_A_RECORDER, Symptom
from maintenance.forms.keyed import KeyedForm
from maintenance.forms.photos import PhotoField
from maintenance.policies import OWNERS
from printing.widgets import RocDateField, RocMomentField
from work.forms import one_button
from work.selectors import holders_of

if TYPE_CHECKING:
    import datetime as dt

    from maintenance.models import Fault

YES_NO = (("yes", "是"), ("no", "否"))
VERDICTS = (("pass", "合格"), ("fail", "不合格"))


def _choices(symptoms: tuple[Symptom, ...]) -> list[tuple[str, str]]:
    return [(symptom.value, symptom.label) for symptom in symptoms]


class StickerForm(KeyedForm):
    """回報故障 without an account: a choice only (ruling 27)."""

    symptom = forms.ChoiceField(
        label="狀況",
        choices=_choices(SEEN),
        widget=forms.RadioSelect,
        error_messages={"required": "請選擇狀況。"},
    )


class FaultForm(StickerForm):
    """回報故障 of somebody signed in."""

    description = forms.CharField(
        label="說明",
        max_length=200,
        required=False,
        widget=forms.Textarea({"rows": 2}),  # of several lines: Enter must not press the first choice
        help_text="選「其他」時請寫明看到什麼；請勿寫學生姓名",
    )
    photo = PhotoField(label="照片")

    def clean_description(self) -> str:
        """Ask for words where the choice alone says nothing."""
        text: str = self.cleaned_data["description"]
        if self.cleaned_data.get("symptom") == Symptom.OTHER and not text:
            raise forms.ValidationError("選「其他」時，請寫明看到什麼。")
        return text


class RecorderFaultForm(FaultForm):
    """回報故障 of a recorder."""

    symptom = forms.ChoiceField(
        label="狀況",
        choices=_choices(SEEN_AT_A_RECORDER),
        widget=forms.RadioSelect,
        error_messages={"required": "請選擇狀況。"},
    )


class AssignForm(forms.Form):
    """派工: who looks after it, and what is agreed."""

    owner = forms.ModelChoiceField(
        User.objects.none(), label="承辦人", empty_label=None, error_messages={"required": "請選擇承辦人。"}
    )
    vendor = forms.CharField(label="廠商", max_length=60, required=False, help_text="自行處理時留白")
    visit_on = RocDateField(label="預定到場日", required=False)
    interim = forms.CharField(
        label="暫代措施", max_length=200, required=False, help_text="例如：增加巡查、暫以相鄰攝影機調整角度"
    )
    since = RocMomentField(
        label="影像自何時起中斷", required=False, help_text="查出比通報更早就沒有影像時才改；影像中斷紀錄會跟著提前"
    )

    helper = one_button("儲存派工")

    def __init__(self, *arguments: Any, fault: Fault, today: dt.date, **options: Any) -> None:
        super().__init__(*arguments, **options)
        owner: Any = self.fields["owner"]
        owner.queryset = holders_of(*OWNERS, day=today).order_by("name")
        if not fault.has_no_picture:
            del self.fields["since"]


class RepairForm(forms.Form):
    """登錄修復: 處理情形 and since when it works again; the rest under 「更多」."""

    measures = forms.CharField(
        label="處理情形",
        max_length=400,
        widget=forms.Textarea({"rows": 3}),
        help_text="例如：更換電源供應器後恢復正常",
        error_messages={"required": "請填寫處理情形。"},
    )
    repaired_at = RocMomentField(label="修復時間")
    photo = PhotoField(label="修復照片")
    cost = forms.IntegerField(
        label="費用（元）",
        required=False,
        min_value=0,
        max_value=99_999_999,
        error_messages={"invalid": "請填寫整數元，例如 3500。", "min_value": "費用不可小於 0。"},
    )
    under_warranty = forms.TypedChoiceField(
        label="保固內維修",
        choices=YES_NO,
        coerce=lambda value: value == "yes",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    warranty_until = RocDateField(label="維修後保固至", required=False)

    more = ("photo", "cost", "under_warranty", "warranty_until")

    @property
    def has_more(self) -> bool:
        """Whether something under 「更多」 was filled in or is wrong."""
        return self.is_bound and any(
            self[name].errors or self[name].value() or name in self.files for name in self.more
        )


class RecheckFaultForm(forms.Form):
    """複驗情形; the verdict is the button that was pressed, and there is none without one."""

    note = forms.CharField(
        label="複驗情形",
        max_length=200,
        required=False,
        help_text="不合格時必填",
        error_messages={"max_length": "複驗情形請寫在 200 字以內。"},
    )
    result = forms.ChoiceField(
        choices=VERDICTS,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "請按「複驗合格，結案」或「不合格，退回處理」。"),
    )

    @property
    def is_well(self) -> bool:
        """Whether the repair is one indeed. Ask when the form is valid."""
        return bool(self.cleaned_data["result"] == "pass")


class DismissForm(forms.Form):
    """判定非故障, with the reason."""

    reason = forms.CharField(
        label="理由",
        max_length=200,
        help_text="例如：現場查看畫面正常",
        error_messages={"required": "請填寫理由。"},
    )

    helper = one_button("判定非故障")
