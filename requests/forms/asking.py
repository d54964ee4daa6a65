"""附錄1 in the browser."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict

from cameras.models import Camera, Place
from cameras.selectors import cameras_that_recorded
from printing.documents import missing_characters
from printing.rules import local_date
from printing.widgets import RocMomentField
from requests import rules
from requests.choices import Need

if TYPE_CHECKING:
    from requests.models import ReviewRequest

DAY_BOXES = (0, 1, 2)
LONGEST_KEPT = dt.timedelta(days=366)
"""A camera retired within this time is still offered: its footage may be on the recorder."""
NEEDS = [(need.value, need.label) for need in (Need.OWN, Need.CHILD, Need.DUTY)]


class ReviewRequestForm(forms.Form):
    """The eight things of 附錄1 (ruling 8), labelled as on the paper."""

    need = forms.ChoiceField(
        label="為何需要", choices=NEEDS, widget=forms.RadioSelect, error_messages={"required": "請選擇為何需要調閱"}
    )
    relation = forms.CharField(
        label="與當事人關係",
        max_length=40,
        help_text="例如：本人、導師、監護人",
        error_messages={"required": "請填寫與當事人關係"},
    )
    cameras = forms.ModelMultipleChoiceField(
        label="攝影機地點", queryset=Camera.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    places = forms.ModelMultipleChoiceField(
        label="不確定是哪一支", queryset=Place.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    starts_at = RocMomentField(
        label="調閱監視畫面時段　起", error_messages={"required": "請填寫調閱監視畫面時段開始的日期與時間"}
    )
    ends_at = RocMomentField(
        label="調閱監視畫面時段　至",
        help_text="與開始同一天時，只填時間即可",
        error_messages={"required": "請填寫調閱監視畫面時段結束的時間"},
    )
    long_period_reason = forms.CharField(
        label="超過兩小時之理由", max_length=200, required=False, help_text="調閱時段超過兩小時才需要填寫"
    )
    reason = forms.CharField(
        label="申請事由",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="請說明發生什麼事、為何需要看這段影像。請勿附病歷或健康資料；當事人可用班級座號或代號。",
        error_messages={"required": "請填寫申請事由", "max_length": "申請事由請勿超過 2000 字"},
    )
    attachment = forms.FileField(label="附件", required=False, help_text="PDF、JPEG 或 PNG，10 MB 以內")
    phone = forms.CharField(label="聯絡電話", max_length=40, error_messages={"required": "請填寫聯絡電話"})
    unit = forms.CharField(label="調閱單位", max_length=40, error_messages={"required": "請填寫調閱單位"})
    id_number = forms.CharField(
        label="身分證號", max_length=20, required=False, help_text="校內人員可不填，附錄1 會印「校內人員，帳號驗證」"
    )

    def __init__(self, *args: Any, now: dt.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        self._same_day_unless_said()
        working = cameras_that_recorded(local_date(now) - LONGEST_KEPT).select_related("place")
        self._field("cameras").queryset = working
        self._field("places").queryset = Place.objects.filter(cameras__in=working).distinct()

    def _same_day_unless_said(self) -> None:
        """An end without a day is on the day of the start."""
        if self.is_bound and not any(self.data.get(f"ends_at_{box}") for box in DAY_BOXES):
            said = self.data.copy() if isinstance(self.data, QueryDict) else dict(self.data)
            for box in DAY_BOXES:
                said[f"ends_at_{box}"] = self.data.get(f"starts_at_{box}", "")
            self.data = said

    def _field(self, name: str) -> Any:
        return self.fields[name]

    def by_place(self) -> list[tuple[Place, list[Camera]]]:
        """Return the cameras grouped by place, as the page draws them: place first (ruling 8)."""
        groups: dict[Place, list[Camera]] = {}
        for camera in self._field("cameras").queryset.order_by("place__order", "place__name", "code"):
            groups.setdefault(camera.place, []).append(camera)
        return list(groups.items())

    def _chosen(self, name: str) -> set[str]:
        return {str(getattr(one, "pk", one)) for one in self[name].value() or []}

    @property
    def chosen_cameras(self) -> set[str]:
        """The keys of the ticked cameras, as text, for the page to draw them ticked again."""
        return self._chosen("cameras")

    @property
    def chosen_places(self) -> set[str]:
        """The keys of the places ticked as 「不確定」, as text."""
        return self._chosen("places")

    @property
    def open_places(self) -> set[str]:
        """The keys of the places to draw unfolded: where something is ticked, else the first."""
        groups = self.by_place()
        ticked = {str(place.pk) for place, group in groups if any(str(one.pk) in self.chosen_cameras for one in group)}
        return ticked | self.chosen_places or {str(place.pk) for place, _ in groups[:1]}

    def clean_id_number(self) -> str:
        number = str(self.cleaned_data["id_number"]).strip().upper()
        if rules.looks_like_identity_number(number) and not rules.is_identity_number(number):
            raise forms.ValidationError("身分證號的檢查碼不符，請再核對一次。")
        return number

    def clean_reason(self) -> str:
        reason = str(self.cleaned_data["reason"])
        if unknown := missing_characters(reason):
            raise forms.ValidationError(f"列印用的楷體沒有「{unknown}」，請改用其他寫法。")
        return reason

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self._check_cameras(data)
        if not (data.get("cameras") or data.get("places")):
            self.add_error("cameras", "請至少選擇一支攝影機；不確定時請勾選該地點的「不確定，請承辦人協助」")
        self._check_period(data)
        return data

    def _check_cameras(self, data: dict[str, Any]) -> None:
        """A camera retired before the asked day has no footage of it; one retired since still may."""
        start = data.get("starts_at")
        if start is None:
            return
        for camera in data.get("cameras") or ():
            if camera.retired_on and camera.retired_on < local_date(start):
                self.add_error("cameras", f"攝影機 {camera.code} 在調閱時段前已停用，請改選其他攝影機")

    def _check_period(self, data: dict[str, Any]) -> None:
        start, end = data.get("starts_at"), data.get("ends_at")
        if start is None or end is None:
            return
        if start >= self.now:
            self.add_error("starts_at", "調閱時段不能在未來，請確認日期與時間")
        elif end <= start:
            self.add_error("ends_at", "結束須晚於開始；跨過午夜時，請填寫結束的日期")
        elif end > self.now:
            self.add_error("ends_at", "結束時間不能在未來，請確認日期與時間")
        elif rules.is_long_period(start, end) and not data.get("long_period_reason"):
            self.add_error("long_period_reason", "調閱時段超過兩小時，請用一句話說明理由")

    def content(self) -> dict[str, Any]:
        """Return what was filled in, by the names of `services.drafts.Content`; call after `is_valid()`."""
        asked = ("need", "relation", "phone", "unit", "id_number", "cameras", "places", "starts_at", "ends_at")
        return {name: self.cleaned_data[name] for name in (*asked, "long_period_reason", "reason")}


def initial_from(case: ReviewRequest) -> dict[str, Any]:
    """Return the form's initial values for a draft or a returned case."""
    places = list(case.places.all())
    return {
        "need": case.need, "relation": case.relation, "phone": case.phone, "unit": case.unit, "reason": case.reason,
        "id_number": case.id_number, "long_period_reason": case.long_period_reason, "places": places,
        "cameras": list(case.cameras.exclude(place__in=places)),
        "starts_at": case.starts_at, "ends_at": case.ends_at,
    }  # fmt: skip


class SubmitForm(forms.Form):
    """Note 1 of 附錄1, accepted before sending (ruling 7)."""

    accepts_note = forms.BooleanField(label="我已閱讀並同意遵守附錄1 注意事項", required=False)
