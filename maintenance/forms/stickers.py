"""Shape of what is chosen for a sheet of stickers."""

from __future__ import annotations

from django import forms

from maintenance.forms.outages import CamerasForm
from printing.documents import LABELS_A_SHEET
from work.forms import one_button


class SheetForm(CamerasForm):
    """貼紙: whose, and from which label of the sheet on."""

    start = forms.IntegerField(
        label="從第幾格開始",
        initial=1,
        min_value=1,
        max_value=LABELS_A_SHEET,
        help_text=f"由左而右、由上而下數，每張 {LABELS_A_SHEET} 格；用過的標籤紙可以接著印",
        error_messages={
            "required": "請填寫從第幾格開始，新的一張填 1。",
            "invalid": "請填寫整數，例如 1。",
            "min_value": "請填寫 1 到 24。",
            "max_value": "請填寫 1 到 24。",
        },
    )


class RenewForm(forms.Form):
    """更換貼紙代碼, with the reason."""

    reason = forms.CharField(
        label="理由",
        max_length=60,
        help_text="例如：遭人冒用、貼紙遺失",
        error_messages={"required": "請填寫理由，例如：遭人冒用。"},
    )

    helper = one_button("更換貼紙代碼")
