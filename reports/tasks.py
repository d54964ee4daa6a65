"""Doorbells: each asks the database what is due, and may be lost, late or doubled."""

from __future__ import annotations

from celery import shared_task

from reports import services
from reports.services import staff
from work.services import run_duty


@shared_task(name="reports.tasks.publish_checkpoint")  # type: ignore[untyped-decorator]
def publish_checkpoint(**_: object) -> None:
    """伍、四: what the book says today can be compared with what it says later."""
    run_duty("reports.tasks.publish_checkpoint", services.publish_checkpoint)


@shared_task(name="reports.tasks.print_papers")  # type: ignore[untyped-decorator]
def print_papers(**_: object) -> None:
    """A year's register, a hundred 附錄1: one job each."""
    run_duty("reports.tasks.print_papers", services.make_papers)


@shared_task(name="reports.tasks.look_after_accounts")  # type: ignore[untyped-decorator]
def look_after_accounts(**_: object) -> None:
    """附表十, 肆、二: posts that go over today, accounts past their end or unused, the yearly review."""
    run_duty("reports.tasks.look_after_accounts", staff.look_after_accounts)
