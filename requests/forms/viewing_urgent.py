"""The forms of 校內緊急調閱 and of 管理檢視 (rulings 10, 18)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms

from accounts import selectors as accounts
from accounts.forms import SeveralField
from accounts.models import User
from cameras.models import Place
from cameras.selectors import cameras_in_use
from printing.rules import TAIPEI, local_date
from printing.widgets import AsksNicely, ClockField, PaperTextField, RocDateField, RocMomentField
from requests.choices import BY_FORM, EMERGENCIES, FOR_A_CHILD, Answer, Asker, ConsentGround, ManagementPurpose
from requests.forms.entering import PersonField
from requests.forms.viewing import ASK_TOLD
from retention.forms import camera_field, offer_cameras

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from accounts.selectors import Signatory


class ConsentField(forms.ModelChoiceField):  # type: ignore[type-arg] # not subscriptable at run time
    """Who said yes, each under title and, as a deputy, for whom."""

    def offer(self, people: Iterable[Signatory]) -> None:
        """Let it offer exactly these."""
        self.shown = {
            one.user.pk: f"{one.title} {one.user.name}" + (f"（{one.note}）" if one.note else "") for one in people
        }
        self.queryset = User.objects.filter(pk__in=self.shown).order_by("pk")

    def label_from_instance(self, person: User) -> str:
        """Return for instance 教務主任 陳煒騏（校長公出）."""
        return self.shown[person.pk]


class ConsentForm(AsksNicely, forms.Form):
    """口頭同意, and who is there: what an emergency viewing of a case that was sent needs."""

    ground = forms.TypedChoiceField(
        label="緊急事由",
        coerce=ConsentGround,
        widget=forms.RadioSelect,
        error_messages={"required": "請選擇緊急事由。"},
    )
    consented_by = ConsentField(
        label="口頭同意人", queryset=User.objects.none(), widget=forms.RadioSelect, empty_label=None,
        error_messages={"required": "請選擇口頭同意的校長、處室主管或值班主管。"},
    )  # fmt: skip
    consented_at = RocMomentField(label="同意時間", error_messages={"required": "請填寫同意的日期與時間。"})
    people_present = PaperTextField(
        label="在場人",
        max_length=200,
        help_text="姓名或稱謂，以頓號分開",
        error_messages={"required": "請填寫在場人。"},
    )
    place = PaperTextField(label="調閱地點", max_length=60, error_messages={"required": "請填寫調閱地點。"})
    told_not_to_film = forms.BooleanField(label="已告知在場人不得翻拍、複製", error_messages={"required": ASK_TOLD})

    def __init__(
        self,
        *args: Any,
        consenters: Iterable[Signatory],
        grounds: Sequence[ConsentGround] = EMERGENCIES,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        ground = self.fields["ground"]
        ground.choices = [(one.value, one.label) for one in grounds]  # type: ignore[attr-defined]
        if len(grounds) == 1:  # nothing to choose
            ground.widget, ground.initial = forms.HiddenInput(), grounds[0]
        self.fields["consented_by"].offer(consenters)  # type: ignore[attr-defined]


class EmergencyForm(ConsentForm):
    """校內緊急調閱: the five fields of 附錄1 and the consent, on one screen."""

    asker = forms.TypedChoiceField(
        label="申請人身分", choices=[(one.value, one.label) for one in BY_FORM], coerce=Asker, initial=Asker.STAFF,
        widget=forms.RadioSelect, error_messages={"required": "請選擇申請人身分。"},
    )  # fmt: skip
    account = PersonField(
        label="申請人", queryset=User.objects.none(), required=False, empty_label="沒有帳號，另填姓名"
    )
    applicant_name = PaperTextField(label="申請人姓名", max_length=60, required=False, help_text="沒有帳號時填寫")
    protection_order = forms.ChoiceField(
        label="有無保護令或會面限制", choices=[(Answer.NO.value, "無"), (Answer.YES.value, "有")], required=False,
        widget=forms.RadioSelect, help_text="不清楚時，先詢問學務處或輔導室，再讓其觀看。",
        error_messages={"required": "請選擇有無保護令或會面限制。"},
    )  # fmt: skip
    relation = PaperTextField(
        label="與當事人關係", max_length=40, help_text="例如：導師", error_messages={"required": "請填寫與當事人關係。"}
    )
    places = SeveralField(
        label="攝影機地點", queryset=Place.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    cameras = camera_field(required=False)
    day = RocDateField(label="影像日期", error_messages={"required": "請填寫影像日期。"})
    starts = ClockField(label="影像起", error_messages={"required": "請填寫影像開始時間。"})
    ends = ClockField(label="影像迄", error_messages={"required": "請填寫影像結束時間。"})
    reason = PaperTextField(
        label="申請事由", max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="例如：二年級學生放學後未到安親班，須確認由何門離校。提到學生時可用班級座號。",
        error_messages={"required": "請填寫申請事由。"},
    )  # fmt: skip

    field_order = (
        "ground", "asker", "account", "applicant_name", "protection_order", "relation", "places", "cameras", "day", "starts", "ends", "reason",
    )  # fmt: skip

    def __init__(self, *args: Any, operator: User, now: dt.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now, day = now, local_date(now)
        working = cameras_in_use(day)
        offer_cameras(self.fields["cameras"], working)
        self.fields["places"].queryset = Place.objects.filter(cameras__in=working).distinct()  # type: ignore[attr-defined]
        account = self.fields["account"]
        account.queryset = accounts.people_in_use(day).exclude(pk=operator.pk)  # type: ignore[attr-defined]
        account.show_titles(day)  # type: ignore[attr-defined]
        self.fields["protection_order"].required = not self.is_bound or self["asker"].value() in FOR_A_CHILD

    def clean(self) -> dict[str, Any]:
        """Raise what only several answers together show."""
        data = super().clean() or {}
        if data.get("asker") != Asker.STAFF:
            data["account"] = None
        if data.get("asker") not in FOR_A_CHILD:
            data["protection_order"] = ""
        if not data.get("account") and not data.get("applicant_name") and "applicant_name" not in self.errors:
            self.add_error("applicant_name", "請選擇申請人，或填寫申請人姓名。")
        if not data.get("places") and not data.get("cameras") and "places" not in self.errors:
            self.add_error("places", "請選擇攝影機地點，或個別攝影機。")
        if day := data.get("day"):
            self._join(data, day)
        return data

    def _join(self, data: dict[str, Any], day: dt.date) -> None:
        for name in ("starts", "ends"):
            if data.get(name):
                data[f"{name}_at"] = dt.datetime.combine(day, data[name], TAIPEI)
        start, end = data.get("starts_at"), data.get("ends_at")
        if start and end and end <= start:
            self.add_error("ends", "結束須晚於開始；跨過午夜時，請分兩次申請。")
        elif end and end > self.now:
            self.add_error("ends", "結束時間不能在未來，請確認日期與時間。")


class LookForm(AsksNicely, forms.Form):
    """管理檢視: why, which, from when to when."""

    purpose = forms.TypedChoiceField(
        label="目的", choices=ManagementPurpose.choices, coerce=ManagementPurpose, widget=forms.RadioSelect,
        error_messages={"required": "請選擇目的。"},
    )  # fmt: skip
    reason = PaperTextField(
        label="事由", max_length=200, help_text="例如：主機校時後確認時間。請勿寫入個資。",
        error_messages={"required": "請填寫事由。"},
    )  # fmt: skip
    cameras = camera_field(error_messages={"required": "請選擇所檢視的攝影機。"})
    started_at = RocMomentField(label="檢視起", error_messages={"required": "請填寫檢視開始的日期與時間。"})
    minutes = forms.IntegerField(
        label="檢視幾分鐘", min_value=1, max_value=480, initial=5, error_messages={"required": "請填寫檢視幾分鐘。"}
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, now: dt.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_cameras(self.fields["cameras"], cameras_in_use(local_date(now)))
