"""allauth.account: sign-in by account name, closed sign-up, our words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from allauth.account import forms as allauth_forms
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth import authenticate
from django.urls import reverse
from django.utils import timezone

from accounts import policies
from accounts.forms.looks import PASSWORD_HINT, Looks
from accounts.selectors import device_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

    from accounts.models import User

TWO_DIFFER = "兩次輸入的新密碼不同，請重新輸入。"


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """Knows people by account name and password while their account is in use, at sign-in and at every request."""

    def get_user(self, user_id: int) -> User | None:
        """Return whose session it is; who only reads comes with the posts of the day, in one question for both."""
        return policies.reader_with_posts(user_id, timezone.localdate()) or super().get_user(user_id)

    def user_can_authenticate(self, user: User) -> bool:
        """Say whether the account is in use today."""
        return policies.is_in_use(user, timezone.localdate())


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up; a disabled or expired account is told so only after the right password."""

    error_messages: ClassVar[Mapping[str, str]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "這個帳號已停用。",
        "enter_current_password": "目前的密碼不正確，請重新輸入。",
        "incorrect_code": "驗證碼不正確，請重新輸入。",
        "incorrect_password": "密碼不正確，請重新輸入。",
        "invalid_login": "帳號或密碼不正確，請重新輸入。",
        "too_many_login_attempts": "連續輸入錯誤次數過多，請15分鐘後再試。",
        "username_password_mismatch": "帳號或密碼不正確，請重新輸入。",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Closed: the administrator adds people."""
        return False

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Back to where people sign in at this browser: on a 警衛室裝置 with a code."""
        return (
            reverse("accounts:device-sign-in") if device_of(request) else str(super().get_logout_redirect_url(request))
        )

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Stop whoever has the right password but no account in use."""
        if not policies.is_in_use(user, timezone.localdate()):
            response: HttpResponse = self.respond_user_inactive(request, user)
            return response
        response_or_none: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return response_or_none


class SignInForm(Looks, allauth_forms.LoginForm):  # type: ignore[misc]
    """登入"""

    submit = "登入"
    labels: ClassVar = {"login": "帳號", "password": "密碼"}


class PasswordAgainForm(Looks, allauth_forms.ReauthenticateForm):  # type: ignore[misc]
    """再次輸入密碼; a wrong one counts, because it goes through `authenticate`."""

    submit = "確認"
    labels: ClassVar = {"password": "密碼"}


class ChangePasswordForm(Looks, allauth_forms.ChangePasswordForm):  # type: ignore[misc]
    """變更密碼; a wrong old password counts as a failed sign-in."""

    submit = "變更密碼"
    labels: ClassVar = {"oldpassword": "目前的密碼", "password1": "新密碼", "password2": "再輸入一次新密碼"}
    hints: ClassVar = {"password1": PASSWORD_HINT}

    def clean_oldpassword(self) -> str:
        """Return the old password. Raises ValidationError when it is wrong, after counting it."""
        typed: str = self.cleaned_data["oldpassword"]
        context_request = allauth_forms.context.request
        if authenticate(context_request, username=self.user.username, password=typed) is None:
            raise AccountAdapter().validation_error("enter_current_password")
        return typed

    def clean(self) -> dict[str, Any]:
        """Compare the two new passwords, in our words."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "password2" in self.errors and cleaned.get("password1") and self.data.get("password2"):
            self.errors["password2"] = self.error_class([TWO_DIFFER])
        return cleaned
