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

    UNCONFIRMED = "unconfirmed", "待確認"
    OPEN = "open", "待處理"
    REPAIRED = "repaired", "已修復"
    DISMISSED = "dismissed", "非故障"


class FaultAction(models.TextChoices):
    """What a person can do to a fault."""

    CONFIRM = "confirm", "確認故障"
    DISMISS = "dismiss", "判定非故障"
    REPAIR = "repair", "登錄修復"
