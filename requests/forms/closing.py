"""結案 and what follows it: why there is no copy, why nobody looked; which cases' personal data goes, and on what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from requests.choices import NO_COPY, ErasureBasis
from retention.choices import BackupOutcome

if TYPE_CHECKING:
    from collections.abc import Collection

NO_NAMES = "只隨本案保存；請勿寫入與說明無關的個資。"


class ClosingForm(forms.Form):
    """結案. It asks only for what is missing: `owes_copy`, why there is none; `is_to_be_viewed`, why nobody looked;
    `is_to_be_handed_over`, why nobody fetched the copy; `owes_form`, why the applicant has not signed.
    """

    note = forms.CharField(
        label="未調閱即結案的原因",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="例如：申請人表示不再調閱。",
        error_messages={"required": "請敘明未調閱即結案的原因，例如：申請人表示不再調閱。"},
    )
    no_form_reason = forms.CharField(
        label="未取得申請人簽名的原因",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=f"已簽名者請先存入掃描檔，不必填寫。例如：申請人已離職，經通知未到校補簽。{NO_NAMES}",
        error_messages={"required": "請先存入申請人簽名的附錄1，或敘明未能取得的原因。"},
    )
    outcome = forms.TypedChoiceField(
        label="未製作留存檔的原因",
        choices=[(one.value, one.label) for one in NO_COPY],
        coerce=BackupOutcome,
        widget=forms.RadioSelect,
        error_messages={"required": "請選擇未製作留存檔的原因；影像還在的，請先製作留存檔。"},
    )
    copy = forms.CharField(
        label="他案留存檔編號",
        max_length=40,
        required=False,
        help_text="選「他案已留存」時填寫，例如：E115-0003。",
    )
    reason = forms.CharField(
        label="說明",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=f"例如：經查主機已循環覆蓋。{NO_NAMES}",
        error_messages={"required": "請敘明未製作留存檔的情形，例如：經查主機已循環覆蓋。"},
    )

    def __init__(
        self,
        *args: Any,
        owes_copy: bool,
        is_to_be_viewed: bool,
        is_to_be_handed_over: bool,
        owes_form: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if not is_to_be_viewed:
            note = self.fields["note"]
            note.label, note.help_text = "未交付複製本即結案的原因", "例如：申請人不領取。"
            note.error_messages["required"] = "請敘明未交付複製本即結案的原因，例如：申請人不領取。"
        asked = {"note": is_to_be_viewed or is_to_be_handed_over, "no_form_reason": owes_form}
        asked |= dict.fromkeys(("outcome", "copy", "reason"), owes_copy)
        for name in [name for name, is_asked in asked.items() if not is_asked]:
            del self.fields[name]


class ErasureForm(forms.Form):
    """Which of the cases past their term are proposed, and on what."""

    cases = forms.MultipleChoiceField(
        label="案件", widget=forms.CheckboxSelectMultiple, error_messages={"required": "請至少勾選一案。"}
    )
    basis = forms.TypedChoiceField(
        label="依據",
        choices=ErasureBasis.choices,
        coerce=ErasureBasis,
        widget=forms.RadioSelect,
        error_messages={"required": "請選擇銷毀的依據。"},
    )
    approval_number = forms.CharField(
        label="檔案銷毀核准文號",
        max_length=60,
        required=False,
        help_text="選「依檔案銷毀核准文號」時填寫，例如：桃教秘字第1150001234號。",
    )

    def __init__(self, *args: Any, keys: Collection[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cases"].choices = [(str(key), number) for key, number in keys]  # type: ignore[attr-defined]

    def clean_cases(self) -> list[int]:
        """Return the keys as numbers."""
        return [int(key) for key in self.cleaned_data["cases"]]


class DropErasureForm(forms.Form):
    """Why a proposal is taken off."""

    reason = forms.CharField(
        label="撤銷理由", max_length=200, error_messages={"required": "請填寫撤銷理由，例如：案件尚有訴訟。"}
    )
