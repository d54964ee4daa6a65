"""Shape of the daily check and its duty calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from maintenance.forms.keyed import KeyedForm, offset_field
from maintenance.forms.troubles import TroublesForm
from printing.rules import WEEKDAYS
from printing.widgets import AsksNicely, Chips, ClockField, RocDateField
from retention.forms import earliest_day_field
from work.forms import one_button

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from django.forms import BoundField

    from cameras.models import Recorder

ALL_WELL = "all_well"


class DailyCheckForm(TroublesForm, KeyedForm):
    """One turn: 「本班全部正常」, or what is wrong; what the next shift must know; what was read off recorders.

    `by_hand` are the recorders of which only people know how long they keep.
    """

    handover = forms.CharField(
        label="交接事項", max_length=120, required=False, help_text="下一班會看到，例如：側門施工，C21 畫面晃動屬正常"
    )
    late_reason = forms.CharField(
        label="補登說明",
        max_length=120,
        help_text="例如：停電，依紙本補登",
        error_messages={"required": "請填寫補登說明。"},
    )

    def __init__(
        self, *arguments: Any, by_hand: Iterable[Recorder] = (), is_late: bool = False, **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self.by_hand = [] if is_late else list(by_hand)
        if not is_late:
            del self.fields["late_reason"]
        for recorder in self.by_hand:
            self.fields[f"earliest-{recorder.pk}"] = earliest_day_field(f"{recorder.code} 最早可播放日", required=False)
            self.fields[f"offset-{recorder.pk}"] = offset_field(f"{recorder.code} 校時差（秒）", required=False)

    def readings(self) -> Iterator[tuple[Recorder, BoundField, BoundField]]:
        """Yield each recorder with its two fields."""
        for recorder in self.by_hand:
            yield recorder, self[f"earliest-{recorder.pk}"], self[f"offset-{recorder.pk}"]

    @property
    def is_any_read(self) -> bool:
        """Whether something was typed about a recorder."""
        return self.is_bound and any(
            any(earliest.value() or ()) or offset.value() for _, earliest, offset in self.readings()
        )

    def clean(self) -> dict[str, Any]:
        """Refuse 「全部正常」 beside something chosen, and neither of both; ask for the day where only seconds were typed."""
        data = super().clean() or self.cleaned_data
        if not self.errors:
            self._require_one_answer()
        for recorder in self.by_hand:
            earliest, offset = data.get(f"earliest-{recorder.pk}"), data.get(f"offset-{recorder.pk}")
            if offset is not None and earliest is None and f"earliest-{recorder.pk}" not in self.errors:
                self.add_error(f"earliest-{recorder.pk}", f"請填寫 {recorder.code} 的最早可播放日。")
        return data

    def _require_one_answer(self) -> None:
        is_all_well = ALL_WELL in self.data
        if is_all_well and self.troubles():
            self.add_error(None, "您選了異常的攝影機或主機，請改按「登錄異常」；全部正常時請把它們改回「正常」。")
        if not is_all_well and not self.troubles():
            self.add_error(None, "請選出異常的攝影機或主機；沒有異常時請按「全部正常」的按鈕。")

    def read_off(self) -> list[tuple[Recorder, dt.date, int]]:
        """Return what was read off which recorder; seconds left empty are 0."""
        data = self.cleaned_data
        return [
            (recorder, data[f"earliest-{recorder.pk}"], data[f"offset-{recorder.pk}"] or 0)
            for recorder in self.by_hand
            if data[f"earliest-{recorder.pk}"]
        ]


class ShiftForm(AsksNicely, forms.Form):
    """班別: which hours of which weekdays, from which day on."""

    name = forms.CharField(label="班別", max_length=20, help_text="例如：日班、夜班")
    starts = ClockField(label="起")
    ends = ClockField(label="迄", help_text="不晚於起時，表示到隔日，例如 19:00 到 07:00")
    weekdays = forms.TypedMultipleChoiceField(
        label="星期",
        choices=[(str(number), f"週{letter}") for number, letter in enumerate(WEEKDAYS)],
        coerce=int,
        widget=Chips,
        error_messages={"required": "請選擇星期。"},
    )
    since = RocDateField(label="適用起日")

    helper = one_button("新增班別")


class EndShiftForm(AsksNicely, forms.Form):
    """停用班別: the last day it applies."""

    until = RocDateField(label="適用迄日", help_text="最後一天；過去的紀錄不受影響")

    helper = one_button("確認停用班別")
