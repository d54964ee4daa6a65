"""The last look before a request is sent."""

from __future__ import annotations

from django import forms

from work.forms import ACCEPTED, CheckedFileField


class SubmitForm(forms.Form):
    """Note 1 of 附錄1, accepted before sending (ruling 7)."""

    accepts_note = forms.BooleanField(
        label="我已閱讀並同意遵守附錄1 注意事項",
        error_messages={"required": "請閱讀並勾選同意附錄1 的注意事項後再送出。"},
    )


class EntrySubmitForm(SubmitForm):
    """代填: the applicant is told the note and signs for it on paper, now or later (ruling 7)."""

    accepts_note = forms.BooleanField(
        label="已將附錄1 注意事項及個人資料告知事項交申請人閱讀，申請人同意遵守",
        error_messages={"required": "請先將注意事項交申請人閱讀並勾選後再送出。"},
    )
    signed_form = CheckedFileField(label="申請人簽名之附錄1", help_text=f"掃描檔或照片，{ACCEPTED}；也可以送出後再存入")
