"""How django-allauth and django-axes are made ours; named in the settings."""

from __future__ import annotations

from accounts.adapters.account import AccountAdapter, ChangePasswordForm, PasswordAgainForm, SignInForm
from accounts.adapters.failures import FailureCounter, client_in_log, counted_name
from accounts.adapters.means import (
    ActivateCodeForm,
    AddPasskeyForm,
    CodeAgainForm,
    CodeForm,
    DeactivateCodeForm,
    MeansAdapter,
    RecoveryCodesForm,
    RenamePasskeyForm,
)

__all__ = [
    "AccountAdapter",
    "ActivateCodeForm",
    "AddPasskeyForm",
    "ChangePasswordForm",
    "CodeAgainForm",
    "CodeForm",
    "DeactivateCodeForm",
    "FailureCounter",
    "MeansAdapter",
    "PasswordAgainForm",
    "RecoveryCodesForm",
    "RenamePasskeyForm",
    "SignInForm",
    "client_in_log",
    "counted_name",
]
