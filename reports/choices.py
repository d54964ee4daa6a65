"""Closed lists of what looks across rooms."""

from __future__ import annotations

from django.db import models


class PaperKind(models.TextChoices):
    """What is printed in the background because it is long; the value is the kind of its job."""

    REGISTER = "reports.register", "調閱登記簿"
    FORMS = "reports.forms", "附錄1"

    @property
    def unit(self) -> str:
        """What its progress is counted in."""
        return "頁" if self is PaperKind.REGISTER else "件"
