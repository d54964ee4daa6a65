"""Questions about cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts import policies as people
from accounts import selectors as accounts
from accounts.choices import Role, StepKind
from ledger.witnesses import digest_of
from requests import policies, rules
from requests.choices import Status
from requests.models import ReviewRequest, ViewingSession

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from accounts.models import PlanStep, User


def current_step(case: ReviewRequest) -> PlanStep | None:
    """Return the step the case waits at, or None when nobody's signature is due."""
    if case.status != Status.IN_REVIEW or case.plan is None:
        return None
    return case.plan.steps.get(order=case.step)


def step_kind(case: ReviewRequest) -> StepKind | None:
    """Return what the current step may do, or None."""
    step = current_step(case)
    return StepKind(step.kind) if step else None


def signatories(case: ReviewRequest, now: dt.datetime) -> list[User]:
    """Return the people who may sign the current step, deputies included, parties excluded."""
    step = current_step(case)
    if step is None:
        return []
    asked = accounts.who_may_sign(Role(step.role), now)
    return [one.user for one in asked if policies.signs_now(one.user, case, step, now)]


def shown_as(case: ReviewRequest) -> rules.Shown:
    """Return how the case's state reads; uses prefetched `viewings` when there."""
    step = current_step(case)
    viewings = list(case.viewings.all()) if case.status in policies.VIEWABLE else []
    return rules.shown_as(
        Status(case.status),
        step.title if step else "",
        viewed=bool(viewings),
        viewing=any(viewing.ended_at is None for viewing in viewings),
    )


def waiting_for(user: User, now: dt.datetime) -> list[ReviewRequest]:
    """Return the cases that wait for `user`: to sign, to correct, or to be viewed; what is due first on top."""
    cases = policies.visible_to(user, now).select_related("plan", "applicant").prefetch_related("viewings", "cameras")
    mine = list(cases.filter(applicant=user, status=Status.RETURNED))
    in_review = cases.filter(status=Status.IN_REVIEW).exclude(applicant=user).order_by("due_at")
    to_sign = [case for case in in_review if _waits_for(user, case, now)]
    to_view: list[ReviewRequest] = []
    if people.holds(user, Role.HANDLER, timezone.localdate(now)):
        finished = ViewingSession.objects.filter(review_request=OuterRef("pk"), ended_at__isnull=False)
        to_view = list(cases.filter(~Exists(finished), status__in=policies.VIEWABLE).order_by("due_at"))
    return sorted([*mine, *to_sign, *to_view], key=lambda case: (case.due_at is None, case.due_at))


def _waits_for(user: User, case: ReviewRequest, now: dt.datetime) -> bool:
    step = current_step(case)
    return step is not None and policies.signs_now(user, case, step, now) is not None


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


def case_digest(case: ReviewRequest) -> str:
    """Return the salted digest of everything the live rows of `case` say; the ledger's last entry carries the same."""
    fresh = ReviewRequest.objects.get(pk=case.pk)
    columns = {
        field.attname: getattr(fresh, field.attname) for field in fresh._meta.concrete_fields if field.name != "salt"
    }
    content = {
        "case": columns,
        "cameras": list(fresh.cameras.order_by("code").values_list("code", flat=True)),
        "places": list(fresh.places.order_by("name").values_list("name", flat=True)),
        "attachments": [str(one) for one in fresh.attachments.order_by("sha256").values_list("sha256", flat=True)],
        "readers": list(fresh.readers.order_by("username").values_list("username", flat=True)),
        "approvals": list(fresh.approvals.order_by("pk").values()),
        "snapshots": list(fresh.snapshots.order_by("pk").values("content", "sha256", "made_at")),
        "viewings": list(fresh.viewings.order_by("pk").values()),
    }
    return digest_of(content, salt=bytes(fresh.salt))


def live_digests() -> Iterator[tuple[str, str]]:
    """Witness for the ledger: yield (subject, digest) of every submitted case."""
    for case in ReviewRequest.objects.exclude(status=Status.DRAFT).order_by("pk").iterator(chunk_size=200):
        yield str(case), case_digest(case)


def viewings_on(day: dt.date) -> list[ViewingSession]:
    """Return the viewings of a Taipei day; a guard is told time, escort, visitors and case number only (ruling 26)."""
    return list(
        ViewingSession.objects.filter(started_at__date=day, review_request__is_restricted=False)
        .select_related("review_request")
        .order_by("started_at")
    )
