"""What other rooms call: record an act or a reading, say an entry in words, verify the whole."""

from __future__ import annotations

from ledger.rules import SYSTEM, Actor
from ledger.services.appending import HeadForged, HeadMissing, LedgerError, WrongEntry, append
from ledger.services.checkpoints import InclusionProof, NoSuchEntry, make_checkpoint, our_verifier_key, prove_entry
from ledger.services.operators import operator
from ledger.services.readings import append_reading
from ledger.services.sentences import sentence
from ledger.services.verification import Finding, Report, compare_foot, verify
from ledger.services.verification.view import one_view

__all__ = [
    "SYSTEM",
    "Actor",
    "Finding",
    "HeadForged",
    "HeadMissing",
    "InclusionProof",
    "LedgerError",
    "NoSuchEntry",
    "Report",
    "WrongEntry",
    "append",
    "append_reading",
    "compare_foot",
    "make_checkpoint",
    "one_view",
    "operator",
    "our_verifier_key",
    "prove_entry",
    "sentence",
    "verify",
]
