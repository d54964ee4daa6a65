"""Review requests (附錄1), what was done on them, and the viewings that followed (伍)."""

from __future__ import annotations

from requests.models.agency import AgencyLetter
from requests.models.case import CaseNumber, Incident, ReviewRequest, make_salt
from requests.models.chain import Approval, Consultation, PartialGrant, Recusal, Snapshot
from requests.models.consents import OralConsent
from requests.models.erasing import Erasure
from requests.models.viewing import ViewingSession

__all__ = [
    "AgencyLetter",
    "Approval",
    "CaseNumber",
    "Consultation",
    "Erasure",
    "Incident",
    "OralConsent",
    "PartialGrant",
    "Recusal",
    "ReviewRequest",
    "Snapshot",
    "ViewingSession",
    "make_salt",
]
