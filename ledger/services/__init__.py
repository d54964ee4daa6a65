"""What other rooms call: record an act or a reading, say an entry in words, verify the whole."""

from __future__ import annotations

from ledger.rules import SYSTEM, Actor
from ledger.services.appending import HeadForged, HeadMissing, LedgerError, WrongEntry, append
from ledger.services.readings import append_reading
from ledger.services.sentences import sentence
from ledger.services.verification import Finding, Report, verify

__all__ = [
    "SYSTEM",
    "Actor",
    "Finding",
    "HeadForged",
    "HeadMissing",
    "LedgerError",
    "Report",
    "WrongEntry",
    "append",
    "append_reading",
    "sentence",
    "verify",
]
