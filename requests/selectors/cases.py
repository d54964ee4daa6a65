"""Questions about one case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Q

from accounts.once import once
from files.models import StoredFile
from requests import policies, rules, transitions
from requests.choices import Action, Status, ViewingManner
from requests.models import Approval, CopyRelease, ReviewRequest, ViewingSession
from requests.selectors.consents import oral_consent_of
from requests.selectors.releases import receipts_of
from requests.selectors.steps import current_step, plan_of
from work.rules import due_by
from work.selectors import calendar

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet

    from accounts.models import SchoolPlan, User


@once
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
    of_case = Q(pk__in=case.attachments.values("pk")) | Q(pk=case.signed_form_id) | receipts_of(case)
    return StoredFile.objects.filter(of_case | _scanned(case.approvals.all()) | _scanned(case.viewings.all()))


def files_read_by(user: User, case: ReviewRequest, now: dt.datetime) -> QuerySet[StoredFile]:
    """Return the files of `case` that `user`, who may know of it, opens.

    A scan of the chain's ink is not for the applicant; one of a page of the paper register, where others stand too, is for who
    works on the case.
    """
    found = files_of(case)
    if not policies.reads_deliberation(user, case):
        found = found.exclude(_scanned(case.approvals.all()))
    if not policies.works_on(user, case, now):
        found = found.exclude(_scanned(case.viewings.all()))
    return found


def _scanned(papers: QuerySet[Approval] | QuerySet[ViewingSession]) -> Q:
    """The files that are scans of `papers`."""
    return Q(pk__in=papers.exclude(scan=None).values("scan"))


def uses_plan(plan: SchoolPlan) -> bool:
    """Say whether a case was sent in under `plan`."""
    return ReviewRequest.objects.filter(plan=plan).exists()


def acts_on(case: ReviewRequest) -> int:
    """Return how often somebody moved `case` along its chain: what was signed, and what of it was taken back.

    A confirm page carries this number; when it has changed, somebody was faster.
    """
    counted = case.approvals.aggregate(acts=Count("pk"), recalled=Count("recalled_at"), objected=Count("objected_at"))
    return sum(counted.values())


@once
def last_signature(case: ReviewRequest) -> Approval | None:
    """Return the newest act that stands on the paper, or None."""
    acts = case.approvals.filter(is_current=True, same_as_left=False)
    return acts.select_related("grant").order_by("-at", "-pk").first()


@once
def last_word(case: ReviewRequest) -> Approval | None:
    """Return the act whose words the next one needs, or None."""
    return last_words(case.approvals.all()).first()


def earlier_words(case: ReviewRequest) -> list[Approval]:
    """Return the acts on the paper before the last word that give reasons of their own, the oldest first."""
    last = last_word(case)
    acts = case.approvals.filter(is_current=True, same_as_left=False).order_by("at", "-pk")
    return [act for act in acts if act != last and rules.own_words(act.opinion)]


def last_words(acts: QuerySet[Approval]) -> QuerySet[Approval]:
    """Return those of `acts` whose words the next act on their cases needs, the newest first.

    Of a returned case why it was returned; of another what stands on the paper, or why the step is asked again (退回前一關).
    """
    not_taken_back = Q(recalled_at=None, objected_at=None)
    asks_again = Q(action=Action.RETURN_TO_PREVIOUS) & not_taken_back
    is_returned = Q(review_request__status=Status.RETURNED)
    why_returned = is_returned & Q(action=Action.RETURN_TO_APPLICANT) & not_taken_back
    told = ~is_returned & (Q(is_current=True, same_as_left=False) | asks_again)
    return acts.filter(why_returned | told).order_by("-at", "-pk")


def shown_as(case: ReviewRequest) -> rules.Shown:
    """Return how the case's state reads; uses prefetched `viewings`."""
    step = current_step(case)
    ends = [viewing.ended_at for viewing in case.viewings.all()] if case.status in MAY_BE_VIEWED else []
    return shown_with(case, step.title if step else "", viewed=bool(ends), viewing=None in ends)


MAY_BE_VIEWED = frozenset({*policies.VIEWABLE, Status.IN_REVIEW})
"""The states that read differently once somebody was shown the footage."""


def shown_with(case: ReviewRequest, step_title: str, *, viewed: bool, viewing: bool) -> rules.Shown:
    """Return how the state of a case reads of which one knows at which step it waits, and whether it was viewed or is now."""
    return rules.shown_as(
        Status(case.status),
        step_title,
        viewed=viewed,
        viewing=viewing,
        ratifying=case.status == Status.IN_REVIEW and oral_consent_of(case) is not None,
    )


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


def is_correction_over(case: ReviewRequest, now: dt.datetime) -> bool:
    """Say whether a returned case was not corrected in time."""
    due = correction_due(case)
    return due is not None and due < now


def correction_due(case: ReviewRequest) -> dt.datetime | None:
    """Return until when a returned case is to be corrected (補正日數 of the plan), or None when it is not."""
    plan = plan_of(case) if case.status == Status.RETURNED else None
    returned = last_word(case) if plan else None
    return due_by(returned.at, plan.correction_days, calendar()) if plan and returned else None
