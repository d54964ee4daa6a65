"""附錄1 in the browser, and the forms of those who sign and accompany."""

from __future__ import annotations

from requests.forms.asking import ReviewRequestForm, initial_again, initial_from
from requests.forms.entering import EnteringForm, initial_entry, initial_entry_again
from requests.forms.sending import EntrySubmitForm, SubmitForm
from requests.forms.signing import SigningForm
from requests.forms.viewing import EndViewingForm, StartViewingForm

__all__ = [
    "EndViewingForm",
    "EnteringForm",
    "EntrySubmitForm",
    "ReviewRequestForm",
    "SigningForm",
    "StartViewingForm",
    "SubmitForm",
    "initial_again",
    "initial_entry",
    "initial_entry_again",
    "initial_from",
]
