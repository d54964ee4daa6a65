"""Questions about oral consents."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from requests.models import OralConsent, ReviewRequest


def oral_consent_of(case: ReviewRequest) -> OralConsent | None:
    """Return the oral consent recorded of `case`, or None; no query where it is prefetched."""
    return getattr(case, "oral_consent", None)
