"""Background jobs (背景工作) with progress and result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from work.models import Job

if TYPE_CHECKING:
    import datetime as dt

    from accounts.models import User


def start_job(*, kind: str, title: str, requested_by: User | None, now: dt.datetime, total: int = 0) -> Job:
    """Record that a job begins; `total` counts its pieces when that is known."""
    return Job.objects.create(
        kind=kind, title=title, requested_by=requested_by, created_at=now, started_at=now, total=total
    )


def advance_job(*, job: Job, done: int) -> None:
    """Record how many pieces are done."""
    job.done = done
    job.save(update_fields=["done"])


def finish_job(*, job: Job, result: str, now: dt.datetime) -> None:
    """Record that the job is done and what came of it."""
    job.finished_at, job.result, job.failure = now, result[:400], ""
    job.save(update_fields=["finished_at", "result", "failure"])


def fail_job(*, job: Job, failure: str, now: dt.datetime) -> None:
    """Record that the job ended without doing its work, and why."""
    job.finished_at, job.failure = now, failure[:400]
    job.save(update_fields=["finished_at", "failure"])
