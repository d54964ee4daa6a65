"""Questions about one case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.utils import timezone

from accounts import policies as people
from accounts import selectors as accounts
from accounts.choices import Role, StepKind
from files.models import StoredFile
from ledger.witnesses import RowWitness, row_facts
from requests import policies, rules, transitions
from requests.choices import Action, Asker, IdentityDocument, SigningManner, Status, ViewingKind, ViewingManner
from requests.models import Approval, CopyRelease, ReviewRequest, ViewingAppointment, ViewingSession
from requests.selectors.agency import AGENCY_ROWS, agency_said
from requests.selectors.consents import oral_consent_of
from requests.selectors.letters import correspondence_said
from requests.selectors.releases import receipts_of
from work.rules import due_by
from work.selectors import calendar

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable

    from django.db.models import Model, QuerySet

    from accounts.models import PlanStep, User
    from requests.models import PartialGrant
    from work.rules import Calendar


def current_step(case: ReviewRequest) -> PlanStep | None:
    """Return the step the case waits at, or None when nobody's signature is due; uses prefetched `plan__steps`."""
    if case.status != Status.IN_REVIEW or case.plan is None:
        return None
    return {step.order: step for step in case.plan.steps.all()}[case.step]


def step_kind(case: ReviewRequest) -> StepKind | None:
    """Return what the current step may do, or None."""
    step = current_step(case)
    return StepKind(step.kind) if step else None


def steps_ahead(case: ReviewRequest) -> list[PlanStep]:
    """Return the steps from the current one on; uses prefetched `plan__steps`."""
    return steps_to_come(case) if case.status == Status.IN_REVIEW else []


def steps_to_come(case: ReviewRequest) -> list[PlanStep]:
    """Return the steps still to be signed, also while the applicant corrects; uses prefetched `plan__steps`."""
    if case.status not in policies.OPEN or case.plan is None:
        return []
    return sorted((step for step in case.plan.steps.all() if step.order >= case.step), key=lambda step: step.order)


def signed_at_once(user: User, case: ReviewRequest, now: dt.datetime) -> list[PlanStep]:
    """Return the steps one act of `user` signs now, in order; empty when it is not their turn."""
    steps = steps_ahead(case)
    seats = accounts.seatings({Role(step.role) for step in steps}, now)
    return policies.signs_at_once(seats, user, case, steps) if steps else []


def asked_by(case: ReviewRequest, now: dt.datetime) -> list[User]:
    """Return who speaks for the asking side: the applicant; without an account, the 承辦人 who may know of it (代填)."""
    if case.applicant is not None:
        return [case.applicant]
    return [one for one in _sitting([Role.HANDLER], case, now) if policies.may_know(one, case)]


def chain_people(case: ReviewRequest, now: dt.datetime) -> list[User]:
    """Return everybody who may sign some step of `case`, holders and deputies, without those who must keep out."""
    return _sitting([Role(step.role) for step in case.plan.steps.all()] if case.plan else [], case, now)


def _sitting(roles: Collection[Role], case: ReviewRequest, now: dt.datetime) -> list[User]:
    """Return who sits on `case` in one of `roles`; a deputy for 迴避 only where somebody keeps out of it."""
    seats, out = accounts.seatings(roles, now), policies.parties(case)
    return list({one.user.pk: one.user for role in roles for one in seats[role].without(out)}.values())


def decision_of(case: ReviewRequest) -> Approval | None:
    """Return the act that decided `case`, or None."""
    acts = case.approvals.filter(is_current=True, same_as_left=False, action__in=transitions.DECISIONS)
    return acts.select_related("grant").first()


def is_told_only(case: ReviewRequest) -> bool:
    """Say whether the decision grants no visit: the school looks and tells what it saw (由學校檢視後告知結果, ruling 9)."""
    decision = decision_of(case)
    grant = getattr(decision, "grant", None)
    return grant is not None and grant.manner == ViewingManner.TOLD


def files_of(case: ReviewRequest) -> QuerySet[StoredFile]:
    """Return every file of `case`: attached, the signed form, scans of paper signatures, of paper rows and of receipts."""
    scans = case.approvals.exclude(scan=None).values("scan")
    registered = case.viewings.exclude(scan=None).values("scan")
    of_case = Q(pk__in=case.attachments.values("pk")) | Q(pk=case.signed_form_id) | receipts_of(case)
    return StoredFile.objects.filter(of_case | Q(pk__in=scans) | Q(pk__in=registered))


def acts_on(case: ReviewRequest) -> int:
    """Return how often somebody moved `case` along its chain: what was signed, and what of it was taken back.

    A confirm page carries this number; when it has changed, somebody was faster.
    """
    counted = case.approvals.aggregate(acts=Count("pk"), recalled=Count("recalled_at"), objected=Count("objected_at"))
    return sum(counted.values())


def last_signature(case: ReviewRequest) -> Approval | None:
    """Return the newest act that stands on the paper, or None."""
    acts = case.approvals.filter(is_current=True, same_as_left=False)
    return acts.select_related("grant").order_by("-at", "-pk").first()


def signatories(case: ReviewRequest, now: dt.datetime) -> list[User]:
    """Return the people who may sign the current step, deputies included, parties excluded."""
    step = current_step(case)
    return signatories_of(step, case, now) if step else []


def signatories_of(step: PlanStep, case: ReviewRequest, now: dt.datetime) -> list[User]:
    """Return the people who could sign `step` of `case` as things stand, deputies included, parties excluded."""
    seats = accounts.seating(Role(step.role), now)
    people = {one.user.pk: one.user for one in seats.people}
    return [one for one in people.values() if policies.signs_from(seats, one, case)]


def steps_nobody_may_sign(case: ReviewRequest, now: dt.datetime) -> list[PlanStep]:
    """Return the steps still to come that nobody could sign as things stand: a vacant post, all parties, no reader."""
    return [step for step in steps_to_come(case) if not signatories_of(step, case, now)]


def shown_as(case: ReviewRequest) -> rules.Shown:
    """Return how the case's state reads; uses prefetched `viewings` and `plan__steps`."""
    step = current_step(case)
    viewings = list(case.viewings.all()) if case.status in (*policies.VIEWABLE, Status.IN_REVIEW) else []
    return rules.shown_as(
        Status(case.status),
        step.title if step else "",
        viewed=bool(viewings),
        viewing=any(viewing.ended_at is None for viewing in viewings),
        ratifying=case.status == Status.IN_REVIEW and oral_consent_of(case) is not None,
    )


def cases_in_books_of(user: User, now: dt.datetime) -> QuerySet[ReviewRequest]:
    """Return the cases of which `user` reads in 登記簿 and 存取紀錄: those one may know of.

    The auditor reads of all but the 限制案 he is no reader of, and those he must keep out of.
    """
    cases = policies.visible_to(user, now)
    if not people.holds(user, Role.AUDITOR, timezone.localdate(now)):
        return cases
    audited = Q(is_restricted=False) | Q(pk__in=user.readable_cases.values("pk"))
    kept_out = Q(pk__in=user.recusals.values("review_request"))
    sent = ReviewRequest.objects.exclude(status=Status.DRAFT)
    return sent.filter(Q(pk__in=cases.values("pk")) | audited & ~kept_out)


ADDED_LATER = {
    "asker": Asker.STAFF,
    "id_document": IdentityDocument.NATIONAL,
    "manner": SigningManner.ONLINE,
    "kind": ViewingKind.GRANTED,
}
"""Columns younger than the first cases, with what those cases meant: saying it says nothing new (decision 9)."""


def case_facts(case: ReviewRequest) -> dict[str, object]:
    """Return everything the live rows of `case` say."""
    return {
        "case": _said(case),
        "cameras": sorted(camera.code for camera in case.cameras.all()),
        "places": sorted(place.name for place in case.places.all()),
        "attachments": sorted(file.sha256 for file in case.attachments.all()),
        "readers": sorted(reader.pk for reader in case.readers.all()),
        "approvals": _by_key(case.approvals.all()),
        "grants": [_grant_facts(act.grant) for act in case.approvals.all() if hasattr(act, "grant")],
        "consultations": _by_key(case.consultations.all()),
        "recusals": _by_key(case.recusals.all()),
        "oral_consent": [_said(consent)] if (consent := oral_consent_of(case)) else [],
        "snapshots": _by_key(case.snapshots.all()),
        "viewings": _by_key(case.viewings.all()),
        "corrections": _by_key(one for viewing in case.viewings.all() for one in viewing.corrections.all()),
        "appointments": [_appointment_facts(one) for one in case.appointments.all()],
        "agency": agency_said(case),
        "correspondence": correspondence_said(case),
    }


def _by_key(rows: Iterable[Model]) -> list[dict[str, object]]:
    return [_said(row) for row in sorted(rows, key=lambda row: row.pk)]


def _said(row: Model) -> dict[str, object]:
    facts = row_facts(row, without=("salt",))
    return {name: value for name, value in facts.items() if ADDED_LATER.get(name) != value}


def _grant_facts(grant: PartialGrant) -> dict[str, object]:
    return row_facts(grant) | {"cameras": sorted(camera.code for camera in grant.cameras.all())}


def _appointment_facts(planned: ViewingAppointment) -> dict[str, object]:
    return row_facts(planned) | {"escorts": sorted(person.pk for person in planned.escorts.all())}


CASES = RowWitness(
    ReviewRequest.objects.exclude(status=Status.DRAFT)
    .select_related("oral_consent")
    .prefetch_related(
        "cameras",
        "places",
        "attachments",
        "readers",
        "approvals__grant__cameras",
        "consultations",
        "recusals",
        "snapshots",
        "viewings__corrections",
        "appointments__escorts",
        "letters",
        "tracking_code",
        *AGENCY_ROWS,  # one only: django-stubs does not read two
    ),
    subject=str,
    facts=case_facts,
    salt=lambda case: bytes(case.salt),
)
"""Witness for the ledger: what every submitted case says, salted."""


def is_kept(stored: StoredFile) -> bool:
    """Say whether some case, or an act on one, still has the file."""
    return (
        ReviewRequest.objects.filter(Q(attachments=stored) | Q(signed_form=stored)).exists()
        or Approval.objects.filter(scan=stored).exists()
        or ViewingSession.objects.filter(scan=stored).exists()
        or CopyRelease.objects.filter(Q(signature=stored) | Q(receipt=stored)).exists()
    )


def open_drafts(user: User) -> QuerySet[ReviewRequest]:
    """Return what `user` has begun and not sent, the newest first."""
    return ReviewRequest.objects.filter(policies.drafted_by(user), status=Status.DRAFT).order_by("-created_at", "-pk")


def correction_due(case: ReviewRequest, days: Calendar | None = None) -> dt.datetime | None:
    """Return until when a returned case is to be corrected (補正日數 of the plan), or None when it is not.

    Uses prefetched `approvals`; who asks for many cases brings the calendar.
    """
    if case.status != Status.RETURNED or case.plan is None:
        return None
    returned = [
        act
        for act in case.approvals.all()
        if act.action == Action.RETURN_TO_APPLICANT and act.recalled_at is None and act.objected_at is None
    ]
    if not returned:
        return None
    newest = max(returned, key=lambda act: (act.at, act.pk))
    return due_by(newest.at, case.plan.correction_days, days or calendar())
