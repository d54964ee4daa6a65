"""Closed lists of the maintenance room."""

from __future__ import annotations

from django.db import models


class Symptom(models.TextChoices):
    """What is wrong with a camera, as a guard sees it."""

    BLACK = "black", "黑畫面"
    BLURRED = "blurred", "模糊"
    BLOCKED = "blocked", "遮蔽"
    MOVED = "moved", "角度偏移"
    OTHER = "other", "其他"


class FaultStatus(models.TextChoices):
    """Where a fault stands."""

    OPEN = "open", "待處理"
    REPAIRED = "repaired", "已修復"
