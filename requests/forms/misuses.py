"""不當使用或洩密事件: what was noticed, what was done since, how it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from accounts.forms import SeveralField
from accounts.models import User
from cameras.models import Camera
from printing.widgets import PaperTextField, RocMomentField
from requests.forms.acts import offer_people

if TYPE_CHECKING:
    from collections.abc import Iterable


def _lines(label: str, rows: int, **more: Any) -> PaperTextField:
    return PaperTextField(label=label, max_length=2000, widget=forms.Textarea(attrs={"rows": rows}), **more)


class MisuseForm(forms.Form):
    """What was noticed, and of what of ours."""

    noticed_by = PaperTextField(label="發現人", max_length=60, error_messages={"required": "請填寫發現人。"})
    noticed_at = RocMomentField(label="發現時間")
    what = _lines(
        "經過",
        5,
        help_text="只寫事實：何時、何處、何種影像、如何得知；不作推論。",
        error_messages={"required": "請填寫經過。"},
    )
    case_number = forms.CharField(label="相關案號", max_length=12, required=False, help_text="例如：115-0037")
    copy_number = forms.CharField(label="相關留存檔", max_length=40, required=False, help_text="例如：E115-0003")
    camera = forms.ModelChoiceField(
        label="相關攝影機", queryset=Camera.objects.order_by("code"), required=False, empty_label="無或不確定"
    )
    concerned = SeveralField(
        label="涉及人員",
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="勾選的人員不會收到通知，也看不到本事件。",
    )
    measures = _lines("已採取的處置", 3, required=False, help_text="例如：已停用帳號、已要求刪除翻拍檔。")

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_people(self.fields["concerned"], people)


class GoOnForm(forms.Form):
    """What was done since."""

    measures = _lines("處置", 5, required=False)
    informed = _lines("已告知之人員", 2, required=False, help_text="例如：當事人之法定代理人，115/11/24 電話告知。")
    security_reported_at = RocMomentField(label="資通安全事件通報時間", required=False, help_text="未通報者留白")
    breach_reported_at = RocMomentField(label="個資外洩通報時間", required=False, help_text="未通報者留白")


class CloseMisuseForm(forms.Form):
    """How it ended."""

    conclusion = _lines(
        "結論",
        4,
        help_text="例如：經查未外流，已調整權限並再次宣導；或移請人事單位辦理。",
        error_messages={"required": "請填寫結論。"},
    )
