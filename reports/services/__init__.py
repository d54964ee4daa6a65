"""The daily checkpoint, and long papers as one job."""

from __future__ import annotations

from reports.services.checkpoints import publish_checkpoint, recipients, text_of
from reports.services.papers import fetch_paper, make_papers, order_forms, order_register

__all__ = [
    "fetch_paper",
    "make_papers",
    "order_forms",
    "order_register",
    "publish_checkpoint",
    "recipients",
    "text_of",
]
