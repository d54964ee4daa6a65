"""Closed lists about the end of a copy: 銷毀清冊, what is to become of a copy, how it went (肆、四; rulings 14–16)."""

from __future__ import annotations

from django.db import models

from retention.choices.copies import CopyState


class ListKind(models.TextChoices):
    """For what reason the copies of a list go."""

    DUE = "due", "屆期銷毀"
    EARLY = "early", "無保存必要提前銷毀"
    MISTAKE = "mistake", "誤製銷毀"
    SYSTEM = "system", "屆期由系統執行"
    AGAIN = "again", "還原後再次銷毀"


class ListState(models.TextChoices):
    """Who has signed. Whether everything on it has gone is asked of its items."""

    PROPOSED = "proposed", "待監銷人簽署"
    SIGNED = "signed", "已簽署"
    RETURNED = "returned", "已退回"
    WITHDRAWN = "withdrawn", "已撤回"
    OWED = "owed", "待執行人補簽"
    HALF = "half", "待監銷人補簽"
    NOTED = "noted", "原清冊已簽署"


class ListAction(models.TextChoices):
    """What people do to a list once it is written."""

    SIGN = "sign", "簽署"
    RETURN = "return", "退回"
    WITHDRAW = "withdraw", "撤回"
    COUNTERSIGN = "countersign", "補簽"


class CopyVerdict(models.TextChoices):
    """What is to become of one copy now."""

    NOT_YET = "not_yet", "未屆期"
    WAITS = "waits", "已簽署，待執行"
    HELD = "held", "法定留存"
    EXCEPTION = "exception", "逾期未銷毀"
    DESTROY_SIGNED = "destroy_signed", "依清冊銷毀"
    DESTROY_BY_SYSTEM = "destroy_by_system", "屆期由系統執行"


class WhyKept(models.TextChoices):
    """Why a copy that is due, or was signed for, is still there."""

    DISPUTED = "disputed", "有爭議註記"
    PROPOSED = "proposed", "法定留存尚待校長核定"
    NOT_OVER = "not_over", "案件尚未結束或留存尚未解除"
    HELD_AGAIN = "held_again", "影像另有留存"
    MASKED_LEFT = "masked_left", "遮蔽版尚未銷毀"
    MEDIUM = "medium", "媒體尚未列入銷毀清冊"
    MEDIUM_LEFT = "medium_left", "媒體尚未登錄銷毀"


class DestructionMethod(models.TextChoices):
    """How a copy was destroyed (機關檔案保存年限及銷毀辦法第13條)."""

    KEY = "key", "銷毀金鑰並刪除加密檔"
    CRUSH = "crush", "擊碎"
    SHRED = "shred", "絞碎"
    DEGAUSS = "degauss", "消磁"
    REFORMAT = "reformat", "重新格式化並以資料覆蓋"
    BURN = "burn", "焚化"
    CHEMICAL = "chemical", "化學處理"


NO_MORE = (CopyState.DESTROYING, CopyState.DESTROYED, CopyState.ABANDONED)
"""Copies whose key is gone."""
OF_MEDIA = [each for each in DestructionMethod.choices if each[0] != DestructionMethod.KEY]
"""What a person can do to a labelled medium."""


class CopyReminderKind(models.TextChoices):
    """What somebody was told of a copy that comes due; a row each, so that nobody is told twice."""

    DUE_30_DAYS = "due_30_days", "留存檔屆期（30 日前）"
    DUE_14_DAYS = "due_14_days", "留存檔屆期（14 日前）"
    DUE_7_DAYS = "due_7_days", "留存檔屆期（7 日前）"
    DUE_1_DAY = "due_1_day", "留存檔屆期（1 日前）"
    EXCEPTION = "exception", "留存檔逾期未銷毀（每日）"
