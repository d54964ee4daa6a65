"""Doorbells: each asks the database what is due, and may be lost, late or doubled."""

from __future__ import annotations

from celery import shared_task

from work import services


@shared_task(name="work.tasks.send_notices")  # type: ignore[untyped-decorator]
def send_notices(**_: object) -> None:
    """Mail the notices that are due."""
    services.run_duty("work.tasks.send_notices", services.send_notices)


@shared_task(name="work.tasks.seed_holidays")  # type: ignore[untyped-decorator]
def seed_holidays(**_: object) -> None:
    """Bring in the holidays of this and the next year."""
    services.run_duty("work.tasks.seed_holidays", services.seed_holidays)


@shared_task(name="work.tasks.clear_sessions")  # type: ignore[untyped-decorator]
def clear_sessions(**_: object) -> None:
    """Take out the sessions that have ended."""
    services.run_duty("work.tasks.clear_sessions", services.clear_sessions)
