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


class AssetKind(models.TextChoices):
    """What a thing is in the books, told from its cost and life."""

    PROPERTY = "property", "財產"
    ARTICLE = "article", "非消耗品"


class Restriction(models.TextChoices):
    """Whether a brand is one that public bodies may not use (資通安全管理法); empty until somebody looked."""

    YES = "yes", "是"
    NO = "no", "否"


class StockTakeStatus(models.TextChoices):
    """Where a year's stock-take stands."""

    OPEN = "open", "盤點中"
    CLOSED = "closed", "待主管覆核"
    SIGNED = "signed", "已覆核"


class StockTakeAction(models.TextChoices):
    """What a person can do to a stock-take."""

    TICK = "tick", "登錄盤點結果"
    CLOSE = "close", "完成盤點"
    RETURN = "return", "退回"
    SIGN = "sign", "覆核"


class TickResult(models.TextChoices):
    """What was found of one thing; empty until it was looked for."""

    PRESENT = "present", "在"
    ABSENT = "absent", "不在"
    ELSEWHERE = "elsewhere", "位置不符"
    TO_SCRAP = "to_scrap", "待報廢"
