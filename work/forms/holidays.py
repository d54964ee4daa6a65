"""Shape of what people type about holidays."""

from __future__ import annotations

from django import forms

from printing.widgets import RocDateField
from work.forms.buttons import one_button

KINDS = (("off", "放假"), ("works", "補行上班"))


class HolidayForm(forms.Form):
    """One day off, or one made-up working day."""

    date = RocDateField(label="日期", error_messages={"required": "請輸入日期"})
    name = forms.CharField(label="名稱", max_length=60, error_messages={"required": "請輸入名稱，例如：中秋節"})
    kind = forms.ChoiceField(
        label="這一天", choices=KINDS, initial="off", widget=forms.RadioSelect, error_messages={"required": "請選擇"}
    )

    helper = one_button("新增假日")
