"""allauth.mfa: authenticator app, passkeys, recovery codes — encrypted at rest, counted by axes, in our words."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, ClassVar

import segno
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base import forms as base_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django.utils import timezone

from accounts import policies
from accounts.fields import cipher
from accounts.forms.looks import Looks
from accounts.selectors import SECOND_FACTORS
from accounts.services import check_code, count_failure, is_locked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accounts.models import User

CODE = {"code": "驗證碼"}


class MeansAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Keeps secrets encrypted under the field keys and names things as people here do."""

    error_messages: ClassVar[Mapping[str, str]] = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": "您的職務必須使用兩步驟驗證，請先設定另一種驗證方式，再停用這一項。",
        "cannot_generate_recovery_codes": "請先設定驗證器或通行金鑰，再產生復原碼。",
        "incorrect_code": "驗證碼不正確或已使用過，請重新輸入。",
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Refuse to take the last means from who must have a second factor."""
        is_last = not Authenticator.objects.filter(user=authenticator.user, type__in=SECOND_FACTORS).exclude(
            pk=authenticator.pk
        )
        return not (is_last and policies.must_have_second_factor(authenticator.user, timezone.now()))

    def encrypt(self, text: str) -> str:
        """Return `text` under the newest field key."""
        return cipher().encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """Return what `encrypt` was given, under whichever field key."""
        return cipher().decrypt(encrypted_text).decode()

    def get_totp_issuer(self) -> str:
        """Return what the authenticator app shows above the code."""
        return "監視錄影系統管理"

    def build_totp_svg(self, url: str) -> str:
        """Return the QR code an authenticator app scans."""
        drawing = io.BytesIO()
        segno.make(url, micro=False).save(drawing, kind="svg", xmldecl=False, scale=5, border=4, light="#fff")
        return drawing.getvalue().decode()

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        """Return the prefilled name of the next passkey."""
        return f"通行金鑰{Authenticator.objects.filter(user=user, type=type).count() + 1}"


class _CountedCode(Looks):
    """A code that counts: used up when right, a failed sign-in when wrong."""

    labels: ClassVar = CODE
    hints: ClassVar = {"code": "請輸入驗證器上的六位數字；手機不在身邊時，請輸入一組復原碼。"}
    cleaned_data: dict[str, str]
    user: User

    def clean_code(self) -> str:
        """Return the right code. Raises ValidationError; a wrong one counts as a failed sign-in."""
        typed = self.cleaned_data["code"]
        if is_locked(context.request, self.user):
            context.request.axes_locked_out = True
            raise MeansAdapter().validation_error("incorrect_code")
        found = check_code(user=self.user, code=typed, with_recovery_codes=True)
        if found is None:
            count_failure(context.request, self.user)
            raise MeansAdapter().validation_error("incorrect_code")
        self.authenticator = found
        return typed


class CodeForm(_CountedCode, base_forms.AuthenticateForm):  # type: ignore[misc]
    """Second factor at sign-in: a code of the app, or a recovery code when the phone is lost."""

    submit = "登入"


class CodeAgainForm(_CountedCode, base_forms.ReauthenticateForm):  # type: ignore[misc]
    """再次輸入驗證碼"""

    submit = "確認"


class ActivateCodeForm(Looks, totp_forms.ActivateTOTPForm):  # type: ignore[misc]
    """啟用驗證器"""

    submit = "啟用驗證器"
    labels: ClassVar = CODE
    hints: ClassVar = {"code": "請輸入驗證器上顯示的六位數字，確認設定成功。"}

    def clean_code(self) -> str:
        """Return the right code: who shows it has shown a second factor in this sign-in."""
        code: str = super().clean_code()
        record_authentication(context.request, self.user, "mfa", type=Authenticator.Type.TOTP)
        return code


class DeactivateCodeForm(Looks, totp_forms.DeactivateTOTPForm):  # type: ignore[misc]
    """停用驗證器"""

    submit = "停用驗證器"


class AddPasskeyForm(Looks, webauthn_forms.AddWebAuthnForm):  # type: ignore[misc]
    """新增通行金鑰; the button starts the ceremony of the browser, so crispy draws none."""

    submit = ""
    labels: ClassVar = {"name": "名稱"}
    hints: ClassVar = {"name": "例如：辦公室電腦、我的手機。"}

    def clean(self) -> dict[str, Any]:
        """Verify the new passkey: who registers it has shown a second factor in this sign-in."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("credential"):
            record_authentication(context.request, self.user, "mfa", type=Authenticator.Type.WEBAUTHN)
        return cleaned


class RenamePasskeyForm(Looks, webauthn_forms.EditWebAuthnForm):  # type: ignore[misc]
    """重新命名通行金鑰"""

    submit = "儲存名稱"
    labels: ClassVar = {"name": "名稱"}


class RecoveryCodesForm(Looks, GenerateRecoveryCodesForm):  # type: ignore[misc]
    """產生復原碼"""

    submit = "產生新的復原碼"
