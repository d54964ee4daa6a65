"""Notices as rows, and the bell that wakes the worker."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

from work.models import Notice

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from accounts.models import User

logger = logging.getLogger(__name__)


def ring(task: str, **ids: int | str) -> None:
    """After commit, wake the worker for `task` (its dotted name) with ids only. A lost ring costs one beat interval."""
    transaction.on_commit(lambda: _send(task, ids))


def _send(task: str, ids: dict[str, int | str]) -> None:
    try:
        current_app.send_task(task, kwargs=ids, retry=False)
    except (OperationalError, OSError):
        logger.warning("the bell for %s could not be rung; the next beat does its work", task)


def notify(*, recipients: Iterable[User], text: str, url: str, subject: str, now: dt.datetime) -> None:
    """Leave a notice for each of `recipients`; mail follows after commit. `text` says verb and number, no personal data."""
    Notice.objects.bulk_create(
        Notice(recipient=recipient, text=text, url=url, subject=subject, created_at=now)
        for recipient in {recipient.pk: recipient for recipient in recipients}.values()
    )
    ring("work.tasks.send_notices")
