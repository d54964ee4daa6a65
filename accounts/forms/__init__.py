"""The shape of what people type in this room."""

from __future__ import annotations

from accounts.forms.devices import DeviceCodeForm, DeviceForm, DeviceSignInForm
from accounts.forms.looks import Looks
from accounts.forms.people import ContactForm, DeputyForm, LinkForm, LinksForm, PostForm, UndertakingForm
from accounts.forms.plan import ReportHoursForm
from accounts.forms.proof import ProofForm, UnlockForm
from accounts.forms.school import ExtrasForm, SchoolForm
from accounts.forms.several import SeveralField
from accounts.forms.values import PlanForm

__all__ = [
    "ContactForm",
    "DeputyForm",
    "DeviceCodeForm",
    "DeviceForm",
    "DeviceSignInForm",
    "ExtrasForm",
    "LinkForm",
    "LinksForm",
    "Looks",
    "PlanForm",
    "PostForm",
    "ProofForm",
    "ReportHoursForm",
    "SchoolForm",
    "SeveralField",
    "UndertakingForm",
    "UnlockForm",
]
