"""Questions about oral consents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts import selectors as accounts
from requests import policies
from requests.choices import Need

if TYPE_CHECKING:
    import datetime as dt

    from accounts.selectors import Signatory
    from requests.models import OralConsent, ReviewRequest


def oral_consent_of(case: ReviewRequest) -> OralConsent | None:
    """Return the oral consent recorded of `case`, or None; no query where it is prefetched."""
    return getattr(case, "oral_consent", None)


def is_urgent(case: ReviewRequest) -> bool:
    """Say whether somebody of the school asked in an emergency and was let see at once (校內緊急調閱, ruling 10)."""
    return case.need != Need.AGENCY and oral_consent_of(case) is not None


def consenters(now: dt.datetime) -> list[Signatory]:
    """Return who may consent by word of mouth now, before there is a case: each once, in his highest office."""
    seats = accounts.seatings(policies.CONSENTERS, now)
    found: dict[int, Signatory] = {}
    for role in policies.CONSENTERS:
        for one in seats[role].present:
            found.setdefault(one.user.pk, one)
    return list(found.values())
