"""Background jobs (背景工作) with progress and result: those a duty begins itself, and those somebody ordered."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from work.models import Job
from work.services.bell import ring

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from accounts.models import User
    from files.models import StoredFile

SILENCE = dt.timedelta(minutes=2)
"""A worker that says nothing for so long is dead: what it had taken is taken anew."""
MOST_TRIES = 3
GIVEN_UP = "執行中斷多次，已停止。請縮小範圍後重新列印，或通知系統管理人員。"


def start_job(*, kind: str, title: str, requested_by: User | None, now: dt.datetime, total: int = 0) -> Job:
    """Record that a job begins; `total` counts its pieces when that is known."""
    return Job.objects.create(
        kind=kind, title=title, requested_by=requested_by, created_at=now, started_at=now, total=total
    )


def advance_job(*, job: Job, done: int) -> None:
    """Record how many pieces are done."""
    job.done = done
    job.save(update_fields=["done"])


def finish_job(*, job: Job, result: str, now: dt.datetime, file: StoredFile | None = None) -> None:
    """Record that the job is done and what came of it."""
    job.finished_at, job.result, job.failure, job.file = now, result[:400], "", file
    job.save(update_fields=["finished_at", "result", "failure", "file"])


def fail_job(*, job: Job, failure: str, now: dt.datetime) -> None:
    """Record that the job ended without doing its work, and why."""
    job.finished_at, job.failure = now, failure[:400]
    job.save(update_fields=["finished_at", "failure"])


@transaction.atomic
def order_job(
    *, kind: str, title: str, order: Mapping[str, object], requested_by: User, bell: str, now: dt.datetime
) -> Job:
    """Leave something for the worker to make and wake it by `bell`. What the same person waits for already is that job."""
    waiting = Job.objects.filter(kind=kind, requested_by=requested_by, finished_at=None)
    same = next((job for job in waiting if job.order == order), None)
    job = same or Job.objects.create(
        kind=kind, title=title, order=dict(order), requested_by=requested_by, created_at=now
    )
    ring(bell)
    return job


@transaction.atomic
def take_job(*, kinds: Collection[str], now: dt.datetime) -> Job | None:
    """Take the oldest job that waits, or whose worker died over it. One that killed its worker again and again fails."""
    free = Q(alive_at=None) | Q(alive_at__lt=now - SILENCE)
    due = Job.objects.filter(free, kind__in=kinds, finished_at=None).order_by("created_at", "pk")
    job = due.select_for_update(skip_locked=True, of=("self",)).first()
    if job is None:
        return None
    job.tries, job.alive_at, job.started_at, job.done = job.tries + 1, now, job.started_at or now, 0
    job.save(update_fields=["tries", "alive_at", "started_at", "done"])
    if job.tries > MOST_TRIES:
        fail_job(job=job, failure=GIVEN_UP, now=now)
    return job


def report_job(*, job: Job, done: int, total: int, now: dt.datetime) -> None:
    """Let the worker of a job it took say how far it is, and that it lives."""
    job.done, job.total, job.alive_at = done, total, now
    job.save(update_fields=["done", "total", "alive_at"])
