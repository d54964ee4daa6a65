"""The forms of who accompanies a viewing."""

from __future__ import annotations

from django import forms


class StartViewingForm(forms.Form):
    """「現在開始」: one screen."""

    people_present = forms.CharField(
        label="在場人", max_length=200, help_text="姓名或稱謂，以頓號分開", error_messages={"required": "請填寫在場人"}
    )
    told_not_to_film = forms.BooleanField(
        label="已告知在場人不得翻拍、複製", error_messages={"required": "請先告知在場人不得翻拍、複製，並勾選"}
    )


class EndViewingForm(forms.Form):
    """Ending a viewing."""

    remarks = forms.CharField(
        label="備註", max_length=200, required=False, help_text="例如：無影像，故障單號 F115-0001"
    )
