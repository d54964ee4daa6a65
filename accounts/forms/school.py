"""Shapes of what a school says of itself: letterhead, extras."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from accounts.choices import SWITCHED_BY_HAND, Feature
from accounts.forms.looks import Looks
from printing.widgets import PaperTextField


class SchoolForm(Looks, forms.Form):
    """學校資料: what letterheads, forms and stickers print."""

    submit = "儲存學校資料"
    hints: ClassVar = {
        "name": "例如：桃園市八德區瑞豐國民小學。",
        "short_name": "印在表單標題，例如：瑞豐國小。",
        "phone": "印在函文、收件回條與攝影機貼紙上。",
        "address": "印在函文上。",
    }

    name = PaperTextField(label="學校全名", max_length=60)
    short_name = PaperTextField(label="表單上的校名", max_length=30)
    phone = PaperTextField(label="電話", max_length=40)
    address = PaperTextField(label="地址", max_length=120)


class ExtrasForm(Looks, forms.Form):
    """附加功能: what the plan does not ask for, off until a school wants it."""

    submit = "儲存附加功能"
    hints: ClassVar = {
        Feature.DAILY_CHECK: "警衛每班檢查一次，例外才勾選；未檢查與事後補登都看得出來。",
        Feature.STICKERS: "每支攝影機印一張條碼貼紙，任何人掃描即可回報故障，不需帳號。",
        Feature.STOCK_TAKE: "每年盤點設備帳一次，兩人辦理，印出盤點清冊。",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for feature in SWITCHED_BY_HAND:
            self.fields[feature.value] = forms.BooleanField(
                label=feature.label, required=False, help_text=self.hints[feature]
            )

    def wanted(self) -> list[Feature]:
        """Return the extras that are ticked."""
        return [Feature(name) for name, ticked in self.cleaned_data.items() if ticked]
