"""Lists of cases: what waits for a person, what is on the way, what they have dealt with.

Everything here begins at `Desk.cases`, so no list, search or count tells of a case its reader may not know of.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Count, Exists, F, OuterRef, Q, prefetch_related_objects
from django.utils import timezone

from accounts import policies as people
from accounts import selectors as accounts
from accounts.choices import SEATED, Role
from accounts.models import PlanStep
from printing.rules import start_of_day
from requests import policies
from requests.choices import NOT_OVER, Status
from requests.models import AgencyLetter, Approval, ViewingSession
from requests.rules import is_case_number, plain_case_number
from requests.selectors.closing import awaits_closing
from requests.selectors.rows import drawn, with_last_word
from requests.selectors.steps import current_step
from retention.selectors import footage_days

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from django.db.models import QuerySet

    from accounts.models import User
    from accounts.selectors import Seating
    from requests.models import ReviewRequest
    from requests.selectors.rows import DrawnCase, WaitingCase


class Numbers(NamedTuple):
    """How much stands under 待我處理 and 待結案."""

    waiting: int
    to_close: int


@dataclass(frozen=True)
class Desk:
    """What one person has before them at one moment: which seats they hold, which cases they may know of."""

    user: User
    now: dt.datetime
    seats: Mapping[Role, Seating]

    @property
    def roles(self) -> frozenset[Role]:
        """The roles held by appointment."""
        return people.roles_of(self.user, timezone.localdate(self.now))

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
    def own(self) -> QuerySet[DrawnCase]:
        """The cases this person asked for, newest first."""
        return self.drawn(self.cases.filter(applicant=self.user).order_by("-pk"))

    @property
    def dealt_with(self) -> QuerySet[ReviewRequest]:
        """我已處理: the cases on which this person has acted."""
        return self.cases.filter(Exists(Approval.objects.filter(review_request=OuterRef("pk"), actor=self.user)))

    @property
    def in_progress(self) -> QuerySet[DrawnCase]:
        """在辦: the cases that wait for an act of anybody, what is due first on top."""
        return self.drawn(self.cases.filter(status__in=policies.OPEN).order_by(F("due_at").asc(nulls_last=True), "-pk"))

    @property
    def owed(self) -> QuerySet[DrawnCase]:
        """The cases that owe a school copy of footage some recorder still has (ruling 13); three queries in all.

        Whatever was decided, unless it was withdrawn.
        """
        days = footage_days(self.now, accounts.plan_on(timezone.localdate(self.now)).minimum_days)
        if not days:
            return self.drawn(self.cases.none())
        oldest = start_of_day(days[-1].day)
        return self.drawn(self.cases.filter(status__in=NOT_OVER, ends_at__gt=oldest))

    @cached_property
    def waiting(self) -> list[WaitingCase]:
        """待我處理: to sign, to correct, to give an opinion on (會辦), to be viewed; what is due first on top.

        Each with what was said of it before. As few queries for three hundred cases as for three, because every page counts them for its badge.
        """
        waiting = self.cases.filter(self._waits())
        found = list(with_last_word(self.drawn(waiting.order_by(F("due_at").asc(nulls_last=True), "-pk"))))
        if not self._deputises:  # `cases` has nothing he keeps out of or may not know
            return found
        prefetch_related_objects(found, "recusals", "approvals")
        prefetch_related_objects([case for case in found if case.is_restricted], "readers")
        return [case for case in found if self._signs(case)]

    @cached_property
    def number_waiting(self) -> int:
        """How many cases `waiting` has; a page that does not show them only counts them."""
        if (waiting := self.to_count) is not None:
            return waiting.count()
        if self._deputises or "waiting" in self.__dict__:
            return len(self.waiting)
        return self.numbers.waiting

    @property
    def to_count(self) -> QuerySet[ReviewRequest] | None:
        """What `number_waiting` would count; None where that is known already, or each must be looked at."""
        return None if self._deputises or self.has_counted else self.cases.filter(self._waits())

    @cached_property
    def numbers(self) -> Numbers:
        """How many cases wait, and of how many 結案 comes next, in one query."""
        counts = self.cases.filter(status__in=NOT_OVER).aggregate(
            waiting=Count("pk", filter=self._waits()),
            to_close=Count("pk", filter=awaits_closing()),
        )
        return Numbers(len(self.waiting) if self._deputises else counts["waiting"], counts["to_close"])

    @property
    def has_counted(self) -> bool:
        """Whether it was asked what waits."""
        return bool({"waiting", "number_waiting", "numbers"} & self.__dict__.keys())

    @property
    def _deputises(self) -> bool:
        """Whether this person has a seat for somebody else: then it matters who keeps out and who signed before."""
        return any(
            seat.user == self.user.pk and seat.order for seating in self.seats.values() for seat in seating.seats
        )

    def asks_opinion(self, case: DrawnCase) -> bool:
        """Say whether `case` waits for this person's opinion (會辦)."""
        return case.has_question and case.status == Status.IN_REVIEW and case.applicant_id != self.user.pk

    def drawn(self, cases: QuerySet[ReviewRequest]) -> QuerySet[DrawnCase]:
        """Return `cases` with as much of each as its row shows this person."""
        return drawn(cases, self.user)

    def _waits(self) -> Q:
        """What waits for this person."""
        asked = Q(pk__in=self.user.consultations.filter(answered_at=None).order_by().values("review_request"))
        seated = [role for role, seating in self.seats.items() if seating.names(self.user)]
        step = PlanStep.objects.filter(plan=OuterRef("plan"), order=OuterRef("step"), role__in=seated)
        mine = asked | Exists(step) if seated else asked
        waits = ~Q(applicant=self.user) & mine & Q(status=Status.IN_REVIEW)
        waits |= Q(status=Status.RETURNED, applicant=self.user)
        if not self.handles:
            return waits
        finished = ViewingSession.objects.filter(review_request=OuterRef("pk"), ended_at__isnull=False)
        typed_in = Q(status=Status.RETURNED, applicant=None)
        return waits | typed_in | Q(~Exists(finished), status__in=policies.VIEWABLE)

    def _signs(self, case: DrawnCase) -> bool:
        """Say the same of one case where it matters who keeps out and who signed before."""
        step = current_step(case)
        if step is None or self.asks_opinion(case):
            return True
        return policies.signs_from(self.seats[Role(step.role)], self.user, case) is not None


def desk_of(user: User, now: dt.datetime) -> Desk:
    """Return what `user` has before them at `now`: one query, two while anybody deputises; lists are asked when needed."""
    return Desk(user, now, accounts.seatings(SEATED, now))


def matching(cases: QuerySet[ReviewRequest], text: str) -> QuerySet[ReviewRequest]:
    """Return those of `cases` whose 案號, 申請人 or 來文字號 contains `text`; full-width digits are read as digits.

    A whole 案號 is that case and no other: it is found by its index, where a part of a word is looked for in all cases.
    """
    if is_case_number(number := plain_case_number(text)):
        return cases.filter(number=number)
    number = unicodedata.normalize("NFKC", text)
    letters = AgencyLetter.objects.filter(number__icontains=number)  # joined, PostgreSQL would look at all cases first
    of_letter = Q(pk__in=letters.order_by().values("case"))
    return cases.filter(Q(number__icontains=number) | Q(applicant_name__icontains=text) | of_letter)


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a list, newest first, and the keys to go on with: `?after=newer`, `?before=older`, None where it ends."""

    cases: list[DrawnCase]
    newer: int | None
    older: int | None


def page_of(cases: QuerySet[DrawnCase], size: int, *, before: int | None = None, after: int | None = None) -> Page:
    """Return the newest `size` cases, or those next to a key; one query, and no count of what is left."""
    if after is not None:
        found = list(cases.filter(pk__gt=after).order_by("pk")[: size + 1])
        shown = found[:size][::-1]
        return Page(shown, _key(shown[:1], more=len(found) > size), _key(shown[-1:], more=True))
    older = cases.filter(pk__lt=before) if before is not None else cases
    found = list(older.order_by("-pk")[: size + 1])
    shown = found[:size]
    return Page(shown, _key(shown[:1], more=before is not None), _key(shown[-1:], more=len(found) > size))


def _key(edge: list[DrawnCase], *, more: bool) -> int | None:
    return edge[0].pk if edge and more else None


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
