"""附錄1 in the browser, and the forms of those who sign and accompany."""

from __future__ import annotations

from requests.forms.asking import ReviewRequestForm, SubmitForm, initial_from
from requests.forms.signing import SigningForm
from requests.forms.viewing import EndViewingForm, StartViewingForm

__all__ = [
    "EndViewingForm",
    "ReviewRequestForm",
    "SigningForm",
    "StartViewingForm",
    "SubmitForm",
    "initial_from",
]
