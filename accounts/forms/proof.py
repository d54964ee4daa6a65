"""The fields of a proof of person, to stand inside any confirm form (ruling 5)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, ClassVar

from allauth.mfa.webauthn.internal import auth as webauthn
from django import forms

from accounts.forms.looks import Looks
from accounts.selectors import means_of, proof_is_fresh

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from django.http import HttpRequest

ANSWERS = ("proof_passkey", "proof_code", "proof_password")


class ProofForm(Looks, forms.Form):
    """Password, authenticator code or passkey of the signed-in person; shown by `accounts/_proof.html`.

    `is_needed` is False while the last proof is at most `minutes` old
    (SchoolPlan.proof_minutes); `services.prove` checks the rest.
    """

    submit: ClassVar[str] = ""

    proof_password = forms.CharField(
        label="密碼",
        required=False,
        strip=False,
        max_length=200,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )
    proof_code = forms.CharField(
        label="驗證器上的驗證碼",
        required=False,
        max_length=20,
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
    proof_passkey = forms.CharField(required=False, max_length=10_000, widget=forms.HiddenInput)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, request: HttpRequest, minutes: int, now: dt.datetime
    ) -> None:
        super().__init__(request.POST if request.method == "POST" else data)
        self.request = request
        self.minutes = minutes
        self.is_needed = not proof_is_fresh(request, now, minutes)
        self.means = means_of(request)
        for name, has in (
            ("proof_password", self.means.password),
            ("proof_code", self.means.code),
            ("proof_passkey", self.means.passkey),
        ):
            if not has:
                del self.fields[name]

    @property
    def why(self) -> str:
        """Return why the person is asked."""
        return f"距離上次確認身分已逾{self.minutes}分鐘，請擇一填寫；填錯不會遺失您已填的內容。"

    def given(self) -> tuple[str, str]:
        """Return the field that was answered and the answer; the last field and "" when nothing was."""
        self.full_clean()
        answers = ((name, str(self.cleaned_data.get(name) or "")) for name in ANSWERS)
        return next(((name, answer) for name, answer in answers if answer), (ANSWERS[-1], ""))

    def passkey_options(self) -> str:
        """Begin a passkey ceremony in the session and return its options for the browser, as JSON."""
        return json.dumps(webauthn.begin_authentication(self.request.user))


class UnlockForm(ProofForm):
    """The same on the page of a locked sign-in: asked for however fresh the last proof is."""

    why = "請擇一填寫。"

    def __init__(self, *, request: HttpRequest, now: dt.datetime) -> None:
        super().__init__(request=request, minutes=0, now=now)
        self.is_needed = True
