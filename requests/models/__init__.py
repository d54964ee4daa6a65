"""Review requests (附錄1), what was done on them, and the viewings that followed (伍)."""

from __future__ import annotations

from requests.models.agency import AgencyLetter, LetterReminder, OfficerVisit, Seizure
from requests.models.case import CaseNumber, Incident, ReviewRequest, make_salt
from requests.models.chain import Approval, Consultation, PartialGrant, Recusal, Snapshot
from requests.models.consents import OralConsent
from requests.models.erasing import Erasure
from requests.models.releases import CopyRelease
from requests.models.viewing import ViewingSession

__all__ = [
    "AgencyLetter",
    "Approval",
    "CaseNumber",
    "Consultation",
    "CopyRelease",
    "Erasure",
    "Incident",
    "LetterReminder",
    "OfficerVisit",
    "OralConsent",
    "PartialGrant",
    "Recusal",
    "ReviewRequest",
    "Seizure",
    "Snapshot",
    "ViewingSession",
    "make_salt",
]
