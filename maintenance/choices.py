"""Closed lists of the maintenance room."""

from __future__ import annotations

from django.db import models


class Symptom(models.TextChoices):
    """What is wrong. People choose among `SEEN`; a work list, a daily check or coverage may say any of them."""

    BLACK = "black", "黑畫面"
    BLURRED = "blurred", "模糊"
    BLOCKED = "blocked", "遮蔽"
    MOVED = "moved", "角度偏移"
    OTHER = "other", "其他"
    # of a camera, as a work list or coverage finds it
    NO_SIGNAL = "no_signal", "斷訊"
    NIGHT_VIEW = "night_view", "夜間影像不清"
    NO_FOOTAGE = "no_footage", "影像缺漏"
    # of a recorder
    NOT_RECORDING = "not_recording", "停止錄影"
    DISK = "disk", "硬碟異常"
    CLOCK = "clock", "校時不準"
    POWER = "power", "電源異常"
    TOO_SHORT = "too_short", "保存日數不足"
    PASSWORD = "password", "預設密碼未變更"
    FIRMWARE = "firmware", "韌體未更新"
    UPS = "ups", "不斷電系統異常"
    # of the whole system, as the three ticks of 附錄2 say it
    RECORDER_FAILS = "recorder_fails", "監視主機異常"
    EQUIPMENT_FAILS = "equipment_fails", "錄影監材異常"
    PICTURE_UNCLEAR = "picture_unclear", "視訊不清晰"
    SIGN = "sign", "告示牌缺損"


SEEN = (Symptom.BLACK, Symptom.BLURRED, Symptom.BLOCKED, Symptom.MOVED, Symptom.OTHER)
"""What a person in front of a camera or its picture chooses from."""
SEEN_AT_A_RECORDER = (Symptom.NOT_RECORDING, Symptom.DISK, Symptom.CLOCK, Symptom.POWER, Symptom.OTHER)
"""What a person in front of a recorder chooses from."""
WITHOUT_PICTURE = (Symptom.BLACK, Symptom.NO_SIGNAL, Symptom.NO_FOOTAGE, Symptom.NOT_RECORDING, Symptom.POWER)
"""Symptoms that mean there is no footage: of one camera they are one cause. A blurred or moved camera still records."""


class FaultOrigin(models.TextChoices):
    """How the school came to know."""

    PERSON = "person", "人員通報"
    STICKER = "sticker", "掃描貼紙"
    INSPECTION = "inspection", "定期檢查"
    DAILY_CHECK = "daily_check", "每日檢查"
    COVERAGE = "coverage", "影像缺漏"


class FaultStatus(models.TextChoices):
    """Where a fault stands."""

    UNCONFIRMED = "unconfirmed", "待確認"
    OPEN = "open", "待處理"
    IN_PROGRESS = "in_progress", "處理中"
    REPAIRED = "repaired", "已修復待複驗"
    CLOSED = "closed", "結案"
    DISMISSED = "dismissed", "非故障"


UNREPAIRED = (FaultStatus.UNCONFIRMED, FaultStatus.OPEN, FaultStatus.IN_PROGRESS)
"""What is wrong still: of these, one a cause."""
UNFINISHED = (*UNREPAIRED, FaultStatus.REPAIRED)
"""What somebody still has to do something about: 複驗 is owed, too."""


class FaultAction(models.TextChoices):
    """What a person can do to a fault."""

    CONFIRM = "confirm", "確認故障"
    DISMISS = "dismiss", "判定非故障"
    ASSIGN = "assign", "派工"
    REPAIR = "repair", "登錄修復"
    PASS = "pass", "登錄複驗合格"
    FAIL = "fail", "登錄複驗不合格"


class Condition(models.TextChoices):
    """How one camera was found in a check (issue 5); what is not 正常 is the symptom of the fault it opens."""

    NORMAL = "normal", "正常"
    BLURRED = Symptom.BLURRED.value, Symptom.BLURRED.label
    BLOCKED = Symptom.BLOCKED.value, Symptom.BLOCKED.label
    MOVED = Symptom.MOVED.value, Symptom.MOVED.label
    NO_SIGNAL = Symptom.NO_SIGNAL.value, Symptom.NO_SIGNAL.label
    NIGHT_VIEW = Symptom.NIGHT_VIEW.value, Symptom.NIGHT_VIEW.label


OF_RECORDERS = (Symptom.POWER, Symptom.NOT_RECORDING, Symptom.DISK, Symptom.CLOCK, Symptom.TOO_SHORT)
"""What a check may find wrong with a recorder (ruling 21: power, recording, disk, clock, earliest day)."""


class Answer(models.TextChoices):
    """How one item of the whole system was found in an inspection."""

    WELL = "well", "正常"
    BAD = "bad", "異常"
    NONE = "none", "不適用"


class TurnState(models.TextChoices):
    """How one turn of the daily check stands."""

    TO_COME = "to_come", "未到"
    OPEN = "open", "待檢查"
    DONE = "done", "完成"
    BACK_ENTERED = "back_entered", "事後補登"
    MISSED = "missed", "未檢查"


class PhotoStage(models.TextChoices):
    """When a photo was taken."""

    REPORT = "report", "通報時"
    REPAIR = "repair", "修復時"


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
