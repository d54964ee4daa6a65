"""How django-allauth and django-axes are made ours; named in the settings."""

from __future__ import annotations

from accounts.adapters.account import AccountAdapter, ChangePasswordForm, PasswordAgainForm, SignInForm
from accounts.adapters.failures import FailureCounter, LockGate, client_in_log, counted_name
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
from accounts.adapters.sessions import SessionsAdapter

__all__ = [
    "AccountAdapter",
    "ActivateCodeForm",
    "AddPasskeyForm",
    "ChangePasswordForm",
    "CodeAgainForm",
    "CodeForm",
    "DeactivateCodeForm",
    "FailureCounter",
    "LockGate",
    "MeansAdapter",
    "PasswordAgainForm",
    "RecoveryCodesForm",
    "RenamePasskeyForm",
    "SessionsAdapter",
    "SignInForm",
    "client_in_log",
    "counted_name",
]
