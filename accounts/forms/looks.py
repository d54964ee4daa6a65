"""How every form of this room looks: the `ds` pack, our words, one button that says what it does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.conf import settings

from printing.widgets import ask_for_number

if TYPE_CHECKING:
    from collections.abc import Mapping

PASSWORD_HINT = (
    f"至少{settings.PASSWORD_LENGTH}個字元，勿使用常見密碼、前{settings.PASSWORD_HISTORY}次用過的密碼，"
    "或與帳號、姓名相近的字。建議用三、四個不相干的詞組成。"
)


class Looks(forms.BaseForm):
    """A mixin for our forms and allauth's alike."""

    submit: ClassVar[str] = "儲存"
    labels: ClassVar[Mapping[str, str]] = {}
    hints: ClassVar[Mapping[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")
            verb = "請選擇" if isinstance(field, forms.ChoiceField) else "請填寫"
            field.error_messages["required"] = f"{verb}{field.label}。"
            ask_for_number(field)

    @property
    def helper(self) -> FormHelper:
        """Return how crispy draws this form; a form without a button of its own is drawn inside another."""
        helper = FormHelper()
        helper.form_method = "post"
        helper.form_tag = bool(self.submit)
        helper.disable_csrf = not self.submit
        if self.submit:
            helper.add_input(Submit("act", self.submit, css_class="btn--primary"))
        return helper
