"""Shape of what is said of a copy (留存檔): what it shows, by which clock, who stood by; and why somebody opens one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from accounts.forms import SeveralField
from cameras.models import Camera, Recorder
from printing.widgets import AsksNicely, RocMomentField
from retention.choices import MediumKind, ReadingKind, ReadingPurpose
from retention.models import EvidenceCopy
from work.forms import one_button

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from crispy_forms.helper import FormHelper

    from retention.models import Hold

WITNESS = "製作時在場的另一人；沒有時留白"
NO_ORIGINAL = "不是遮蔽版"


class FolderCopyForm(AsksNicely, forms.Form):
    """由影像資料夾複製: nothing is to be said but who stood by."""

    witness = forms.CharField(label="會同人", max_length=120, required=False, help_text=WITNESS)


class CopyForm(AsksNicely, forms.Form):
    """What a copy of a hold shows, prefilled with the hold's own."""

    cameras = SeveralField(
        Camera.objects.none(), label="攝影機", widget=forms.CheckboxSelectMultiple, help_text="這個檔案有哪幾支的影像"
    )
    starts_at = RocMomentField(label="影像起", help_text="標準時間")
    ends_at = RocMomentField(label="影像迄", help_text="標準時間")
    recorder = forms.ModelChoiceField(
        Recorder.objects.none(), label="主機", to_field_name="code", empty_label="不是由主機匯出", required=False
    )
    clock_offset_seconds = forms.IntegerField(
        label="主機時間誤差（秒）", min_value=-86400 * 366, max_value=86400 * 366,
        help_text="主機時間減標準時間：快為正、慢為負，相同填 0",
        error_messages={"required": "請填寫秒數，相同填 0。", "invalid": "請填寫整數秒數，例如 -15。"},
    )  # fmt: skip
    original = forms.ModelChoiceField(
        EvidenceCopy.objects.none(), label="遮蔽版的原始檔", to_field_name="number", empty_label=NO_ORIGINAL,
        required=False, help_text="畫面經遮蔽處理者，請選擇由哪一份原始檔製作",
    )  # fmt: skip
    witness = forms.CharField(label="會同人", max_length=120, required=False, help_text=WITNESS)

    def __init__(self, *arguments: Any, hold: Hold, originals: Collection[EvidenceCopy], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.hold = hold
        cameras: Any = self.fields["cameras"]
        cameras.queryset = hold.cameras.order_by("code")
        cameras.label_from_instance = lambda camera: f"{camera.code} {camera.name}"
        recorder: Any = self.fields["recorder"]
        recorder.queryset = Recorder.objects.filter(cameras__holds=hold).distinct()
        original: Any = self.fields["original"]
        original.queryset = EvidenceCopy.objects.filter(pk__in=[copy.pk for copy in originals])
        original.label_from_instance = lambda copy: f"{copy.number} {copy.original_name}".strip()
        if not originals:
            del self.fields["original"]

    def content(self) -> dict[str, Any]:
        """Return what the copy shows; a minute that was left as it stood means the hold's own moment, seconds and all."""
        data, hold = self.cleaned_data, self.hold
        return {
            "cameras": list(data["cameras"]),
            "starts_at": hold.starts_at if _same_minute(data["starts_at"], hold.starts_at) else data["starts_at"],
            "ends_at": hold.ends_at if _same_minute(data["ends_at"], hold.ends_at) else data["ends_at"],
            "recorder": data["recorder"],
            "clock_offset_seconds": data["clock_offset_seconds"],
            "witness": data["witness"],
            "original": data.get("original"),
        }


def _same_minute(typed: dt.datetime, exact: dt.datetime) -> bool:
    return typed == exact.replace(second=0, microsecond=0)


class UploadCopyForm(CopyForm):
    """上傳檔案: what the file shows; the file itself is chosen on the next page."""

    player = forms.CharField(
        label="播放程式", max_length=100, required=False, help_text="MP4、WebM 以外的主機專用格式，寫明用什麼程式播放"
    )

    helper = one_button("下一步：選擇檔案")


class MediumCopyForm(CopyForm):
    """標籤媒體放入保險櫃."""

    medium_kind = forms.ChoiceField(
        label="媒體種類", choices=MediumKind.choices, initial=MediumKind.USB, widget=forms.RadioSelect
    )
    medium_serial = forms.CharField(label="標籤編號", max_length=60, help_text="貼在媒體上的編號")
    kept_at = forms.CharField(label="存放地點", max_length=100, help_text="例如：總務處保險櫃")

    field_order = ("cameras", "medium_kind", "medium_serial", "kept_at")
    helper: FormHelper = one_button("登錄標籤媒體")


class GiveUpForm(AsksNicely, forms.Form):
    """放棄 a copy on its way."""

    reason = forms.CharField(label="理由", max_length=200, help_text="例如：選錯檔案、已改存標籤媒體")


class MoveForm(AsksNicely, forms.Form):
    """移動 a medium."""

    kept_at = forms.CharField(label="新的存放地點", max_length=100, help_text="例如：總務處保險櫃第二層")


class OpenForm(AsksNicely, forms.Form):
    """播放、下載: why (ruling 18)."""

    kind = forms.ChoiceField(choices=ReadingKind.choices, widget=forms.HiddenInput)
    purpose = forms.ChoiceField(
        label="用途", choices=ReadingPurpose.choices, initial=ReadingPurpose.MAKING, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label="事由", max_length=200, required=False,
        help_text="選「管理檢視」時必填，例如：確認校時、測試播放。請勿寫學生或監護人姓名。",
    )  # fmt: skip
