"""Closed lists of the retention room."""

from __future__ import annotations

from django.db import models


class HoldKind(models.TextChoices):
    """The two holds (ruling 14)."""

    TEMPORARY = "temporary", "暫時留存"
    LEGAL = "legal", "法定留存"


class FindingKind(models.TextChoices):
    """What a check found against the plan."""

    BELOW_MINIMUM = "below_minimum", "影像保存不足最低日數"
    ABOVE_MAXIMUM = "above_maximum", "影像逾最高期限未銷毀"
    NOT_CHECKED = "not_checked", "逾一週未查核主機"


class FootageState(models.TextChoices):
    """The footage clock's five states (ruling 12), from facts only."""

    UNKEPT = "unkept", "未留存"
    NOTIFIED = "notified", "已通知留存、尚未備份"
    BACKED_UP = "backed_up", "已備份"
    OVERWRITTEN = "overwritten", "已覆蓋"
    NO_FOOTAGE = "no_footage", "無影像"
