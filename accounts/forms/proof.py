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

    def given(self) -> tuple[str, str]:
        """Return the field that was answered and the answer; the last field and "" when nothing was."""
        self.full_clean()
        answers = ((name, str(self.cleaned_data.get(name) or "")) for name in ANSWERS)
        return next(((name, answer) for name, answer in answers if answer), (ANSWERS[-1], ""))

    def passkey_options(self) -> str:
        """Begin a passkey ceremony in the session and return its options for the browser, as JSON."""
        return json.dumps(webauthn.begin_authentication(self.request.user))
