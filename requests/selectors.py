"""Questions about cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Q, prefetch_related_objects
from django.utils import timezone

from accounts import policies as people
from accounts import selectors as accounts
from accounts.choices import Role, StepKind
from ledger.witnesses import RowWitness, row_facts
from requests import policies, rules
from requests.choices import Status
from requests.models import ReviewRequest, ViewingSession

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from django.db.models import Model, QuerySet

    from accounts.models import PlanStep, User


def current_step(case: ReviewRequest) -> PlanStep | None:
    """Return the step the case waits at, or None when nobody's signature is due; uses prefetched `plan__steps`."""
    if case.status != Status.IN_REVIEW or case.plan is None:
        return None
    return {step.order: step for step in case.plan.steps.all()}[case.step]


def step_kind(case: ReviewRequest) -> StepKind | None:
    """Return what the current step may do, or None."""
    step = current_step(case)
    return StepKind(step.kind) if step else None


def signatories(case: ReviewRequest, now: dt.datetime) -> list[User]:
    """Return the people who may sign the current step, deputies included, parties excluded."""
    step = current_step(case)
    if step is None:
        return []
    seats = accounts.seating(Role(step.role), now)
    return [one.user for one in seats.people if policies.signs_from(seats, one.user, case)]


def shown_as(case: ReviewRequest) -> rules.Shown:
    """Return how the case's state reads; uses prefetched `viewings` and `plan__steps`."""
    step = current_step(case)
    viewings = list(case.viewings.all()) if case.status in policies.VIEWABLE else []
    return rules.shown_as(
        Status(case.status),
        step.title if step else "",
        viewed=bool(viewings),
        viewing=any(viewing.ended_at is None for viewing in viewings),
    )


def waiting_for(user: User, now: dt.datetime) -> list[ReviewRequest]:
    """Return the cases that wait for `user`: to sign, to correct, or to be viewed; what is due first on top.

    As many queries for three cases as for three hundred, because every page counts them for its badge; who shows them
    adds `for_lists`.
    """
    seats = accounts.seatings(Role, now)
    waits = Q(status=Status.IN_REVIEW) & ~Q(applicant=user) | Q(status=Status.RETURNED, applicant=user)
    if seats[Role.HANDLER].holds(user):
        finished = ViewingSession.objects.filter(review_request=OuterRef("pk"), ended_at__isnull=False)
        waits |= Q(~Exists(finished), status__in=policies.VIEWABLE)
    cases = policies.visible_from(seats, user).filter(waits).select_related("plan", "applicant")
    cases = cases.prefetch_related("plan__steps", "approvals", "readers").order_by(
        F("due_at").asc(nulls_last=True), "-pk"
    )
    at = [(case, current_step(case)) for case in cases]
    return [case for case, step in at if step is None or policies.signs_from(seats[Role(step.role)], user, case)]


def for_lists(cases: Iterable[ReviewRequest]) -> list[tuple[ReviewRequest, rules.Shown]]:
    """Return the rows of a list: each case with how its state reads; what the rows show is fetched for all at once."""
    rows = list(cases)
    prefetch_related_objects(rows, "viewings", "cameras", "plan__steps")
    return [(case, shown_as(case)) for case in rows]


def register(user: User, now: dt.datetime) -> QuerySet[ViewingSession]:
    """Return the rows of the 調閱登記簿 that `user` may see, in order of viewing."""
    cases = policies.visible_to(user, now)
    if people.holds(user, Role.AUDITOR, timezone.localdate(now)):
        cases = ReviewRequest.objects.filter(Q(is_restricted=False) | Q(readers=user))
    return (
        ViewingSession.objects.filter(review_request__in=cases)
        .select_related("review_request__plan")
        .prefetch_related("review_request__cameras", "review_request__places", "review_request__approvals")
        .order_by("started_at", "pk")
    )


def case_facts(case: ReviewRequest) -> dict[str, object]:
    """Return everything the live rows of `case` say."""
    return {
        "case": row_facts(case, without=("salt",)),
        "cameras": sorted(camera.code for camera in case.cameras.all()),
        "places": sorted(place.name for place in case.places.all()),
        "attachments": sorted(file.sha256 for file in case.attachments.all()),
        "readers": sorted(reader.pk for reader in case.readers.all()),
        "approvals": _by_key(case.approvals.all()),
        "snapshots": _by_key(case.snapshots.all()),
        "viewings": _by_key(case.viewings.all()),
    }


def _by_key(rows: Iterable[Model]) -> list[dict[str, object]]:
    return [row_facts(row, without=("salt",)) for row in sorted(rows, key=lambda row: row.pk)]


CASES = RowWitness(
    ReviewRequest.objects.exclude(status=Status.DRAFT).prefetch_related(
        "cameras", "places", "attachments", "readers", "approvals", "snapshots", "viewings"
    ),
    subject=str,
    facts=case_facts,
    salt=lambda case: bytes(case.salt),
)
"""Witness for the ledger: what every submitted case says, salted."""


def viewings_on(day: dt.date) -> list[ViewingSession]:
    """Return the viewings of a Taipei day; a guard is told time, escort, visitors and case number only (ruling 26)."""
    return list(
        ViewingSession.objects.filter(started_at__date=day, review_request__is_restricted=False)
        .select_related("review_request")
        .order_by("started_at")
    )
