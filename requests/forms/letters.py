"""書函: its text, what is known of it afterwards, and the code with which a case is followed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from printing.widgets import PaperTextField, RocDateField
from requests.choices import ANSWERS, Delivery, LetterKind, Priority
from requests.documents.letters import LetterText, titled

if TYPE_CHECKING:
    from collections.abc import Iterable

NUMBER = {
    "label": "發文字號",
    "max_length": 60,
    "help_text": "例如：瑞豐國小總字第1150001234號",
    "error_messages": {"required": "請填寫發文字號，例如：瑞豐國小總字第1150001234號。"},
}


def _lines(label: str, rows: int, **more: Any) -> PaperTextField:
    return PaperTextField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **more)


class LetterForm(forms.Form):
    """The text of a letter; kept as it is typed."""

    addressee = PaperTextField(label="受文者", max_length=120, error_messages={"required": "請填寫受文者。"})
    subject = _lines("主旨", 3, max_length=400, error_messages={"required": "請填寫主旨。"})
    explanation = _lines(
        "說明",
        14,
        max_length=6000,
        help_text="一項一行，以「一、」「二、」起首；第二層用「（一）」。",
        error_messages={"required": "請填寫說明。"},
    )
    enclosures = PaperTextField(label="附件", max_length=120, required=False)
    original_to = PaperTextField(label="正本", max_length=200, required=False)
    copies_to = PaperTextField(label="副本", max_length=200, required=False)
    priority = forms.ChoiceField(label="速別", choices=[(one.label, one.label) for one in reversed(Priority)])
    signed_as = _lines("署名", 2, max_length=120, required=False, help_text="代理人決行時，第二行註明「代行」。")

    def text(self) -> LetterText:
        """Return what was typed; call after `is_valid()`."""
        return LetterText(**self.cleaned_data)


class SendingForm(forms.Form):
    """發文字號 and 發文日期, which the school's 公文系統 gives."""

    number = PaperTextField(**NUMBER)
    sent_on = RocDateField(label="發文日期")


class DeliveryForm(forms.Form):
    """送達方式 and 送達日."""

    manner = forms.TypedChoiceField(
        label="送達方式",
        choices=Delivery.choices,
        coerce=Delivery,
        widget=forms.RadioSelect,
        error_messages={"required": "請選擇送達方式。"},
    )
    delivered_on = RocDateField(label="送達日", help_text="郵寄者填收件回執上的日期；救濟期間自此起算。")


class OnPaperForm(SendingForm):
    """A 函覆 that was written elsewhere: which, and under which number."""

    kind = forms.TypedChoiceField(
        label="函覆內容", coerce=LetterKind, widget=forms.RadioSelect, error_messages={"required": "請選擇函覆內容。"}
    )

    field_order = ("kind", "number", "sent_on")

    def __init__(self, *args: Any, kinds: Iterable[LetterKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(one.value, titled(one, to_agency=True)) for one in kinds if one in ANSWERS]
        self.fields["kind"].choices = offered  # type: ignore[attr-defined]


class TrackForm(forms.Form):
    """Case number and 查詢碼, from the 收件回條."""

    number = forms.CharField(
        label="案號",
        max_length=20,
        help_text="例如：115-0037",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "off"}),
        error_messages={"required": "請填寫收件回條上的案號，例如：115-0037。"},
    )
    code = forms.CharField(
        label="查詢碼",
        max_length=40,
        help_text="收件回條上的 12 位英數字，大小寫及短橫線不拘",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": "請填寫收件回條上的查詢碼。"},
    )
