"""What still stands between a case and its 結案, and until when it needs its footage (rulings 13, 14)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from accounts.once import once
from ledger.choices import Verb
from ledger.selectors import page
from printing.rules import short_moment
from requests import policies, rules, transitions
from requests.choices import Action, Answer, SigningManner, Status, Verdict
from requests.models import CopyRelease, ViewingSession
from requests.selectors.cases import decision_of
from requests.selectors.consents import is_urgent
from requests.selectors.letters import OWES_REPLY, owes_reply
from requests.selectors.releases import is_handed_over, unfinished_releases
from requests.selectors.viewings import unfinished_viewings
from retention.selectors import copy_debt

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet

    from requests.models import ReviewRequest


def owed_copies(case: ReviewRequest) -> list[str]:
    """Return which copies the case still owes, in words: none once a reason is recorded (伍、三, ruling 13)."""
    return [] if case.no_copy_outcome else copy_debt(case.draft_key)


OWES_FORM = "緊急調閱尚欠申請人簽名的附錄1"


def owes_signed_form(case: ReviewRequest) -> bool:
    """Say whether an urgent viewing entered for the applicant still owes his signature on 附錄1 (ruling 7)."""
    is_owed = case.entered_by_id is not None and case.signed_form_id is None and not case.no_form_reason
    return is_owed and is_urgent(case)


@once
def unfinished(case: ReviewRequest, now: dt.datetime) -> list[str]:
    """Return what must be done or over before the case can be closed, whatever reason somebody gives.

    A public body's case owes its 函覆 besides.
    """
    said = unfinished_viewings(case)
    if until := _objections_until(case, now):
        said.append(f"紙本核章的簽核人得提出異議至 {short_moment(until)}，期滿後才能結案。")
    return said + unfinished_releases(case) + ([OWES_REPLY] if owes_reply(case) else [])


def _objections_until(case: ReviewRequest, now: dt.datetime) -> dt.datetime | None:
    """Return until when somebody may object to a signature recorded in his name (ruling 4): 結案 would cut that off."""
    signed = case.approvals.filter(manner=SigningManner.PAPER, is_current=True)
    ends = [act.recorded_at + rules.OBJECTION_PERIOD for act in signed if act.recorded_at]
    return max((end for end in ends if end >= now), default=None)


def hindrances(case: ReviewRequest, now: dt.datetime) -> list[str]:
    """Return everything that still hinders 結案, in words; of copies and a signature a recorded reason may stand instead."""
    return [*unfinished(case, now), *owed_copies(case), *([OWES_FORM] if owes_signed_form(case) else [])]


def is_viewed(case: ReviewRequest) -> bool:
    """Say whether somebody has seen what was granted."""
    return case.viewings.exclude(ended_at=None).exists()


def is_to_be_viewed(case: ReviewRequest) -> bool:
    """Say whether a viewing was granted that has not been held: such a case is closed only with a sentence why."""
    return case.status in policies.VIEWABLE and not (is_viewed(case) or is_handed_over(case))


def is_to_be_handed_over(case: ReviewRequest) -> bool:
    """Say whether a copy was granted that nobody received: such a case, too, is closed only with a sentence why."""
    decision = decision_of(case) if case.status in policies.VIEWABLE else None
    return decision is not None and decision.grants_copy == Answer.YES and not is_handed_over(case)


def to_close(cases: QuerySet[ReviewRequest]) -> QuerySet[ReviewRequest]:
    """Return those of `cases` on which 結案 is what comes next."""
    return cases.filter(awaits_closing())


def awaits_closing() -> Q:
    """What 結案 comes next of: refused cases, and granted ones that were viewed or copied."""
    viewed = ViewingSession.objects.filter(review_request=OuterRef("pk"), ended_at__isnull=False)
    handed = CopyRelease.objects.filter(review_request=OuterRef("pk"), handed_at__isnull=False)
    done = Q(Exists(viewed)) | Q(Exists(handed))
    return Q(status=Status.REFUSED) | done & Q(status__in=policies.VIEWABLE)


def reached_a_signature(case: ReviewRequest) -> bool:
    """Say whether anybody has signed the case: one withdrawn before its 擬辦 owes no copy (ruling 13)."""
    signed = (Action.PROPOSE, *transitions.DECISIONS)
    return case.approvals.filter(action__in=signed, recalled_at=None, objected_at=None).exists()


def over_at(case: ReviewRequest) -> dt.datetime | None:
    """Return when the case was closed or withdrawn, None while it is open.

    A case withdrawn before the column was there is asked of the ledger.
    """
    if case.status != Status.WITHDRAWN or case.withdrawn_at:
        return case.closed_at or case.withdrawn_at
    entries = page(subject=str(case), verb=Verb.CASE_WITHDRAWN, size=1).entries
    return entries[0].at if entries else None


def footage_needed_until(case: ReviewRequest) -> dt.datetime | None:
    """Return until when the case needs its 暫時留存 (ruling 14), None while nobody can say."""
    over = over_at(case)
    if over is None or case.plan is None:
        return None
    is_withdrawn = case.status == Status.WITHDRAWN
    return rules.footage_needed_until(
        _appealable(case),
        decided_at=case.decided_at,
        withdrawn_at=over if is_withdrawn else None,
        closed_at=None if is_withdrawn else over,
        appeal_days=case.plan.appeal_days,
        withdrawn_days=case.plan.withdrawn_days,
    )


def _appealable(case: ReviewRequest) -> Verdict | None:
    """Return how much was granted; all but the copy that was asked for is a part: the 救濟教示 says so too (ruling 9)."""
    decision = decision_of(case)
    if decision is None:
        return None
    verdict = transitions.verdict(Action(decision.action), None)
    return Verdict.PART if verdict == Verdict.EVERYTHING and decision.grants_copy == Answer.NO else verdict
