"""Shape of what 承辦人 fills in about outages without a fault."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from accounts.forms import SeveralField
from cameras.choices import OutageCause
from cameras.forms import folded_by_place
from cameras.models import Camera, Place
from cameras.selectors import cameras_in_use
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
    """登錄影像中斷: which cameras, why, from and until."""

    cause = forms.ChoiceField(
        label="原因", choices=WITHOUT_FAULT, widget=forms.RadioSelect, error_messages={"required": "請選擇原因。"}
    )
    reference = forms.CharField(
        label="說明", max_length=40, required=False, help_text="例如：台電計畫停電、走廊粉刷；選「其他」時必填"
    )
    since = RocMomentField(label="起")
    until = RocMomentField(label="迄", required=False, help_text="尚未恢復請留白，恢復後再登錄")

    def clean_reference(self) -> str:
        """Ask for words where the choice alone says nothing, and keep 、 for numbers that were joined."""
        text: str = self.cleaned_data["reference"].replace("、", "，")
        if self.cleaned_data.get("cause") == OutageCause.OTHER and not text:
            raise forms.ValidationError("選「其他」時，請寫明原因。")
        return text


class EndOutageForm(forms.Form):
    """登錄恢復: since when there is a picture again, and of which of the cameras that went dark together."""

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
        """Which of those that went dark together end."""
        codes = set(self.cleaned_data["cameras"])
        return [outage for outage in self._together if outage.camera.code in codes]
