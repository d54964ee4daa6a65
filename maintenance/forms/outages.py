"""Shape of what 承辦人 fills in about outages without a fault."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from accounts.forms import SeveralField
from cameras.choices import OutageCause
from cameras.forms import folded_by_place
from cameras.models import Camera, Place
from cameras.selectors import cameras_in_use
from printing.rules import local_date, long_moment
from printing.widgets import FoldedGroups, RocMomentField
from work.forms import one_button

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from cameras.models import Outage

WITHOUT_FAULT = [(cause.value, cause.label) for cause in OutageCause if cause is not OutageCause.FAULT]


class CamerasForm(forms.Form):
    """Which cameras: whole places, or some one by one."""

    places = SeveralField(Place.objects.none(), label="地點", required=False, widget=forms.CheckboxSelectMultiple)
    cameras = SeveralField(
        Camera.objects.none(), label="攝影機", required=False, widget=FoldedGroups, to_field_name="code"
    )

    def __init__(self, *arguments: Any, today: dt.date, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._offered = list(cameras_in_use(today))
        places: Any = self.fields["places"]
        places.queryset = Place.objects.filter(pk__in={camera.place_id for camera in self._offered})
        cameras: Any = self.fields["cameras"]
        cameras.queryset = cameras_in_use(today)
        cameras.choices = folded_by_place(self._offered, "code")

    def clean(self) -> dict[str, Any]:
        """Give `cameras` as every camera that was chosen, in order."""
        data = self.cleaned_data
        places, single = set(data.get("places") or ()), set(data.get("cameras") or ())
        data["cameras"] = [camera for camera in self._offered if camera.place in places or camera in single]
        if not data["cameras"] and not {"places", "cameras"} & self.errors.keys():
            self.add_error("places", "請選擇地點或攝影機。")
        return data


class OutageForm(CamerasForm):
    """登錄影像中斷: which cameras, why, from and until.

    What began before `usual_from` may be a slip of the pen that explains months of gaps: it is asked for once.
    """

    cause = forms.ChoiceField(
        label="原因", choices=WITHOUT_FAULT, widget=forms.RadioSelect, error_messages={"required": "請選擇原因。"}
    )
    reference = forms.CharField(
        label="說明", max_length=40, required=False, help_text="例如：台電計畫停電、走廊粉刷；選「其他」時必填"
    )
    since = RocMomentField(label="起")
    until = RocMomentField(label="迄", required=False, help_text="尚未恢復請留白，恢復後再登錄")
    is_certain = forms.BooleanField(label="起的年月日沒有寫錯", required=False)

    def __init__(self, *arguments: Any, usual_from: dt.date, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._usual_from = usual_from

    def clean_reference(self) -> str:
        """Ask for words where the choice alone says nothing, and keep 、 for numbers that were joined."""
        text: str = self.cleaned_data["reference"].replace("、", "，")
        if self.cleaned_data.get("cause") == OutageCause.OTHER and not text:
            raise forms.ValidationError("選「其他」時，請寫明原因。")
        return text

    def clean(self) -> dict[str, Any]:
        """Ask whether a beginning that lies far back is meant."""
        data = super().clean()
        since = data.get("since")
        if since and local_date(since) < self._usual_from and not data.get("is_certain"):
            words = f"起是 {long_moment(since)}，之後缺少的影像都會視為已說明；請核對年月日，沒有寫錯請勾選後再送出。"
            self.add_error("is_certain", words)
        return data


class TogetherForm(forms.Form):
    """Which of the cameras that went dark together; with one alone there is nothing to choose."""

    def __init__(self, *arguments: Any, together: Sequence[Outage], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._together = together
        cameras: Any = self.fields["cameras"]
        cameras.initial = [outage.camera.code for outage in together]
        cameras.choices = folded_by_place([outage.camera for outage in together], "code")
        if len(together) == 1:
            cameras.widget = cameras.hidden_widget()

    @property
    def chosen(self) -> list[Outage]:
        """Which of those that went dark together are meant."""
        codes = set(self.cleaned_data["cameras"])
        return [outage for outage in self._together if outage.camera.code in codes]


class EndOutageForm(TogetherForm):
    """登錄恢復: since when there is a picture again, and of which cameras."""

    until = RocMomentField(label="恢復時間", error_messages={"required": "請填寫恢復時間。"})
    cameras = forms.MultipleChoiceField(
        label="已恢復影像的攝影機",
        widget=FoldedGroups,
        help_text="還沒有影像的請取消勾選，恢復後再登錄",
        error_messages={
            "required": "請勾選已恢復影像的攝影機。",
            "invalid_choice": "攝影機 %(value)s 已經恢復或不屬於這次中斷，請重新勾選。",
        },
    )

    helper = one_button("登錄恢復")


class WithdrawOutageForm(TogetherForm):
    """撤銷影像中斷: why it was a mistake, and of which cameras."""

    reason = forms.CharField(
        label="撤銷理由",
        max_length=100,
        help_text="例如：年份誤填；請勿填寫姓名等個人資料",
        error_messages={"required": "請填寫撤銷理由。"},
    )
    cameras = forms.MultipleChoiceField(
        label="要撤銷的攝影機",
        widget=FoldedGroups,
        help_text="確實沒有影像的請取消勾選",
        error_messages={
            "required": "請勾選要撤銷的攝影機。",
            "invalid_choice": "攝影機 %(value)s 的紀錄已經變更，請重新勾選。",
        },
    )

    helper = one_button("撤銷影像中斷")
