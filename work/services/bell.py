"""The bell that wakes the worker. Due work is rows; a lost ring costs one beat interval."""

from __future__ import annotations

import logging

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def ring(task: str, **ids: int | str) -> None:
    """After commit, wake the worker for `task` (its dotted name) with ids only. A lost ring costs one beat interval."""
    transaction.on_commit(lambda: _send(task, ids))


def _send(task: str, ids: dict[str, int | str]) -> None:
    try:
        current_app.send_task(task, kwargs=ids, retry=False)
    except (OperationalError, OSError):
        logger.warning("the bell for %s could not be rung; the next beat does its work", task)
