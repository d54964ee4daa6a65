"""What is personal of a public body's letter and of what was handed over; the body, its numbers and dates stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from requests.models import AgencyLetter, OfficerVisit

if TYPE_CHECKING:
    from requests.models import ReviewRequest

GONE = "（已銷毀）"
"""Stands where the database asks for some words."""
OF_THE_LETTER = ("legal_basis", "purpose", "scope", "use", "contact")
OF_THE_OFFICER = ("officer", "badge", "called_number", "answered_by")
OF_THE_RELEASE = ("receiver_name", "receiver_badge", "end_note", "password_told", "basis")


def wipe_agency(case: ReviewRequest) -> None:
    """Erase who asked for the body and in whose words, and who received a copy; the caller records it."""
    AgencyLetter.objects.filter(case=case).update(**dict.fromkeys(OF_THE_LETTER, ""))
    AgencyLetter.objects.filter(case=case).exclude(no_reply_reason="").update(no_reply_reason=GONE)
    OfficerVisit.objects.filter(case=case).update(**dict.fromkeys(OF_THE_OFFICER, ""))
    case.releases.update(**dict.fromkeys(OF_THE_RELEASE, ""), files=[], signature=None, receipt=None)
    case.releases.exclude(danger="").update(danger=GONE)
    case.releases.exclude(drop_reason="").update(drop_reason=GONE)
