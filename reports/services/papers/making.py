"""The worker prints what is ordered: killed over it, it prints again, and what stands in the ledger stands there once."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import selectors as accounts
from files.rules import PDF
from files.services import discard, keep_made
from ledger import services as ledger
from printing.documents import PrintingError
from printing.rules import local_date, short_date
from reports import selectors
from reports.choices import PaperKind
from reports.services.papers.content import PaperRefused, Printed, print_paper
from work.models import Job
from work.services import Outcome, fail_job, finish_job, notify, report_job, take_job

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from accounts.models import User
    from files.models import StoredFile
    from reports.services.papers.content import Tell

    Clock = Callable[[], dt.datetime]

SHOWN_EVERY = 0.5
"""Seconds between two words on the progress: nobody looks oftener."""


def make_papers(now: dt.datetime, *, clock: Clock = timezone.now) -> Outcome:
    """Print everything that is ordered, then remove what nobody may fetch any more."""
    made = failed = 0
    while (job := take_job(kinds=PaperKind.values, now=clock())) is not None:
        if job.finished_at is None and _make(job, clock):
            made += 1
        else:
            failed += 1
    gone = remove_papers(now)
    words = [
        f"製成 {made} 件" if made else "",
        f"{failed} 件未能列印" if failed else "",
        f"移除 {gone} 件" if gone else "",
    ]
    said = "，".join(filter(None, words))
    return Outcome(said or "沒有待列印者", acted=bool(said))


def _make(job: Job, clock: Clock) -> bool:
    user = job.requested_by
    if user is None:
        raise ValueError(job)
    try:
        printed = print_paper(job, user, clock(), _telling(job, clock))
    except (PaperRefused, PrintingError) as error:
        _give_up(job, user, str(error), clock())
        return False
    now = clock()
    _finish(
        job,
        user,
        printed,
        keep_made(content=printed.content, name=f"{job.title.replace('/', '')}.pdf", content_type=PDF, now=now),
        now,
    )
    return True


def _telling(job: Job, clock: Clock) -> Tell:
    said_at = -SHOWN_EVERY

    def tell(done: int, total: int) -> None:
        nonlocal said_at
        if (moment := time.monotonic()) >= said_at + SHOWN_EVERY:
            said_at = moment
            report_job(job=job, done=done, total=total, now=clock())

    return tell


@transaction.atomic
def _finish(job: Job, user: User, printed: Printed, file: StoredFile, now: dt.datetime) -> None:
    """Hand the paper over and enter it, both or neither. Where another worker was faster, this one's paper goes."""
    held = Job.objects.select_for_update(no_key=True).get(pk=job.pk)
    if held.finished_at:
        discard(file)
        return
    held.order = {**held.order, "printed": printed.cases}
    held.save(update_fields=["order"])
    finish_job(job=held, result=printed.result, file=file, now=now)
    until = short_date(local_date(selectors.fetched_until(held)))
    notify(
        recipients=[user], text=f"{held.title}已列印完成，請於 {until} 前下載", url=reverse("reports:papers"),
        subject=held.title, now=now,
    )  # fmt: skip
    actor = accounts.in_words(user, now)
    for one in printed.readings:
        ledger.append_reading(verb=one.verb, actor=actor, subject=one.subject, detail=one.detail, now=now)


@transaction.atomic
def _give_up(job: Job, user: User, failure: str, now: dt.datetime) -> None:
    fail_job(job=job, failure=failure, now=now)
    url = reverse("reports:papers")
    notify(recipients=[user], text=f"{job.title}未能列印", url=url, subject=job.title, now=now)


def remove_papers(now: dt.datetime) -> int:
    """Remove papers some days old, and at once those that tell of what their person may not know any more."""
    old = selectors.papers_to_remove(now)
    for key in old:
        _remove(key)
    return len(old)


@transaction.atomic
def _remove(key: int) -> None:
    job = Job.objects.select_for_update(no_key=True, of=("self",)).select_related("file").get(pk=key)
    job.delete()
    if job.file:
        discard(job.file)
