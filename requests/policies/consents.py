"""Who may say yes before the chain has decided, and what may then be looked at (rulings 10, 11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts import selectors as accounts
from accounts.choices import Role
from accounts.once import once
from requests.choices import EMERGENCIES, ConsentGround, Status
from requests.models import OralConsent
from requests.policies.parties import may_know, parties
from requests.policies.seeing import VIEWABLE

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User
    from accounts.selectors import Signatory
    from requests.models import ReviewRequest

CONSENTERS = (Role.PRINCIPAL, Role.SUPERVISOR)
"""校長 and 處室主管; 值班主管 is who deputises for one of them."""


def consents(person: User, case: ReviewRequest, now: dt.datetime) -> Signatory | None:
    """Return as what `person` may consent by word of mouth, or None: never a party, nor a party's representative."""
    return next((one for one in may_consent(case, now) if one.user == person), None)


def may_consent(case: ReviewRequest, now: dt.datetime) -> list[Signatory]:
    """Return who may consent to an emergency viewing of `case` now, each once and in his highest office."""
    out, seats = parties(case), accounts.seatings(CONSENTERS, now)
    found: dict[int, Signatory] = {}
    for role in CONSENTERS:
        for one in seats[role].without(out):
            if may_know(one.user, case):
                found.setdefault(one.user.pk, one)
    return list(found.values())


def grounds_of(case: ReviewRequest) -> tuple[ConsentGround, ...]:
    """Return on what grounds `case` may be shown on an oral consent: an officer's is his own (rulings 10, 11)."""
    return (ConsentGround.OFFICER,) if hasattr(case, "officer_visit") else EMERGENCIES


@once
def standing_consent(case: ReviewRequest, now: dt.datetime) -> OralConsent | None:
    """Return the oral consent on which `case` may be viewed now: the chain has not decided, and may still follow."""
    if case.status != Status.IN_REVIEW:
        return None
    return OralConsent.objects.filter(review_request=case, ratify_by__gte=now).first()


def viewing_allowed(case: ReviewRequest, now: dt.datetime) -> bool:
    """Say whether the footage of `case` may be shown: granted by the chain, or on an oral consent that stands."""
    return case.status in VIEWABLE or standing_consent(case, now) is not None
