"""Doorbells: each asks the database what is due, and may be lost, late or doubled."""

from __future__ import annotations

from celery import shared_task

from maintenance import services
from work.services import run_duty


@shared_task(name="maintenance.tasks.remind_inspection")  # type: ignore[untyped-decorator]
def remind_inspection(**_: object) -> None:
    """Remind of the half-yearly inspection."""
    run_duty("maintenance.tasks.remind_inspection", services.remind_inspection)


@shared_task(name="maintenance.tasks.look_after_daily_checks")  # type: ignore[untyped-decorator]
def look_after_daily_checks(**_: object) -> None:
    """Say which daily checks were missed."""
    run_duty("maintenance.tasks.look_after_daily_checks", services.look_after_daily_checks)


@shared_task(name="maintenance.tasks.open_coverage_faults")  # type: ignore[untyped-decorator]
def open_coverage_faults(**_: object) -> None:
    """Open a fault for footage that is missing without an explanation."""
    run_duty("maintenance.tasks.open_coverage_faults", services.open_coverage_faults)
