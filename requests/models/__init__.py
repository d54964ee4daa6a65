"""Review requests (附錄1), what was done on them, and the viewings that followed (伍)."""

from __future__ import annotations

from requests.models.agency import (
    AgencyLetter,
    LetterReminder,
    OfficerVisit,
    Seizure,
)
from requests.models.case import (
    CaseNumber,
    CaseReader,
    Incident,
    ReviewRequest,
    make_salt,
)
from requests.models.chain import (
    Approval,
    Consultation,
    PartialGrant,
    Recusal,
    Snapshot,
)
from requests.models.consents import (
    OralConsent,
)
from requests.models.correspondence import (
    Letter,
    TrackingCode,
)
from requests.models.erasing import (
    Erasure,
)
from requests.models.misuses import (
    Misuse,
)
from requests.models.releases import (
    CopyRelease,
)
from requests.models.viewing import (
    ManagementViewing,
    ViewingAppointment,
    ViewingCorrection,
    ViewingSession,
)

__all__ = [
    "AgencyLetter",
    "Approval",
    "CaseNumber",
    "CaseReader",
    "Consultation",
    "CopyRelease",
    "Erasure",
    "Incident",
    "Letter",
    "LetterReminder",
    "ManagementViewing",
    "Misuse",
    "OfficerVisit",
    "OralConsent",
    "PartialGrant",
    "Recusal",
    "ReviewRequest",
    "Seizure",
    "Snapshot",
    "TrackingCode",
    "ViewingAppointment",
    "ViewingCorrection",
    "ViewingSession",
    "make_salt",
]
