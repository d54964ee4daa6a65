"""Cases over a period, of everybody: what was asked, decided, viewed, owed (伍). Who shows one asks who may know of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Prefetch, Q

from printing.rules import local_date
from requests import rules, transitions
from requests.choices import ANSWERS, NOT_OVER, OVER, Action, Need, Status
from requests.models import AgencyLetter, Approval, Letter, Misuse, ReviewRequest, ViewingSession

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from django.db.models import QuerySet


def cases_during(start: dt.datetime, end: dt.datetime) -> QuerySet[ReviewRequest]:
    """Return the cases received before `end` that were open, decided, viewed or closed since `start`, with what was done."""
    since = Q(received_at__gte=start) | Q(decided_at__gte=start) | Q(closed_at__gte=start) | Q(status__in=NOT_OVER)
    acts = Approval.objects.filter(objected_at__gte=start, objected_at__lt=end)
    cases = ReviewRequest.objects.exclude(status=Status.DRAFT).filter(since, received_at__lt=end)
    joined = cases.select_related("agency_letter", "officer_visit", "oral_consent").defer("id_number")
    objected = Prefetch("approvals", acts, to_attr="objected_acts")
    return joined.prefetch_related("viewings", objected).order_by("received_at", "pk")


def days_late(case: ReviewRequest, start: dt.datetime, end: dt.datetime) -> int | None:
    """Return by how many days a case missed its 處理期限 within [start, end), 0 on the day itself; None when it did not.

    One returned for 補正 waits for its applicant; one withdrawn asks nothing any more.
    """
    waits = case.status in (Status.WITHDRAWN, Status.RETURNED) and case.decided_at is None
    if case.due_at is None or waits:
        return None
    until = min(case.decided_at or end, end)
    if until <= case.due_at or (case.decided_at and case.decided_at < start):
        return None
    return (local_date(until) - local_date(case.due_at)).days


def days_to_reply(received_at: dt.datetime, decided_at: dt.datetime) -> int:
    """Return how many days passed from receipt to decision."""
    return (local_date(decided_at) - local_date(received_at)).days


def is_of_a_body(case: ReviewRequest) -> bool:
    """Say whether a public body asked (伍、二); everybody else asks by 附錄1 (伍、一)."""
    return case.need == Need.AGENCY


def replies_sent(cases: Collection[int]) -> dict[int, dt.date]:
    """Return on which day the 函覆 of each case of a public body left under its 發文字號."""
    sent = Letter.objects.filter(review_request__in=cases, kind__in=ANSWERS, sent_on__isnull=False)
    rows = sent.exclude(sent_number="").order_by("-sent_on").values_list("review_request", "sent_on")
    return {case: day for case, day in rows if day}


def secret_letters_between(start: dt.datetime, end: dt.datetime) -> QuerySet[AgencyLetter]:
    """Return the stubs of 密件 received within [start, end)."""
    return AgencyLetter.objects.filter(case=None, received_at__gte=start, received_at__lt=end)


def viewings_between(start: dt.datetime, end: dt.datetime) -> QuerySet[ViewingSession]:
    """Return the viewings held within [start, end), each with its case."""
    held = ViewingSession.objects.filter(started_at__gte=start, started_at__lt=end)
    return held.select_related("review_request__oral_consent").order_by("started_at", "pk")


def erased_between(start: dt.datetime, end: dt.datetime) -> QuerySet[ReviewRequest]:
    """Return the cases whose personal data went within [start, end)."""
    return ReviewRequest.objects.filter(erased_at__gte=start, erased_at__lt=end).select_related("plan")


def was_erased_early(case: ReviewRequest) -> bool:
    """Say whether an erased case was younger than its term (伍、五)."""
    over = case.closed_at or case.withdrawn_at
    if case.erased_at is None or over is None or case.plan is None:
        return case.erased_at is not None and case.status not in OVER
    return local_date(case.erased_at) < rules.erasable_from(local_date(over), case.plan.paper_years)


def kept_past_term(day: dt.datetime) -> int:
    """Return how many cases were over for a year by `day` and still hold their personal data."""
    over = Q(closed_at__lte=day) | Q(withdrawn_at__lte=day)
    return ReviewRequest.objects.filter(over, status__in=OVER, erased_at=None).count()


def misuses_between(start: dt.datetime, end: dt.datetime) -> QuerySet[Misuse]:
    """Return the events noticed within [start, end), and those still open from before; never what happened."""
    noticed = Q(noticed_at__gte=start) | Q(closed_at=None) | Q(closed_at__gte=start)
    columns = ("noticed_at", "closed_at", "security_reported_at", "breach_reported_at")
    return Misuse.objects.filter(noticed, noticed_at__lt=end).only(*columns).order_by("noticed_at", "pk")


@dataclass(frozen=True, slots=True)
class DecidedCase:
    """How a case was decided, when, and whether that was after its 處理期限; which case it was is not said."""

    action: Action
    received_at: dt.datetime
    decided_at: dt.datetime
    is_late: bool


def decided_between(start: dt.datetime, end: dt.datetime) -> list[DecidedCase]:
    """Return how everybody's cases were decided within [start, end)."""
    acts = Approval.objects.filter(is_current=True, same_as_left=False, action__in=transitions.DECISIONS)
    within = acts.filter(review_request__decided_at__gte=start, review_request__decided_at__lt=end)
    columns = ("action", "review_request__received_at", "review_request__decided_at", "review_request__due_at")
    return [
        DecidedCase(Action(action), received, decided, due is not None and decided > due)
        for action, received, decided, due in within.order_by("review_request__decided_at").values_list(*columns)
        if received and decided
    ]


def received_between(start: dt.datetime, end: dt.datetime) -> QuerySet[ReviewRequest, dt.datetime | None]:
    """Return when everybody's requests were received within [start, end)."""
    sent = ReviewRequest.objects.exclude(status=Status.DRAFT).order_by("received_at")
    return sent.filter(received_at__gte=start, received_at__lt=end).values_list("received_at", flat=True)


def withdrawn_between(start: dt.datetime, end: dt.datetime) -> QuerySet[ReviewRequest, dt.datetime | None]:
    """Return when requests were withdrawn within [start, end)."""
    gone = ReviewRequest.objects.filter(withdrawn_at__gte=start, withdrawn_at__lt=end)
    return gone.order_by("withdrawn_at").values_list("withdrawn_at", flat=True)
