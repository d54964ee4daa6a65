"""Lists of cases: what waits for a person, what is on the way, and the two clocks of every row.

Everything here begins at `Desk.cases`, so no list, search or count tells of a case its reader may not know of.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, F, OuterRef, Q, prefetch_related_objects
from django.utils import timezone

from accounts import selectors as accounts
from accounts.choices import Role
from accounts.models import PlanStep
from printing.rules import start_of_day
from requests import policies
from requests.choices import NOT_OVER, OVER, Status
from requests.models import Approval, ReviewRequest, ViewingSession
from requests.selectors.cases import shown_as
from requests.selectors.steps import current_step
from retention.selectors import Asked, footage_clocks_for, footage_days

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.db.models import QuerySet

    from accounts.models import User
    from accounts.selectors import Seating
    from requests.rules import Shown
    from retention.rules import FootageClock

LATEST = dt.datetime.max.replace(tzinfo=dt.UTC)
SOON = dt.timedelta(days=7)
"""What is overwritten within a week stands on the home page of 承辦人 (ux §5)."""


@dataclass(frozen=True)
class Desk:
    """What one person has before them at one moment: which seats they hold, which cases they may know of."""

    user: User
    now: dt.datetime
    seats: Mapping[Role, Seating]

    @property
    def roles(self) -> frozenset[Role]:
        """The roles held by appointment."""
        return frozenset(role for role, seating in self.seats.items() if seating.holds(self.user))

    @property
    def is_in_chain(self) -> bool:
        """Whether this person signs cases now: by appointment, or as somebody's deputy."""
        return policies.is_seated(self.seats, self.user)

    @property
    def handles(self) -> bool:
        """Whether this person handles requests as 承辦人, by appointment or as deputy."""
        return self.seats[Role.HANDLER].signatory(self.user, excluded=()) is not None

    @property
    def cases(self) -> QuerySet[ReviewRequest]:
        """Every case this person may know of."""
        return policies.visible_from(self.seats, self.user, self.now).select_related("plan", "oral_consent")

    @property
    def own(self) -> QuerySet[ReviewRequest]:
        """The cases this person asked for, newest first."""
        return self.cases.filter(applicant=self.user).order_by("-pk")

    @property
    def dealt_with(self) -> QuerySet[ReviewRequest]:
        """我已處理: the cases on which this person has acted."""
        return self.cases.filter(Exists(Approval.objects.filter(review_request=OuterRef("pk"), actor=self.user)))

    @property
    def in_progress(self) -> QuerySet[ReviewRequest]:
        """在辦: the cases that wait for an act of anybody, what is due first on top."""
        return self.cases.filter(status__in=policies.OPEN).order_by(F("due_at").asc(nulls_last=True), "-pk")

    @property
    def owed(self) -> QuerySet[ReviewRequest]:
        """The cases that owe a school copy of footage some recorder still has (ruling 13); three queries in all.

        Whatever was decided, unless it was withdrawn.
        """
        days = footage_days(self.now, accounts.plan_on(timezone.localdate(self.now)).minimum_days)
        if not days:
            return self.cases.none()
        oldest = start_of_day(days[-1].day)
        return self.cases.filter(status__in=NOT_OVER, ends_at__gt=oldest)

    @cached_property
    def waiting(self) -> list[ReviewRequest]:
        """待我處理: to sign, to correct, to give an opinion on (會辦), to be viewed; what is due first on top.

        As few queries for three hundred cases as for three, because every page counts them for its badge.
        """
        found = list(self._may_wait().order_by(F("due_at").asc(nulls_last=True), "-pk"))
        if not self._deputises:  # `cases` has nothing he keeps out of or may not know
            return found
        prefetch_related_objects(found, "recusals", "approvals")
        prefetch_related_objects([case for case in found if case.is_restricted], "readers")
        return [case for case in found if self._signs(case)]

    @cached_property
    def number_waiting(self) -> int:
        """How many cases `waiting` has; a page that does not show them only counts them."""
        if self._deputises or "waiting" in self.__dict__:
            return len(self.waiting)
        return self._may_wait().count()

    @property
    def has_counted(self) -> bool:
        """Whether it was asked what waits."""
        return bool({"waiting", "number_waiting"} & self.__dict__.keys())

    @property
    def _deputises(self) -> bool:
        """Whether this person has a seat for somebody else: then it matters who keeps out and who signed before."""
        return any(
            seat.user == self.user.pk and seat.order for seating in self.seats.values() for seat in seating.seats
        )

    def asks_opinion(self, case: ReviewRequest) -> bool:
        """Say whether `case` of those that wait does so for this person's opinion (會辦)."""
        return bool(case.asks_opinion)  # type: ignore[attr-defined]  # annotated above

    def _may_wait(self) -> QuerySet[ReviewRequest]:
        asked = self.user.consultations.filter(review_request=OuterRef("pk"), answered_at=None)
        return self.cases.annotate(asks_opinion=Exists(asked)).filter(self._waits())

    def _waits(self) -> Q:
        seated = [role for role, seating in self.seats.items() if seating.names(self.user)]
        step = PlanStep.objects.filter(plan=OuterRef("plan"), order=OuterRef("step"), role__in=seated)
        mine = Q(asks_opinion=True) | Exists(step) if seated else Q(asks_opinion=True)
        waits = ~Q(applicant=self.user) & mine & Q(status=Status.IN_REVIEW)
        waits |= Q(status=Status.RETURNED, applicant=self.user)
        if not self.handles:
            return waits
        finished = ViewingSession.objects.filter(review_request=OuterRef("pk"), ended_at__isnull=False)
        typed_in = Q(status=Status.RETURNED, applicant=None)
        return waits | typed_in | Q(~Exists(finished), status__in=policies.VIEWABLE)

    def _signs(self, case: ReviewRequest) -> bool:
        """Say the same of one case where it matters who keeps out and who signed before."""
        step = current_step(case)
        if step is None or self.asks_opinion(case):
            return True
        return policies.signs_from(self.seats[Role(step.role)], self.user, case) is not None


def desk_of(user: User, now: dt.datetime) -> Desk:
    """Return what `user` has before them at `now`; two queries, the lists are asked when they are needed."""
    return Desk(user, now, accounts.seatings(Role, now))


def matching(cases: QuerySet[ReviewRequest], text: str) -> QuerySet[ReviewRequest]:
    """Return those of `cases` whose 案號, 申請人 or 來文字號 contains `text`; full-width digits are read as digits."""
    number = unicodedata.normalize("NFKC", text)
    letter = Q(agency_letter__number__icontains=number)
    return cases.filter(Q(number__icontains=number) | Q(applicant_name__icontains=text) | letter)


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a list, newest first, and the keys to go on with: `?after=newer`, `?before=older`, None where it ends."""

    cases: list[ReviewRequest]
    newer: int | None
    older: int | None


def page_of(cases: QuerySet[ReviewRequest], size: int, *, before: int | None = None, after: int | None = None) -> Page:
    """Return the newest `size` cases, or those next to a key; one query, and no count of what is left."""
    if after is not None:
        found = list(cases.filter(pk__gt=after).order_by("pk")[: size + 1])
        shown = found[:size][::-1]
        return Page(shown, _key(shown[:1], more=len(found) > size), _key(shown[-1:], more=True))
    older = cases.filter(pk__lt=before) if before is not None else cases
    found = list(older.order_by("-pk")[: size + 1])
    shown = found[:size]
    return Page(shown, _key(shown[:1], more=before is not None), _key(shown[-1:], more=len(found) > size))


def _key(edge: list[ReviewRequest], *, more: bool) -> int | None:
    return edge[0].pk if edge and more else None


@dataclass(frozen=True, slots=True)
class Row:
    """One case of a list: how its state reads and, never mixed, its two clocks (ruling 12; house, The case).

    `footage` is that of its worst camera, None without cameras; `due_at` is None once the case is decided or withdrawn.
    """

    case: ReviewRequest
    shown: Shown
    footage: FootageClock | None
    due_at: dt.datetime | None

    @property
    def is_over(self) -> bool:
        """Whether nobody needs the footage any more: the case was withdrawn or closed."""
        return self.case.status in OVER

    @property
    def overwritten_at(self) -> dt.datetime | None:
        """From when the footage can be lost; None once it is safe or gone."""
        return self.footage.overwritten_at if self.footage else None

    def is_endangered(self, now: dt.datetime) -> bool:
        """Say whether the footage is overwritten within a week and not safe yet (ruling 12)."""
        return self.overwritten_at is not None and self.overwritten_at - now <= SOON

    @property
    def first_at(self) -> dt.datetime:
        """The earlier of the moments the two clocks run to (ux §6)."""
        return min(self.overwritten_at or LATEST, self.due_at or LATEST)


def rows(cases: Iterable[ReviewRequest], now: dt.datetime) -> list[Row]:
    """Return `cases` in their order as rows; what the rows show is fetched for all at once."""
    found = list(cases)
    prefetch_related_objects(found, "viewings", "oral_consent", "cameras", "places")
    asked = {case.pk: one for case in found if (one := _asked(case))}
    footage = dict(zip(asked, footage_clocks_for(list(asked.values()), now), strict=True))
    return [
        Row(case, shown_as(case), footage.get(case.pk), case.due_at if case.status in policies.OPEN else None)
        for case in found
    ]


def _asked(case: ReviewRequest) -> Asked | None:
    if case.starts_at is None or case.ends_at is None or case.plan is None:
        return None
    return Asked(list(case.cameras.all()), case.starts_at, case.ends_at, case.plan.minimum_days)


def said_before(case: ReviewRequest) -> Approval | None:
    """Return the act whose words the next one needs: what is to be corrected, else the last signature.

    Uses prefetched `approvals`.
    """
    acts = sorted(case.approvals.all(), key=lambda act: (act.at, act.pk), reverse=True)
    if case.status == Status.RETURNED:
        return next(iter(acts), None)
    return next((act for act in acts if act.is_current and not act.same_as_left), None)


@dataclass(frozen=True, slots=True)
class Month:
    """本月 in three numbers: cases received and decided, viewings held."""

    received: int
    decided: int
    viewings: int


def month_of(desk: Desk) -> Month:
    """Count this month's cases and viewings among what the desk's person may know of; three queries."""
    today = timezone.localtime(desk.now)
    first = today.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    received, decided = Q(received_at__gte=first), Q(decided_at__gte=first)
    counts = desk.cases.filter(received | decided).aggregate(
        received=Count("pk", filter=received), decided=Count("pk", filter=decided)
    )
    begun = ViewingSession.objects.filter(started_at__gte=first).values_list("review_request", flat=True)
    held = Counter(begun)  # a month has few: which of their cases are known is then asked of these alone
    known = desk.cases.filter(pk__in=held).values_list("pk", flat=True)
    return Month(counts["received"], counts["decided"], sum(held[case] for case in known))
