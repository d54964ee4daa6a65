"""Shape of hand checks, and of what is filled in about holds and the copies they owe."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

from django import forms

from accounts.forms import SeveralField
from cameras.forms import folded_by_place
from cameras.models import Camera, Place, Recorder
from cameras.selectors import cameras_in_use, cameras_that_recorded, recorders_in_use
from printing.rules import local_date
from printing.widgets import AsksNicely, FoldedGroups, RocDateField, RocMomentField, is_conditional
from retention import rules
from retention.choices import (
    CLOSED_BY_HAND,
    BackupOutcome,
    EmergencyReason,
    HoldOrigin,
    ProposalDecision,
    ReleaseGround,
)
from work.forms import one_button

if TYPE_CHECKING:
    from collections.abc import Iterable

    from retention.models import Hold

NO_NAMES = "請勿寫學生或監護人姓名。"
OTHER = "other"
PAGE_IS_OLD = "這一頁開啟已久，「剛才」「今天」已不是同一段時間，請重新選擇時段。"


def earliest_day_field(label: str = "最早可播放日", **options: Any) -> RocDateField:
    """Return the field for the first whole day a recorder still plays: half a day is not a day kept (ruling 16)."""
    return RocDateField(
        label=label,
        help_text="在主機回放畫面往前找，從 0 時起就能播放的最早一天；只剩半天的不算",
        error_messages={"required": f"請填寫{label}。"},
        **options,
    )


class HandCheckForm(forms.Form):
    """影像查核: recorder, earliest playable day, clock offset."""

    recorder = forms.ModelChoiceField(
        Recorder.objects.none(),
        label="主機",
        to_field_name="code",
        empty_label="請選擇",
        error_messages={"required": "請選擇主機。"},
    )
    earliest_day = earliest_day_field()
    clock_offset_seconds = forms.IntegerField(
        label="主機時間誤差（秒）",
        initial=0,
        min_value=-86400 * 366,
        max_value=86400 * 366,
        help_text="主機時間減標準時間：快為正、慢為負，相同填 0",
        error_messages={"required": "請填寫秒數，相同填 0。", "invalid": "請填寫整數秒數，例如 -15。"},
    )

    helper = one_button("登錄查核")

    def __init__(self, *arguments: Any, today: dt.date, **options: Any) -> None:
        super().__init__(*arguments, **options)
        recorders: forms.ModelChoiceField[Recorder] = self.fields["recorder"]  # type: ignore[assignment]
        recorders.queryset = recorders_in_use(today)


def offer_cameras(field: Any, cameras: Iterable[Camera]) -> None:
    """Let a field offer `cameras` (ordered by place), folded by place."""
    found = list(cameras)
    field.queryset = Camera.objects.filter(pk__in=[camera.pk for camera in found])
    field.choices = folded_by_place(found, "pk")


def camera_field(**options: Any) -> forms.ModelMultipleChoiceField[Camera]:
    """Return a field to tick cameras in."""
    return SeveralField(Camera.objects.none(), label="攝影機", widget=FoldedGroups, **options)


class EmergencyForm(AsksNicely, forms.Form):
    """緊急留存影像: where and when, with everything else chosen already (ruling 30: two taps)."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    shown_at = forms.CharField(widget=forms.HiddenInput, required=False)
    places = SeveralField(Place.objects.none(), label="地點", required=False, widget=forms.CheckboxSelectMultiple)
    cameras = camera_field(required=False)
    period = forms.ChoiceField(label="時段", widget=forms.RadioSelect)
    starts_at = RocMomentField(label="起", required=False)
    ends_at = RocMomentField(label="迄", required=False)
    reason = forms.ChoiceField(
        label="原因", choices=EmergencyReason.choices, initial=EmergencyReason.OTHER, widget=forms.RadioSelect
    )

    def __init__(self, *arguments: Any, now: dt.datetime, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.now, self.shown = now, self._moment_of_the_page(now)
        self.initial["shown_at"] = now.isoformat()
        if self.is_bound and self.shown is None:
            sent: Any = self.data
            again = sent.copy()
            again["shown_at"] = now.isoformat()
            self.data = again
        for name in ("starts_at", "ends_at"):
            is_conditional(self.fields[name])
        cameras = list(cameras_in_use(local_date(now)))
        places: Any = self.fields["places"]
        places.queryset = Place.objects.filter(pk__in={camera.place_id for camera in cameras})
        offer_cameras(self.fields["cameras"], cameras)
        self.recent = {one.key: one for one in rules.recent_periods(self.shown or now, now)}
        period: Any = self.fields["period"]
        period.choices = [*((one.key, one.words) for one in self.recent.values()), (OTHER, "其他時段（自行填寫）")]
        self.initial["period"] = next(iter(self.recent))

    def _moment_of_the_page(self, now: dt.datetime) -> dt.datetime | None:
        try:
            shown = dt.datetime.fromisoformat(str(self.data.get("shown_at", "")))
        except ValueError:
            return None
        is_good = shown.tzinfo is not None and now - rules.PAGE_IS_GOOD_FOR <= shown <= now
        return shown if is_good else None

    def clean(self) -> dict[str, Any]:
        """Give cameras and period; boxes that were filled in count as 其他時段."""
        data = self.cleaned_data
        chosen = self.recent.get(data.get("period", ""))
        if chosen and not (data.get("starts_at") or data.get("ends_at")):
            data["starts_at"], data["ends_at"] = chosen.starts_at, chosen.ends_at
            if self.shown is None:
                self.add_error("period", PAGE_IS_OLD)
        else:
            for name in ("starts_at", "ends_at"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, f"{self.fields[name].label}：請填寫日期與時間。")
        if not data.get("places") and not data.get("cameras"):
            self.add_error("places", "請選擇地點或攝影機。")
        return data

    def wanted(self) -> dict[str, Any]:
        """Return what is to be kept: every camera of the places that recorded then, and the cameras that were ticked."""
        data = self.cleaned_data
        there = cameras_that_recorded(local_date(data["starts_at"])).filter(place__in=data["places"])
        return {
            "cameras": list({*data["cameras"], *there}),
            "starts_at": data["starts_at"],
            "ends_at": data["ends_at"],
            "reason": EmergencyReason(data["reason"]),
            "form_key": data["form_key"],
        }


class ConfirmHoldForm(AsksNicely, forms.Form):
    """確認緊急留存."""

    reference = forms.CharField(
        label="案號",
        max_length=12,
        required=False,
        help_text="已有調閱申請時填寫，例如 115-0037；沒有時留白，影像照樣留存",
    )
    note = forms.CharField(label="說明", max_length=200, required=False, help_text=NO_NAMES)


class ReleaseForm(AsksNicely, forms.Form):
    """解除暫時留存."""

    ground = forms.ChoiceField(label="解除原因", widget=forms.RadioSelect)
    reason = forms.CharField(label="說明", max_length=150, help_text=NO_NAMES)

    def __init__(self, *arguments: Any, hold: Hold, **options: Any) -> None:
        super().__init__(*arguments, **options)
        is_emergency = hold.origin == HoldOrigin.EMERGENCY
        ground: Any = self.fields["ground"]
        ground.choices = [each for each in ReleaseGround.choices if is_emergency or each[0] != ReleaseGround.MISTAKE]


class EndLegalForm(AsksNicely, forms.Form):
    """提出解除法定留存."""

    reason = forms.CharField(label="解除理由", max_length=200, help_text=NO_NAMES)


class ReviewForm(AsksNicely, forms.Form):
    """檢討法定留存."""

    review_on = RocDateField(label="下次檢討日")
    reason = forms.CharField(label="繼續留存的理由", max_length=200, help_text=NO_NAMES)


class LegalForm(AsksNicely, forms.Form):
    """提出法定留存 of what is kept already."""

    basis = forms.CharField(
        label="依據", max_length=200, help_text=f"法令或偵查、調查案由，例如：校園性別事件防治準則第34條。{NO_NAMES}"
    )
    document_number = forms.CharField(label="依據文號", max_length=60, help_text="例如：桃檢秀字第1150001234號")
    review_on = RocDateField(label="檢討日", help_text="屆時檢討是否仍須留存，至遲 12 個月內")


class NewLegalForm(LegalForm):
    """提出法定留存 of footage nothing keeps yet."""

    cameras = camera_field()
    starts_at = RocMomentField(label="影像起")
    ends_at = RocMomentField(label="影像迄")

    field_order = ("cameras", "starts_at", "ends_at")

    def __init__(self, *arguments: Any, now: dt.datetime, **options: Any) -> None:
        super().__init__(*arguments, **options)
        every = Camera.objects.select_related("place").order_by("place__order", "place__name", "code")
        offer_cameras(self.fields["cameras"], every.exclude(retired_on__lt=local_date(now) - 366 * rules.ONE_DAY))


class DecisionForm(AsksNicely, forms.Form):
    """核定 a proposal."""

    decision = forms.ChoiceField(label="核定", choices=ProposalDecision.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label="理由", max_length=200, required=False, help_text=f"不同意時必填。{NO_NAMES}")


class CloseBackupForm(AsksNicely, forms.Form):
    """結束備份工作 without a copy of its own (ruling 13)."""

    outcome = forms.ChoiceField(
        label="未製作留存檔的原因",
        choices=[(each.value, BackupOutcome(each).label) for each in CLOSED_BY_HAND],
        widget=forms.RadioSelect,
    )
    copy = forms.CharField(
        label="他案留存檔編號", max_length=40, required=False, help_text="選「他案已留存」時必填，以 E 開頭"
    )
    reason = forms.CharField(label="說明", max_length=200, help_text=NO_NAMES)
