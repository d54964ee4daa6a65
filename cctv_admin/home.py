"""What stands on the home page (待辦) of each role: what waits for this person, what is due first on top."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils import timezone

from accounts import policies as people
from accounts.choices import Role
from maintenance.selectors import unrepaired_faults
from requests import policies as review_policies
from requests import selectors as review
from retention.selectors import open_findings
from work.selectors import overdue_duties

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from accounts.models import User
    from maintenance.models import Fault
    from requests.models import ReviewRequest, ViewingSession
    from requests.rules import Shown
    from retention.models import Finding
    from work.models import Duty

KEEPS_WATCH = frozenset({Role.HANDLER, Role.SUPERVISOR, Role.PRINCIPAL, Role.ADMINISTRATOR, Role.AUDITOR})
MENDS = frozenset({Role.HANDLER, Role.GUARD})
LATEST = 8


@dataclass(frozen=True)
class Home:
    """One person's home page; an empty list means the section does not show."""

    roles: frozenset[Role]
    may_ask: bool
    waiting: list[tuple[ReviewRequest, Shown]] = field(default_factory=list)
    own: list[tuple[ReviewRequest, Shown]] = field(default_factory=list)
    faults: Sequence[Fault] = ()
    findings: Sequence[Finding] = ()
    overdue: Sequence[Duty] = ()
    viewings_today: Sequence[ViewingSession] = ()

    @property
    def signs(self) -> bool:
        """Whether this person waits for cases to sign."""
        return bool(self.roles & review_policies.CHAIN)

    @property
    def is_guard(self) -> bool:
        """Whether the guard's home is shown."""
        return Role.GUARD in self.roles


def home_of(user: User, now: dt.datetime) -> Home:
    """Gather what `user` should see first."""
    roles = people.roles_of(user, timezone.localdate(now))
    own = review_policies.visible_to(user, now).filter(applicant=user).select_related("plan")
    watch = bool(roles & KEEPS_WATCH)
    return Home(
        roles=roles,
        may_ask=review_policies.may_ask(user, now),
        waiting=review.for_lists(review.waiting_for(user, now)),
        own=review.for_lists(own[:LATEST]),
        faults=list(unrepaired_faults()) if roles & MENDS else (),
        findings=open_findings(user, now) if watch else (),
        overdue=overdue_duties(now) if watch else (),
        viewings_today=review.viewings_on(timezone.localdate(now), user) if Role.GUARD in roles else (),
    )
