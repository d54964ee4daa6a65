"""Long papers somebody ordered: what waits, what may be fetched, what is to go; and the cases whose 附錄1 may be chosen."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from printing.rules import start_of_day
from reports import policies
from reports.choices import PaperKind
from requests import selectors as review
from requests.policies import cases_in_books_of, visible_to
from work.models import Job

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User
    from requests.models import ReviewRequest

AT_ONCE = 60
"""A register of so many rows opens at once, after two seconds of a processor; a longer one is printed in the background."""
KEPT = dt.timedelta(days=3)
"""A paper is there for so long: over a weekend, and no longer than a print lies on a desk."""
MOST_FORMS = 200
"""So many 附錄1 go into one file; more are several files."""


@dataclass(frozen=True)
class Received:
    """Which cases are offered: received from a day to a day, of a 案號 or 申請人."""

    since: dt.date | None = None
    until: dt.date | None = None
    text: str = ""


def papers_of(user: User) -> QuerySet[Job]:
    """Return what `user` ordered, the newest first."""
    return Job.objects.filter(requested_by=user, kind__in=PaperKind.values).select_related("file", "requested_by")


def fetched_until(job: Job) -> dt.datetime:
    """Return until when a finished paper can be fetched."""
    if job.finished_at is None:
        raise ValueError(job)
    return job.finished_at + KEPT


def may_fetch(job: Job, now: dt.datetime) -> bool:
    """Say whether the paper is there and tells its person nothing but of cases he may know of now.

    What was erased since is on the paper still, so nobody gets it any more.
    """
    user = job.requested_by
    if user is None or job.file_id is None or now > fetched_until(job):
        return False
    is_register = job.kind == PaperKind.REGISTER
    if is_register and not policies.may_read_register(user, now):
        return False
    cases = cases_in_books_of(user, now) if is_register else visible_to(user, now)
    printed = set(job.order["printed"])
    as_then = Q(erased_at=None) | Q(erased_at__lt=job.finished_at)
    return cases.filter(as_then, pk__in=printed).count() == len(printed)


def papers_to_remove(now: dt.datetime) -> list[int]:
    """Return the keys of finished papers nobody may fetch any more, and of those that failed some days ago."""
    over = Job.objects.filter(kind__in=PaperKind.values, finished_at__isnull=False).select_related("requested_by")
    return [job.pk for job in over if now > fetched_until(job) or (job.file_id and not may_fetch(job, now))]


def forms_to_choose(user: User, now: dt.datetime, wanted: Received) -> QuerySet[ReviewRequest]:
    """Return the cases received in a period that `user` may know of, by 案號 or 申請人, the newest first."""
    cases = visible_to(user, now)
    if wanted.since:
        cases = cases.filter(received_at__gte=start_of_day(wanted.since))
    if wanted.until:
        cases = cases.filter(received_at__lt=start_of_day(wanted.until + dt.timedelta(days=1)))
    return (review.matching(cases, wanted.text) if wanted.text else cases).order_by("-pk")
