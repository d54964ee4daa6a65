"""Review requests (附錄1), what was done on them, and the viewings that followed (伍)."""

from __future__ import annotations

from requests.models.case import CaseNumber, Incident, ReviewRequest, make_salt
from requests.models.chain import Approval, Consultation, PartialGrant, Recusal, Snapshot
from requests.models.consents import OralConsent
from requests.models.erasing import Erasure
from requests.models.viewing import ManagementViewing, ViewingAppointment, ViewingCorrection, ViewingSession

__all__ = [
    "Approval",
    "CaseNumber",
    "Consultation",
    "Erasure",
    "Incident",
    "ManagementViewing",
    "OralConsent",
    "PartialGrant",
    "Recusal",
    "ReviewRequest",
    "Snapshot",
    "ViewingAppointment",
    "ViewingCorrection",
    "ViewingSession",
    "make_salt",
]
