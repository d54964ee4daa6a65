"""Shapes of the people pages: a person, a post, a deputy, a one-time link, the 保密切結."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts import policies
from accounts.choices import DeputyReason, Role
from accounts.forms.looks import PASSWORD_HINT, Looks
from accounts.forms.several import SeveralField
from accounts.models import Office, School, User
from accounts.selectors import never_signed_in
from printing.rules import local_date
from printing.widgets import PaperTextField, RocDateField, RocMomentField

if TYPE_CHECKING:
    import datetime as dt

ACCOUNT_HINT = "小寫英文字母或數字，例如 wang.xm；登入時使用，設定後不再變更。"
TITLE_HINT = "例如：事務組長。簽核與表單上會印出這個職稱。"


NOT_THERE = "名單中有人已開通帳號或不在名單上，請重新整理頁面。"


class PostForm(Looks, forms.Form):
    """派任職務"""

    submit = "派任職務"
    hints: ClassVar = {"title": TITLE_HINT, "office": "例如：總務處。"}

    role = forms.ChoiceField(label="角色", choices=[("", "請選擇"), *Role.choices])
    title = PaperTextField(label="職稱", max_length=40)
    office = PaperTextField(label="處室", max_length=40, required=False)
    since = RocDateField(label="起始日")

    def __init__(self, *args: Any, day: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"since": day}, **kwargs)
        offices = "、".join(Office.objects.values_list("name", flat=True)[:8])
        if offices:
            self.fields["office"].help_text = f"已有：{offices}。"


class ContactForm(Looks, forms.Form):
    """聯絡資料: where notices reach a person, and the telephone his forms begin with."""

    submit = "儲存聯絡資料"
    hints: ClassVar = {
        "email": "通知寄到這裡，內容只有事項與案號。留白則只在站內通知。",
        "phone": "填寫附錄1時預先帶入。",
    }

    email = forms.EmailField(
        label="電子郵件",
        max_length=200,
        required=False,
        error_messages={"invalid": "請填完整的電子郵件，例如 wang@mail.example.edu.tw。"},
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    phone = PaperTextField(label="聯絡電話", max_length=40, required=False)


class LinksForm(Looks, forms.Form):
    """單次連結 for several people who have not signed in yet."""

    submit: ClassVar[str] = ""

    people = SeveralField(
        label="尚未開通的人員",
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "請至少勾選一人。", "invalid_choice": NOT_THERE, "invalid_pk_value": NOT_THERE},
    )

    def __init__(self, *args: Any, day: dt.date, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["people"]
        field.queryset = never_signed_in(day).exclude(pk=actor.pk)  # type: ignore[attr-defined]
        field.label_from_instance = lambda one: f"{one.title} {one.name}（{one.username}）"  # type: ignore[attr-defined]
        field.error_messages["required"] = "請至少勾選一人。"
        field.initial = [one.pk for one in field.queryset]  # type: ignore[attr-defined]


REASONS = [("", "請選擇"), *DeputyReason.choices]


class DeputyForm(Looks, forms.Form):
    """指定代理人"""

    submit = "指定代理人"
    hints: ClassVar = {"order": "第1順位先代理；其不在或應迴避時，由下一順位代理。"}

    deputy = forms.ModelChoiceField(label="代理人", queryset=User.objects.none(), empty_label="請選擇")
    order = forms.IntegerField(label="代理順位", min_value=1, max_value=9, initial=1)
    reason = forms.ChoiceField(label="事由", choices=REASONS)
    since = RocMomentField(label="開始時間")
    until = RocMomentField(label="結束時間")

    def __init__(self, *args: Any, principal: User, actor: User, now: dt.datetime, **kwargs: Any) -> None:
        super().__init__(*args, initial={"since": now, "order": 1}, **kwargs)
        posts = policies.appointments_on(local_date(now))
        in_post = posts.filter(role__in=policies.MAY_DEPUTISE).values("user")
        people = User.objects.filter(pk__in=in_post).exclude(pk__in=[principal.pk, actor.pk])
        held: dict[int, list[str]] = {}
        for post in posts:
            held.setdefault(post.user_id, []).append(f"{post.title}（{post.get_role_display()}）")
        self.fields["deputy"].queryset = people  # type: ignore[attr-defined]
        self.fields["deputy"].label_from_instance = lambda one: f"{one.name}　{'、'.join(held[one.pk])}"  # type: ignore[attr-defined]
        if principal.pk == actor.pk:  # who could name somebody for a vacancy holds the post: it is not vacant
            reasons = [one for one in REASONS if one[0] != DeputyReason.VACANT]
            self.fields["reason"].choices = reasons  # type: ignore[attr-defined]


class LinkForm(Looks, forms.Form):
    """Open an account by its one-time link; for the first administrator also name the school."""

    submit = "設定密碼"
    labels: ClassVar = {}
    hints: ClassVar = {
        "username": ACCOUNT_HINT,
        "password1": PASSWORD_HINT,
        "school_name": "例如：桃園市八德區瑞豐國民小學。",
        "school_short_name": "印在表單標題，例如：瑞豐國小。",
    }

    school_name = PaperTextField(label="學校全名", max_length=60)
    school_short_name = PaperTextField(label="表單上的校名", max_length=30)
    name = PaperTextField(label="您的姓名", max_length=60)
    username = forms.CharField(
        label="帳號", max_length=60, widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none"})
    )
    password1 = forms.CharField(
        label="新密碼", strip=False, max_length=200, widget=forms.PasswordInput({"autocomplete": "new-password"})
    )
    password2 = forms.CharField(
        label="再輸入一次新密碼",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, person: User | None, may_choose_name: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        unneeded = []
        if person is not None or School.objects.exists():
            unneeded += ["school_name", "school_short_name"]
        if person is not None:
            unneeded += ["name"] if may_choose_name else ["name", "username"]
        for name in unneeded:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Compare the two passwords and judge the new one for this person."""
        cleaned = super().clean() or self.cleaned_data
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", "兩次輸入的新密碼不同，請重新輸入。")
        if first:
            name = self.person.name if self.person else cleaned.get("name", "")
            username = cleaned.get("username") or (self.person.username if self.person else "")
            try:
                validate_password(first, User(pk=self.person.pk if self.person else None, username=username, name=name))
            except ValidationError as error:
                self.add_error("password1", error)
        return cleaned


class UndertakingForm(Looks, forms.Form):
    """簽署保密切結"""

    submit = "簽署保密切結"

    is_read = forms.BooleanField(
        label="我已閱讀並同意遵守上述內容", error_messages={"required": "請先閱讀並勾選同意，再簽署。"}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["is_read"].error_messages["required"] = "請先閱讀並勾選同意，再簽署。"
