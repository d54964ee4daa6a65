"""Shape of what people type in a stock-take."""

from __future__ import annotations

from typing import Any

from django import forms

from maintenance.choices import TickResult
from work.forms import one_button


class OpenForm(forms.Form):
    """開始盤點: of which 民國 year."""

    year = forms.TypedChoiceField(label="年度", coerce=int, error_messages={"required": "請選擇年度。"})

    helper = one_button("開始盤點")

    def __init__(self, *arguments: Any, years: list[int], **options: Any) -> None:
        super().__init__(*arguments, **options)
        field: forms.TypedChoiceField = self.fields["year"]  # type: ignore[assignment]
        field.choices = [(year, f"{year} 年度") for year in years]


class TickForm(forms.Form):
    """登錄盤點結果 of one thing."""

    result = forms.TypedChoiceField(
        label="盤點結果",
        choices=TickResult.choices,
        coerce=TickResult,
        widget=forms.RadioSelect,
        error_messages={"required": "請選擇盤點結果。"},
    )
    found_at = forms.CharField(label="實際位置", max_length=60, required=False, help_text="位置不符時填寫")
    remark = forms.CharField(
        label="差異說明", max_length=200, required=False, help_text="不在、位置不符或待報廢時，完成盤點前須填寫"
    )

    helper = one_button("儲存結果")


class CloseForm(forms.Form):
    """完成盤點."""

    conclusion = forms.CharField(
        label="盤點結論",
        max_length=400,
        widget=forms.Textarea({"rows": 3}),
        help_text="例如：均相符；或：一件待報廢，已依規定辦理",
        error_messages={"required": "請填寫盤點結論。"},
    )

    helper = one_button("完成並陳核")


class ReturnForm(forms.Form):
    """退回."""

    reason = forms.CharField(label="退回原因", max_length=200, error_messages={"required": "請填寫退回原因。"})

    helper = one_button("退回承辦人")


class SignForm(forms.Form):
    """覆核: nothing to fill in."""

    helper = one_button("確認覆核")
