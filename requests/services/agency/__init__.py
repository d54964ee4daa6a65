"""Public bodies (公務機關, 伍、二): their letters."""

from __future__ import annotations

from requests.services.agency.content import AgencyRefused, LetterContent, Wanted
from requests.services.agency.receiving import receive_letter
from requests.services.agency.stubs import receive_secret, settle_secret

__all__ = ["AgencyRefused", "LetterContent", "Wanted", "receive_letter", "receive_secret", "settle_secret"]
