"""Copies handed over (伍、二; rulings 9, 11): prepared, handed over for a signature, and what became of them."""

from __future__ import annotations

from requests.services.releases.content import Parcel, Receiver, ReleaseRefused
from requests.services.releases.ending import end_release
from requests.services.releases.handing import hand_over, keep_receipt
from requests.services.releases.preparing import drop_release, prepare_early_release, prepare_release

__all__ = [
    "Parcel",
    "Receiver",
    "ReleaseRefused",
    "drop_release",
    "end_release",
    "hand_over",
    "keep_receipt",
    "prepare_early_release",
    "prepare_release",
]
