"""Shape of what people type about recorders and cameras."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from cameras.choices import AreaType
from cameras.models import Place, Recorder
from cameras.selectors import recorders_in_use
from printing.widgets import PaperTextField, RocDateField, is_conditional
from work.forms import one_button

if TYPE_CHECKING:
    import datetime as dt

CODE = r"^(?!(?:new|recorders|import)$)[A-Za-z0-9][A-Za-z0-9_-]*$"
CODE_ERROR = "編號請用英文字母、數字、「-」或「_」，例如 C01。"


def code_field(example: str, label: str = "編號") -> forms.RegexField:
    """Return the field for a code, which is also a folder's name and a part of addresses."""
    return forms.RegexField(
        CODE,
        label=label,
        max_length=20,
        help_text=f"例如：{example}；登錄後不能變更",
        error_messages={"required": "請輸入編號。", "invalid": CODE_ERROR},
    )


class RecorderForm(forms.Form):
    """監視主機."""

    code = code_field("NVR1")
    name = PaperTextField(label="名稱", max_length=60, error_messages={"required": "請輸入名稱，例如：警衛室主機。"})
    location = PaperTextField(label="存置地點", max_length=60, required=False)

    helper = one_button("新增主機")


class CameraForm(forms.Form):
    """攝影機: the facts that may change."""

    name = PaperTextField(
        label="名稱",
        max_length=60,
        help_text="例如：五年級走廊（東側）",
        error_messages={"required": "請輸入名稱。"},
    )
    place = forms.ModelChoiceField(
        Place.objects.all(), label="地點", required=False, to_field_name="name", empty_label="新地點（請在下一欄輸入）"
    )
    new_place = PaperTextField(label="新地點", max_length=40, required=False, help_text="清單中沒有時才填")
    recorder = forms.ModelChoiceField(
        Recorder.objects.none(), label="主機", empty_label="請選擇", error_messages={"required": "請選擇主機。"}
    )
    area_type = forms.ChoiceField(
        label="區域類型",
        choices=AreaType.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "請選擇區域類型。"},
    )
    coverage = PaperTextField(label="涵蓋說明", max_length=200, required=False, help_text="看得到哪裡、看不到哪裡")
    purpose = PaperTextField(
        label="設置目的", max_length=120, initial="維護校園安全", error_messages={"required": "請輸入設置目的。"}
    )
    records_sound = forms.BooleanField(label="收音", required=False)
    minimum_days = forms.IntegerField(
        label="最低保存日數",
        required=False,
        min_value=1,
        max_value=3650,
        help_text="留白表示依本校計畫；只能比計畫更長",
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "請輸入 1 至 3650 之間的日數，例如 30。"),
    )
    installed_on = RocDateField(label="啟用日", error_messages={"required": "請輸入啟用日。"})

    helper = one_button("儲存變更")

    def __init__(self, *arguments: Any, today: dt.date, **options: Any) -> None:
        super().__init__(*arguments, **options)
        recorders: forms.ModelChoiceField[Recorder] = self.fields["recorder"]  # type: ignore[assignment]
        recorders.queryset = recorders_in_use(today)
        for name in ("place", "new_place"):
            is_conditional(self.fields[name])

    def clean(self) -> dict[str, Any]:
        """Give the place as one name, chosen or new."""
        data = self.cleaned_data
        chosen, new = data.get("place"), (data.pop("new_place", "") or "").strip()
        if chosen and new:
            self.add_error("new_place", "請從清單選擇地點，或輸入新地點，兩者擇一。")
        elif not chosen and not new:
            self.add_error("place", "請選擇地點，或在下一欄輸入新地點。")
        data["place"] = chosen.name if chosen else new
        return data


class NewCameraForm(CameraForm):
    """攝影機 with its code."""

    code = code_field("C01")
    field_order = ("code",)

    helper = one_button("新增攝影機")


class ReplaceForm(forms.Form):
    """更換: the new camera's own facts; all others it takes over."""

    code = code_field("C37", "新攝影機編號")
    on = RocDateField(
        label="更換日",
        help_text="舊攝影機的停用日，也是新攝影機的啟用日",
        error_messages={"required": "請輸入更換日。"},
    )
    name = PaperTextField(label="名稱", max_length=60, error_messages={"required": "請輸入名稱。"})
    recorder = forms.ModelChoiceField(
        Recorder.objects.none(), label="主機", empty_label="請選擇", error_messages={"required": "請選擇主機。"}
    )
    records_sound = forms.BooleanField(label="收音", required=False)

    helper = one_button("確認更換")

    def __init__(self, *arguments: Any, today: dt.date, **options: Any) -> None:
        super().__init__(*arguments, **options)
        recorders: forms.ModelChoiceField[Recorder] = self.fields["recorder"]  # type: ignore[assignment]
        recorders.queryset = recorders_in_use(today)


class RetireForm(forms.Form):
    """停用: from which day on."""

    on = RocDateField(label="停用日", error_messages={"required": "請輸入停用日。"})

    helper = one_button("確認停用")
