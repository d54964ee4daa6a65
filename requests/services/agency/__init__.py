"""Public bodies (公務機關, 伍、二): their letters, an officer who comes before one, what they seize."""

from __future__ import annotations

from requests.services.agency.answering import need_no_reply
from requests.services.agency.chasing import chase_letters
from requests.services.agency.completing import complete_letter
from requests.services.agency.content import AgencyRefused, LetterContent, Officer, Wanted
from requests.services.agency.officers import receive_officer
from requests.services.agency.receiving import receive_letter
from requests.services.agency.seizures import Seized, record_return, record_seizure, restore_recording
from requests.services.agency.stubs import receive_secret, settle_secret

__all__ = [
    "AgencyRefused",
    "LetterContent",
    "Officer",
    "Seized",
    "Wanted",
    "chase_letters",
    "complete_letter",
    "need_no_reply",
    "receive_letter",
    "receive_officer",
    "receive_secret",
    "record_return",
    "record_seizure",
    "restore_recording",
    "settle_secret",
]
