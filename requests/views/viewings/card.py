"""What the case page says of viewings: what was arranged, what was held, what the reader may do next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from requests import policies, selectors
from requests.choices import Action, Status
from requests.transitions import TABLE

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from accounts.models import User
    from requests.models import OralConsent, ReviewRequest, ViewingAppointment, ViewingSession


@dataclass(frozen=True)
class ViewingCard:
    """The card; `consent` is what an emergency viewing rests on, `awaits` that the chain still has to follow it.

    `is_officers`: a public body's officer came before his letter (ruling 11).
    """

    viewings: Sequence[ViewingSession]
    appointments: Sequence[ViewingAppointment]
    consent: OralConsent | None
    awaits: bool
    is_late: bool
    manner: str
    works: bool
    may_start: bool
    may_arrange: bool
    may_back_enter: bool
    may_be_urgent: bool
    is_officers: bool


def card_of(case: ReviewRequest, user: User, now: dt.datetime) -> ViewingCard | None:
    """Return what stands on the card for `user`; None where there is nothing to say."""
    status = Status(case.status)
    works = policies.works_on(user, case, now)
    viewings = list(case.viewings.prefetch_related("corrections"))
    appointments, consent = list(case.appointments.all()), selectors.oral_consent_of(case)
    escorts = works and policies.viewing_allowed(case, now)
    handles = works and policies.handles(user, case, now)
    urgent = works and consent is None and (status, selectors.step_kind(case), Action.CONSENT) in TABLE
    card = ViewingCard(
        viewings=viewings,
        appointments=appointments,
        consent=consent,
        awaits=consent is not None and status in policies.OPEN,
        is_late=consent is not None and consent.ratify_by < now,
        manner=selectors.scope_of(case).manner,
        works=works,
        may_start=escorts and all(viewing.ended_at for viewing in viewings),
        may_arrange=works and status in policies.VIEWABLE and not any(one.state == "planned" for one in appointments),
        may_back_enter=handles and status in (*policies.VIEWABLE, Status.CLOSED),
        may_be_urgent=urgent,
        is_officers=hasattr(case, "officer_visit"),
    )
    shows = viewings or card.appointments or consent or escorts or card.may_arrange or urgent
    return card if shows else None
