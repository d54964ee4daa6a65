"""The Celery application: worker and beat. A task only asks the database what is due (docs/architecture.md)."""

from __future__ import annotations

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cctv_admin.settings.dev")

app = Celery("cctv_admin")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
