"""Shapes of the pages of 警衛室裝置 and 個人識別碼 (ruling 26)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms

from accounts.forms.looks import Looks
from accounts.models import User
from accounts.rules import BAD_CODE, EASY_CODE, is_device_code, is_easy_code
from printing.widgets import PaperTextField

if TYPE_CHECKING:
    from django.db.models import QuerySet


def _code_field(label: str, autocomplete: str) -> forms.CharField:
    box = {"autocomplete": autocomplete, "inputmode": "numeric"}
    return forms.CharField(label=label, max_length=20, widget=forms.PasswordInput(box))


class NameOfPerson(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A guard as the colleagues know them."""

    def label_from_instance(self, obj: User) -> str:
        """Return the name alone: nobody signs in with a code elsewhere."""
        return obj.name


class DeviceForm(Looks, forms.Form):
    """登錄這台裝置"""

    submit: ClassVar[str] = ""
    hints: ClassVar = {"name": "例如：警衛室電腦、警衛室平板。會顯示在登入紀錄中。"}

    name = PaperTextField(label="裝置名稱", max_length=40)


class DeviceSignInForm(Looks, forms.Form):
    """以個人識別碼登入"""

    submit = "登入"
    hints: ClassVar = {"device_code": "六位數字。"}

    person = NameOfPerson(
        label="姓名", queryset=User.objects.none(), empty_label=None, widget=forms.RadioSelect, to_field_name="username"
    )
    device_code = _code_field("個人識別碼", "off")

    def __init__(self, *args: Any, guards: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = guards  # type: ignore[attr-defined]
        if len(guards) == 1:
            self.fields["person"].initial = guards[0]
        self.fields["person"].error_messages["invalid_choice"] = "請選擇姓名。"


class DeviceCodeForm(Looks, forms.Form):
    """設定個人識別碼"""

    submit: ClassVar[str] = ""
    hints: ClassVar = {"device_code1": "六位數字，勿使用生日、電話、重複或連號；只有您自己知道，請勿告訴別人。"}

    device_code1 = _code_field("新的個人識別碼", "off")
    device_code2 = _code_field("再輸入一次", "off")

    def clean_device_code1(self) -> str:
        """Return six digits nobody guesses first. Raises ValidationError."""
        code: str = self.cleaned_data["device_code1"]
        if not is_device_code(code):
            raise forms.ValidationError(BAD_CODE)
        if is_easy_code(code):
            raise forms.ValidationError(EASY_CODE)
        return code

    def clean(self) -> dict[str, Any]:
        """Compare the two."""
        cleaned = super().clean() or self.cleaned_data
        first, second = cleaned.get("device_code1"), cleaned.get("device_code2")
        if first and second and first != second:
            self.add_error("device_code2", "兩次輸入的個人識別碼不同，請重新輸入。")
        return cleaned
