"""The school's letters: drafting, issuing, entering 發文字號 and 送達, and the code to follow a case by."""

from __future__ import annotations

from requests.services.correspondence.drafting import drop_draft, fresh_text, save_draft
from requests.services.correspondence.errors import LetterRefused
from requests.services.correspondence.issuing import issue, paper_of
from requests.services.correspondence.sending import record_delivery, record_on_paper, record_sending
from requests.services.correspondence.tracking import TooManyTries, TrackingRefused, follow, renew_code

__all__ = [
    "LetterRefused",
    "TooManyTries",
    "TrackingRefused",
    "drop_draft",
    "follow",
    "fresh_text",
    "issue",
    "paper_of",
    "record_delivery",
    "record_on_paper",
    "record_sending",
    "renew_code",
    "save_draft",
]
