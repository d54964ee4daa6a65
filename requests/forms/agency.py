"""What 承辦人 types in of a public body: its letter, an officer without one, a 密件, what was seized (伍、二)."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django import forms

from cameras.models import Recorder
from cameras.selectors import recorders_in_use
from printing.rules import local_date
from printing.widgets import AsksNicely, PaperTextField, RocDateField, RocMomentField
from requests.choices import Asker, LetterManner, Priority, Secrecy, SeizedItem
from requests.forms.asking import ReviewRequestForm
from requests.widgets import end_boxes
from work.forms import ACCEPTED, CheckedFileField

if TYPE_CHECKING:
    import datetime as dt

    from requests.models import AgencyLetter, ReviewRequest

BODY = "機關全銜，例如：桃園市政府警察局八德分局"
ONLY_ASKED_OF_STAFF = (
    "need", "duty_basis", "duty_reference", "relation", "long_period_reason", "reason", "subject", "drop_attachments",
    "unit", "id_document", "id_number",
)  # fmt: skip
SCOPE = ("cameras", "places", "starts_at", "ends_at", "wants_copy", "phone")
"""What `services.agency.Wanted` takes from the form, by the same names."""
LETTER = (
    "body", "number", "dated_on", "received_at", "received_number", "came_by", "priority", "reply_by", "legal_basis",
    "purpose", "scope", "use", "contact",
)  # fmt: skip
"""What `services.agency.LetterContent` takes from the form, by the same names."""


class ScopeForm(ReviewRequestForm):
    """Which cameras, when, and whether a copy: as 附錄1 asks it, without what is asked of staff. No cap binds a body."""

    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"form_key": uuid.uuid4()} | kwargs.get("initial", {})
        super().__init__(*args, asker=Asker.AGENCY, **kwargs)
        for name in ONLY_ASKED_OF_STAFF:
            del self.fields[name]
        self.fields["phone"].required = False
        self.fields["phone"].label = "機關聯絡電話"
        self.fields["wants_copy"].label = "請求複製"
        self.fields["wants_copy"].help_text = "核定准予複製、公文到校且本校留存檔完成後，才能交付。"

    def wanted(self) -> dict[str, Any]:
        """Return what the body wants to see, by the names of `services.agency.Wanted` but for its files."""
        return {name: self.cleaned_data[name] for name in SCOPE}


class LetterFields(AsksNicely, forms.Form):
    """What a letter says. Each of the four items may be missing: the case is then returned for 補正."""

    body = PaperTextField(label="來文機關", max_length=40, help_text=BODY)
    number = PaperTextField(label="來文字號", max_length=60, help_text="例如：德警分刑字第1150031234號")
    dated_on = RocDateField(label="來文日期")
    received_at = RocMomentField(label="收文日期時間", help_text="期限自此起算")
    received_number = PaperTextField(label="收文號", max_length=40, required=False)
    came_by = forms.TypedChoiceField(
        label="來文方式", choices=LetterManner.choices, coerce=LetterManner, initial=LetterManner.PAPER,
        widget=forms.RadioSelect,
    )  # fmt: skip
    priority = forms.TypedChoiceField(
        label="速別", choices=Priority.choices, coerce=Priority, initial=Priority.ORDINARY, widget=forms.RadioSelect,
        help_text="來文未訂限期時，最速件 1、速件 3、普通件 6 個工作日內回覆",
    )  # fmt: skip
    reply_by = RocDateField(label="回覆期限", required=False, help_text="來文自訂限期時填寫，優先於速別")
    legal_basis = PaperTextField(
        label="法令依據", max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="例如：刑事訴訟法第230條。來文未載明時留空，退回補正。",
    )  # fmt: skip
    purpose = PaperTextField(label="調閱目的", max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    scope = PaperTextField(label="範圍", max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    use = PaperTextField(label="用途", max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    contact = PaperTextField(label="機關承辦人", max_length=60, required=False)

    def letter(self) -> dict[str, Any]:
        """Return what the letter says, by the names of `services.agency.LetterContent`."""
        return {name: self.cleaned_data[name] for name in LETTER}


class LetterForm(LetterFields, ScopeForm):
    """登錄公文: a letter and what it asks for."""


class LaterLetterForm(LetterFields):
    """A letter that comes after somebody signed: what is asked for stays."""

    attachment = CheckedFileField(label="公文掃描檔", help_text=ACCEPTED)


class OfficerForm(ScopeForm):
    """公務機關人員到場: who he is, how that was checked, what he asks for; the letter follows (ruling 11)."""

    body = PaperTextField(label="機關", max_length=40, help_text=BODY)
    officer = PaperTextField(label="人員姓名", max_length=60)
    badge = PaperTextField(label="服務證號", max_length=40, help_text="已查驗服務證")
    came_at = RocMomentField(label="到場日期時間")
    told = PaperTextField(
        label="調閱事由",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="依其口述，公文到校後以公文為準",
    )
    called_number = PaperTextField(
        label="回撥電話", max_length=40, help_text="請自行查得該機關電話回撥，不要撥對方提供的號碼"
    )
    called_at = RocMomentField(label="回撥日期時間")
    answered_by = PaperTextField(label="接聽人", max_length=60, help_text="例如：值班台 高員，確認確有此人及此事")

    def who(self) -> dict[str, Any]:
        """Return who came, by the names of `services.agency.Officer`."""
        data = self.cleaned_data
        names = ("body", "badge", "came_at", "called_number", "called_at", "answered_by")
        return {name: data[name] for name in names} | {"name": data["officer"], "reason": data["told"]}


class SecretForm(AsksNicely, forms.Form):
    """密件: who wrote when, under which numbers; nothing else."""

    secrecy = forms.TypedChoiceField(
        label="密等", choices=[one for one in Secrecy.choices if one[0] != Secrecy.NONE], coerce=Secrecy,
        widget=forms.RadioSelect, error_messages={"required": "請選擇密等。"},
    )  # fmt: skip
    body = PaperTextField(label="來文機關", max_length=40, help_text=BODY)
    number = PaperTextField(label="來文字號", max_length=60)
    dated_on = RocDateField(label="來文日期")
    received_at = RocMomentField(label="收文日期時間")
    received_number = PaperTextField(label="收文號", max_length=40, required=False)
    priority = forms.TypedChoiceField(
        label="速別", choices=Priority.choices, coerce=Priority, initial=Priority.ORDINARY, widget=forms.RadioSelect
    )
    reply_by = RocDateField(label="回覆期限", required=False)


class SettleForm(AsksNicely, forms.Form):
    """密件辦畢."""

    settled_on = RocDateField(label="辦畢日期")


class NoReplyForm(AsksNicely, forms.Form):
    """來文機關免覆."""

    reason = PaperTextField(label="免覆的依據", max_length=200, help_text="例如：來文說明二載明免覆")


class SeizureForm(AsksNicely, forms.Form):
    """扣押 of a recorder or a disk."""

    body = PaperTextField(label="扣押機關", max_length=40, help_text=BODY)
    officer = PaperTextField(label="執行人員", max_length=60)
    badge = PaperTextField(label="服務證號", max_length=40, required=False)
    document_number = PaperTextField(
        label="扣押文書字號", max_length=60, help_text="扣押物品收據、扣押筆錄或搜索票字號"
    )
    recorder = forms.ModelChoiceField(
        Recorder.objects.none(), label="主機", to_field_name="code", empty_label="請選擇",
        error_messages={"required": "請選擇主機。"},
    )  # fmt: skip
    item = forms.TypedChoiceField(
        label="扣押物", choices=SeizedItem.choices, coerce=SeizedItem, widget=forms.RadioSelect,
        error_messages={"required": "請選擇扣押物。"},
    )  # fmt: skip
    item_note = PaperTextField(label="廠牌、序號", max_length=120, required=False)
    seized_at = RocMomentField(label="扣押日期時間")
    stops_recording = forms.BooleanField(
        label="錄影因而中斷", required=False, initial=True, help_text="勾選後，這台主機的攝影機自扣押時起登錄影像中斷"
    )
    receipt = CheckedFileField(
        label="扣押收據", help_text=f"掃描檔或照片，{ACCEPTED}", asked_for="請選擇扣押收據的掃描檔或照片。"
    )
    case_number = PaperTextField(label="相關案號", max_length=12, required=False, help_text="例如：115-0003")

    field_order = (
        "recorder",
        "item",
        "item_note",
        "seized_at",
        "stops_recording",
        "body",
        "officer",
        "badge",
    )

    def __init__(self, *args: Any, now: dt.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        recorder: Any = self.fields["recorder"]
        recorder.queryset = recorders_in_use(local_date(now))
        recorder.label_from_instance = lambda one: f"{one.code} {one.name}"
        if recorder.queryset.count() == 1:
            recorder.initial = recorder.queryset[0].code


class RestoreForm(AsksNicely, forms.Form):
    """恢復錄影."""

    restored_at = RocMomentField(label="恢復錄影日期時間")


class GivenBackForm(AsksNicely, forms.Form):
    """扣押物發還."""

    returned_on = RocDateField(label="發還日期")


def initial_letter(case: ReviewRequest, letter: AgencyLetter, *, keeps_numbers: bool) -> dict[str, Any]:
    """Return what is known of the letter and of what is asked; a letter still to come brings its own numbers."""
    own = () if keeps_numbers else ("number", "dated_on", "received_at", "received_number")
    known = {name: getattr(letter, name) for name in LETTER if name not in own}
    places = list(case.places.all())
    asked = {
        "places": places, "cameras": list(case.cameras.exclude(place__in=places)), "starts_at": case.starts_at,
        "wants_copy": case.wants_copy, "phone": case.phone,
    }  # fmt: skip
    if case.starts_at and case.ends_at:
        asked["ends_at"] = end_boxes(case.starts_at, case.ends_at)
    return {name: value for name, value in (known | asked).items() if value not in ("", None)}
