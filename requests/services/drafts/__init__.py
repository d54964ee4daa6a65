"""Filling in 附錄1, sending it, correcting it, taking it back; for oneself or typed in from paper (代填)."""

from __future__ import annotations

from requests.services.drafts.content import Content, Entry
from requests.services.drafts.discarding import discard_old_drafts
from requests.services.drafts.drafting import save_draft, save_entry
from requests.services.drafts.returning import correct, withdraw
from requests.services.drafts.sending import EntryRefused, NoteNotAccepted, enter, submit

__all__ = [
    "Content",
    "Entry",
    "EntryRefused",
    "NoteNotAccepted",
    "correct",
    "discard_old_drafts",
    "enter",
    "save_draft",
    "save_entry",
    "submit",
    "withdraw",
]
