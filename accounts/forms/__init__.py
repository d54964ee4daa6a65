"""The shape of what people type in this room."""

from __future__ import annotations

from accounts.forms.devices import DeviceCodeForm, DeviceForm, DeviceSignInForm
from accounts.forms.looks import Looks
from accounts.forms.people import DeputyForm, LinkForm, PostForm, UndertakingForm
from accounts.forms.plan import ReportHoursForm
from accounts.forms.proof import ProofForm, UnlockForm

__all__ = [
    "DeputyForm",
    "DeviceCodeForm",
    "DeviceForm",
    "DeviceSignInForm",
    "LinkForm",
    "Looks",
    "PostForm",
    "ProofForm",
    "ReportHoursForm",
    "UndertakingForm",
    "UnlockForm",
]
