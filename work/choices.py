"""Closed lists of the work room."""

from __future__ import annotations

from django.db import models


class RowKind(models.TextChoices):
    """What a row of a sheet would do to the register."""

    BAD = "bad", "有誤"
    NEW = "new", "新增"
    CHANGED = "changed", "變更"
    SAME = "same", "無變更"
