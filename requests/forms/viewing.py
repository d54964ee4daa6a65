"""The forms of viewings: arranging one, 「現在開始」, its end, what is set right or entered later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from accounts.forms import SeveralField
from accounts.models import User
from printing.rules import UnreadableError
from printing.widgets import AsksNicely, PaperTextField, RocMomentField
from requests import rules
from requests.choices import Answer, AppointmentState, CorrectedColumn, NoFootage, ViewingOutcome
from requests.forms.acts import offer_people
from work.forms import ACCEPTED, CheckedFileField

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

ASK_TOLD = "請先告知在場人不得翻拍、複製"


class StartViewingForm(AsksNicely, forms.Form):
    """「現在開始」: one screen, filled in beforehand; the button itself says that people were told (ruling 30)."""

    people_present = PaperTextField(
        label="在場人",
        max_length=200,
        help_text="姓名或稱謂，以頓號分開",
        error_messages={"required": "請填寫在場人。"},
    )
    place = PaperTextField(label="調閱地點", max_length=60, required=False)
    identity_checked = forms.BooleanField(label="身分已查驗", required=False, help_text="已核對到場者的證件或認識本人")
    others = SeveralField(
        label="一同陪同", queryset=User.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    told_not_to_film = forms.BooleanField(label="已告知在場人不得翻拍、複製", error_messages={"required": ASK_TOLD})

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_people(self.fields["others"], people)


class EndViewingForm(AsksNicely, forms.Form):
    """The end of a viewing: as usual two taps; where nothing was seen, or it was broken off, why."""

    saw_footage = forms.TypedChoiceField(
        label="有無影像",
        choices=[(Answer.YES.value, "有影像"), (Answer.NO.value, "無影像")],
        coerce=Answer,
        initial=Answer.YES,
        widget=forms.RadioSelect,
        error_messages={"required": "請選擇有無影像。"},
    )
    no_footage = forms.ChoiceField(label="無影像之原因", choices=[("", "請選擇"), *NoFootage.choices], required=False)
    fault_number = forms.ChoiceField(
        label="故障單號", required=False, help_text="原因為「故障」時選擇；只列本案攝影機在調閱時段的故障"
    )
    finding = PaperTextField(
        label="發現摘要", max_length=200, required=False,
        help_text="一句中性的描述，隨案保存，不印在登記簿上。例如：12:41 兩名學生於走廊碰撞。",
    )  # fmt: skip
    outcome = forms.TypedChoiceField(
        label="結果", choices=ViewingOutcome.choices, coerce=ViewingOutcome, initial=ViewingOutcome.HELD,
        widget=forms.RadioSelect,
    )  # fmt: skip
    stop_reason = PaperTextField(
        label="提前中止之原因", max_length=200, required=False, help_text="例如：在場人以手機翻拍，經勸阻不聽"
    )
    remarks = PaperTextField(label="備註", max_length=200, required=False, help_text="會印在登記簿上，請勿寫入個資")

    def __init__(self, *args: Any, faults: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fault_number"].choices = [("", "無"), *((one, one) for one in faults)]  # type: ignore[attr-defined]

    def ending(self) -> dict[str, Any]:
        """Return how it ended, by the names of `services.viewings.Ending`; call after `is_valid()`."""
        names = ("outcome", "stop_reason", "saw_footage", "no_footage", "fault_number", "finding")
        return {name: self.cleaned_data[name] for name in names}


class ArrangeForm(AsksNicely, forms.Form):
    """約定調閱."""

    at = RocMomentField(label="約定時間", error_messages={"required": "請填寫約定的日期與時間。"})
    place = PaperTextField(label="調閱地點", max_length=60, error_messages={"required": "請填寫調閱地點。"})
    visitors = forms.IntegerField(
        label="到場人數", min_value=1, max_value=20, initial=1, error_messages={"required": "請填寫到場人數。"}
    )
    escorts = SeveralField(
        label="陪同人員", queryset=User.objects.none(), widget=forms.CheckboxSelectMultiple,
        help_text="至少一位為辦理本案的人員", error_messages={"required": "請選擇陪同人員。"},
    )  # fmt: skip

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_people(self.fields["escorts"], people)


class CallOffForm(AsksNicely, forms.Form):
    """Cancelling what was arranged, or writing down that nobody came."""

    state = forms.TypedChoiceField(
        label="處理",
        choices=[(one.value, one.label) for one in (AppointmentState.CANCELLED, AppointmentState.NOT_HELD)],
        coerce=AppointmentState,
        widget=forms.RadioSelect,
        error_messages={"required": "請選擇取消或未調閱。"},
    )
    reason = PaperTextField(
        label="原因", max_length=200, help_text="例如：申請人未到場", error_messages={"required": "請填寫原因。"}
    )


class CorrectRowForm(AsksNicely, forms.Form):
    """更正: what a row of the register should have said."""

    column = forms.TypedChoiceField(
        label="更正欄位", choices=CorrectedColumn.choices, coerce=CorrectedColumn, widget=forms.RadioSelect,
        error_messages={"required": "請選擇要更正的欄位。"},
    )  # fmt: skip
    right = PaperTextField(
        label="更正後內容",
        max_length=300,
        help_text=f"寫出整欄應有的內容；調閱起迄須寫起、迄的日期與時間，{rules.TIMES_EXAMPLE}",
        error_messages={"required": "請填寫更正後的內容。"},
    )
    reason = PaperTextField(
        label="更正理由", max_length=200, help_text="例如：姓名誤繕", error_messages={"required": "請填寫更正理由。"}
    )

    def __init__(self, *args: Any, held: Mapping[CorrectedColumn, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        column: Any = self.fields["column"]
        column.choices = [(one.value, f"{one.label}（現載：{text or '空白'}）") for one, text in held.items()]

    def clean(self) -> dict[str, Any]:
        """調閱起迄 are two moments in order, as the book writes them everywhere else."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("column") == CorrectedColumn.TIMES and "right" in data:
            try:
                data["right"] = rules.times_in_words(*rules.parse_times(data["right"]))
            except UnreadableError as refusal:
                self.add_error("right", str(refusal))
        return data


class BackEnterForm(EndViewingForm):
    """事後補登: what stands on the paper row that was written while the system was down."""

    started_at = RocMomentField(label="調閱起", error_messages={"required": "請填寫調閱開始的日期與時間。"})
    ended_at = RocMomentField(label="調閱迄", error_messages={"required": "請填寫調閱結束的日期與時間。"})
    place = PaperTextField(label="調閱地點", max_length=60, error_messages={"required": "請填寫調閱地點。"})
    escort = forms.ModelChoiceField(
        label="陪同人員",
        queryset=User.objects.none(),
        empty_label="請選擇",
        error_messages={"required": "請選擇陪同人員。"},
    )
    others = SeveralField(
        label="一同陪同", queryset=User.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    people_present = PaperTextField(
        label="在場人",
        max_length=200,
        help_text="姓名或稱謂，以頓號分開",
        error_messages={"required": "請填寫在場人。"},
    )
    identity_checked = forms.BooleanField(label="身分已查驗", required=False)
    told_not_to_film = forms.BooleanField(label="已告知在場人不得翻拍、複製", error_messages={"required": ASK_TOLD})
    reason = PaperTextField(
        label="事後補登之原因", max_length=200, help_text="例如：系統停機，先以紙本登記",
        error_messages={"required": "請填寫事後補登的原因。"},
    )  # fmt: skip
    scan = CheckedFileField(label="紙本登記掃描檔", help_text=ACCEPTED, asked_for="請附紙本登記的掃描檔。")

    field_order = (
        "started_at", "ended_at", "place", "escort", "others", "people_present", "identity_checked", "told_not_to_film",
    )  # fmt: skip

    def __init__(self, *args: Any, people: Iterable[User], escorts: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_people(self.fields["others"], people)
        offer_people(self.fields["escort"], escorts)
