"""Shapes of what people say of a folder of recordings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from cameras.models import Camera, Recorder
from cameras.selectors import cameras_by_place, recorders_in_use
from printing.rules import local_date
from printing.widgets import RocDateField, choice_card
from retention.choices import LayoutKind
from work.forms import one_button

if TYPE_CHECKING:
    import datetime as dt

ZONES = (
    ("", "依檔名規則（Frigate 為 UTC，其餘為臺灣時間）"),
    ("Asia/Taipei", "臺灣時間"),
    ("UTC", "世界協調時間（UTC）"),
)


class NewSourceForm(forms.Form):
    """登錄影像資料夾: for reading only; the service knows whether it can be read and what its names tell."""

    name = forms.CharField(
        label="名稱", max_length=40, help_text="例如：一號主機", error_messages={"required": "請填寫名稱。"}
    )
    path = forms.CharField(
        label="資料夾完整路徑",
        max_length=400,
        help_text="本系統所在電腦看得到的路徑，例如 /mnt/nvr/recordings；網路資料夾請先掛載",
        error_messages={"required": "請填寫資料夾的完整路徑。"},
    )
    layout = forms.ChoiceField(
        label="檔名規則",
        widget=forms.RadioSelect,
        choices=[
            (LayoutKind.FRIGATE.value, choice_card("Frigate", "2026-11-23/04/C01/05.10.mp4")),
            (LayoutKind.MOTIONEYE.value, choice_card("motionEye", "C01/2026-11-23/12-05-10.mp4")),
            (LayoutKind.PATTERN.value, choice_card("自訂樣式", "其他主機；請在下面填寫樣式")),
        ],
        error_messages={"required": "請選擇檔名規則。"},
    )
    pattern = forms.CharField(
        label="命名樣式",
        max_length=200,
        required=False,
        help_text="只有自訂樣式要填，例如 {camera}/%Y-%m-%d/%H-%M-%S.mp4；{any} 代表任何文字",
    )
    longest_seconds = forms.IntegerField(
        label="單檔最長秒數",
        required=False,
        min_value=1,
        max_value=86_400,
        help_text="一個檔案最長錄幾秒；未填時依檔名規則，自訂樣式以一小時計",
        error_messages={"invalid": "請填寫整數秒數，例如 600。"},
    )
    zone = forms.ChoiceField(label="檔名所用時區", required=False, choices=ZONES)
    recorder = forms.ModelChoiceField(
        Recorder.objects.none(),
        label="寫入這個資料夾的主機",
        required=False,
        empty_label="不指定",
        help_text="用來換算主機時間誤差；指定後這部主機不必每週人工查核",
    )

    helper = one_button("登錄影像資料夾")

    def __init__(self, *arguments: Any, today: dt.date, **options: Any) -> None:
        super().__init__(*arguments, **options)
        recorders: forms.ModelChoiceField[Recorder] = self.fields["recorder"]  # type: ignore[assignment]
        recorders.queryset = recorders_in_use(today)

    def clean_longest_seconds(self) -> int:
        """Return 0 for what was left empty: the layout's own."""
        return self.cleaned_data["longest_seconds"] or 0


class MapForm(forms.Form):
    """對照攝影機: whose recordings a folder holds."""

    camera = forms.ModelChoiceField(
        Camera.objects.none(),
        label="攝影機",
        to_field_name="code",
        required=False,
        empty_label="不明（不屬於任何一支攝影機）",
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        cameras: forms.ModelChoiceField[Camera] = self.fields["camera"]  # type: ignore[assignment]
        cameras.queryset = cameras_by_place()


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label="事由", max_length=200, error_messages={"required": "請填寫事由。"})


class RetireForm(forms.Form):
    """停用影像資料夾."""

    on = RocDateField(label="停用日", error_messages={"required": "請填寫停用日。"})


class ConfirmForm(forms.Form):
    """A person says what today's date is, of his own knowledge, and how many files he saw (house, invariant 5)."""

    stated_day = RocDateField(
        label="今天的日期",
        help_text="請看日曆或手機自行填寫：系統以您填的日期佐證主機時間",
        error_messages={"required": "請填寫今天的日期。"},
    )
    seen_files = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *arguments: Any, now: dt.datetime, files: int, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.today, self.shown = local_date(now), files

    @property
    def said(self) -> dict[str, Any]:
        """What the service is told."""
        return {"files" if name == "seen_files" else name: value for name, value in self.cleaned_data.items()}

    def clean_stated_day(self) -> dt.date:
        """Refuse what this machine does not believe, without telling what it believes: then it could be copied."""
        day: dt.date = self.cleaned_data["stated_day"]
        if day != self.today:
            raise forms.ValidationError(
                "您填的日期與本系統的日期不同，請再核對。若您填的正確，請先由系統管理人員校正本系統的時間。"
            )
        return day

    def clean_seen_files(self) -> int:
        """Refuse a number that has become another since it was shown."""
        files: int = self.cleaned_data["seen_files"]
        if files != self.shown:
            raise forms.ValidationError(f"應銷毀的檔案數已由 {files} 變為 {self.shown}，請重新核對下表後再送出。")
        return files


class AcceptForm(ConfirmForm):
    """確認可以執行, after a pass refused for the clock or the amount."""

    reason = forms.CharField(
        label="事由", max_length=200, help_text="例如：暑假停電後重新開機", error_messages={"required": "請填寫事由。"}
    )
    field_order = ("stated_day", "reason", "seen_files")
