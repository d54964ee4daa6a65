"""Forms of what looks across rooms."""

from __future__ import annotations

from django import forms

from accounts.forms import Looks


class FootForm(Looks, forms.Form):
    """The foot of a printed page, typed in: how many entries, and the code."""

    submit = "核對頁尾"

    size = forms.IntegerField(label="筆數", min_value=0, help_text="頁尾「第…筆」的數字")
    code = forms.CharField(label="驗證碼", max_length=60, help_text="六組各四碼；大小寫及連字號不拘")
