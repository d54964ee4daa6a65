"""Closed lists of the cameras room."""

from __future__ import annotations

from django.db import models


class OutageCause(models.TextChoices):
    """Why there is no footage (ruling 18)."""

    FAULT = "fault", "故障"
    POWER = "power", "停電"
    BUILDING_WORK = "building_work", "施工"
    UPKEEP = "upkeep", "保養"
    SEIZED = "seized", "扣押"
    OTHER = "other", "其他"


class AreaType(models.TextChoices):
    """What kind of place a camera watches."""

    GATE = "gate", "校門及圍牆"
    CORRIDOR = "corridor", "走廊及樓梯"
    FIELD = "field", "操場及遊戲場"
    INDOOR = "indoor", "室內公共空間"
    OTHER = "other", "其他"
