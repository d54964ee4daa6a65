"""監視錄影系統管理: the composition root."""

from __future__ import annotations

from cctv_admin.celery import app as celery_app

__all__ = ["celery_app"]
