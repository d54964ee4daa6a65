"""Doorbells: each asks the database what is due, and may be lost, late or doubled."""

from __future__ import annotations

from celery import shared_task

from retention import services
from retention.services import copies
from retention.services.copy_destruction import destroy_copies as destroy_due_copies
from work.services import run_duty


@shared_task(name="retention.tasks.check_minimum_retention")  # type: ignore[untyped-decorator]
def check_minimum_retention(**_: object) -> None:
    """肆、三: footage is kept at least the plan's days."""
    run_duty("retention.tasks.check_minimum_retention", services.check_minimum_retention)


@shared_task(name="retention.tasks.enforce_maximum_retention")  # type: ignore[untyped-decorator]
def enforce_maximum_retention(**_: object) -> None:
    """肆、四: nothing is kept past the plan's year."""
    run_duty("retention.tasks.enforce_maximum_retention", services.enforce_maximum_retention)


@shared_task(name="retention.tasks.remind_backups")  # type: ignore[untyped-decorator]
def remind_backups(**_: object) -> None:
    """伍、三: a copy is made before the footage is overwritten."""
    run_duty("retention.tasks.remind_backups", services.remind_backups)


@shared_task(name="retention.tasks.remind_holds")  # type: ignore[untyped-decorator]
def remind_holds(**_: object) -> None:
    """Emergency holds are confirmed, 法定留存 are reviewed (肆、四)."""
    run_duty("retention.tasks.remind_holds", services.remind_holds)


@shared_task(name="retention.tasks.check_footage")  # type: ignore[untyped-decorator]
def check_footage(**_: object) -> None:
    """肆、三: what lies in the folders is looked at, and what is not as it should be is named."""
    run_duty("retention.tasks.check_footage", services.check_footage)


@shared_task(name="retention.tasks.destroy_copies")  # type: ignore[untyped-decorator]
def destroy_copies(**_: object) -> None:
    """肆、四: the school's copies go on their day, or stand on the list of exceptions."""
    run_duty("retention.tasks.destroy_copies", destroy_due_copies)


@shared_task(name="retention.tasks.make_copies")  # type: ignore[untyped-decorator]
def make_copies(**_: object) -> None:
    """伍、三: copies that wait for a job are made, what was taken in is verified."""
    run_duty("retention.tasks.make_copies", copies.make_copies)


@shared_task(name="retention.tasks.check_copies")  # type: ignore[untyped-decorator]
def check_copies(**_: object) -> None:
    """伍、三: what is kept is still what was taken in."""
    run_duty("retention.tasks.check_copies", copies.check_copies)
