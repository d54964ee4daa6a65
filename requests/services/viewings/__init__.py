"""Accompanied viewing and its rows in the 調閱登記簿 (伍、四; rulings 10, 18, 22)."""

from __future__ import annotations

from requests.services.viewings.arranging import Arrangement, arrange, call_off
from requests.services.viewings.back_entering import PaperRow, back_enter, countersign
from requests.services.viewings.correcting import correct_row
from requests.services.viewings.emergency import Consent, Emergency, Presence, begin_emergency, consent_and_start
from requests.services.viewings.ending import Ending, end_viewing
from requests.services.viewings.errors import NotAnEscort, ViewingRefused
from requests.services.viewings.managing import NotOnWatch, record_look
from requests.services.viewings.ratifying import chase_ratifications
from requests.services.viewings.starting import start_viewing

__all__ = [
    "Arrangement",
    "Consent",
    "Emergency",
    "Ending",
    "NotAnEscort",
    "NotOnWatch",
    "PaperRow",
    "Presence",
    "ViewingRefused",
    "arrange",
    "back_enter",
    "begin_emergency",
    "call_off",
    "chase_ratifications",
    "consent_and_start",
    "correct_row",
    "countersign",
    "end_viewing",
    "record_look",
    "start_viewing",
]
