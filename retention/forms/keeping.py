"""Shape of a hand check."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from cameras.models import Recorder
from cameras.selectors import recorders_in_use
from printing.widgets import RocDateField
from work.forms import one_button

if TYPE_CHECKING:
    import datetime as dt


class HandCheckForm(forms.Form):
    """影像查核: recorder, earliest playable day, clock offset."""

    recorder = forms.ModelChoiceField(
        Recorder.objects.none(),
        label="主機",
        to_field_name="code",
        empty_label="請選擇",
        error_messages={"required": "請選擇主機。"},
    )
    earliest_day = RocDateField(label="最早可播放日", help_text="在主機回放畫面往前找，還能播放的最早一天")
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
