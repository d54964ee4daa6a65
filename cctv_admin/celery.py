"""The Celery application: worker and beat. A task only asks the database what is due (docs/architecture.md)."""

from __future__ import annotations

import os
import sys

from celery import Celery
from celery.signals import beat_init, worker_init
from django.core.exceptions import ImproperlyConfigured

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cctv_admin.settings.dev")

app = Celery("cctv_admin")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect  # type: ignore[untyped-decorator]
@beat_init.connect  # type: ignore[untyped-decorator]
def refuse_what_is_unsafe(**_: object) -> None:
    """End before anything is done where a check of ours refuses: of what a receiver raises, Celery lets only this through."""
    from cctv_admin.checks import require_safe  # noqa: PLC0415 the apps must be there first

    try:
        require_safe()
    except ImproperlyConfigured as refusal:
        sys.exit(str(refusal))
