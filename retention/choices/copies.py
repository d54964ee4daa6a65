"""Closed lists about the school's copies (留存檔; 伍、三; rulings 13–15, 18)."""

from __future__ import annotations

from django.db import models


class CopyMedium(models.TextChoices):
    """What a copy is (ruling 13)."""

    FILE = "file", "檔案"
    MEDIUM = "medium", "標籤媒體"


class CopyKind(models.TextChoices):
    """Whether a copy is what was recorded, or was made of one that is (遮蔽)."""

    ORIGINAL = "original", "原始檔"
    MASKED = "masked", "遮蔽版"


class CopyWay(models.TextChoices):
    """How a copy came here."""

    UPLOAD = "upload", "上傳檔案"
    FOLDER = "folder", "由影像資料夾複製"
    SHELL = "shell", "主機指令"
    SAFE = "safe", "媒體存入保險櫃"


class CopyState(models.TextChoices):
    """Where a copy stands. Only a finished one is 已備份; from `DESTROYING` on its key is gone."""

    WAITING = "waiting", "等待複製"
    RECEIVING = "receiving", "接收中"
    FINISHING = "finishing", "驗證中"
    FINISHED = "finished", "已備份"
    ABANDONED = "abandoned", "未完成"
    DESTROYING = "destroying", "銷毀中"
    DESTROYED = "destroyed", "已銷毀"


INCOMPLETE = (CopyState.WAITING, CopyState.RECEIVING, CopyState.FINISHING)
"""On its way to being a copy; it can still be given up."""


class MediumKind(models.TextChoices):
    """What lies in the safe."""

    USB = "usb", "隨身碟"
    CARD = "card", "記憶卡"
    DISC = "disc", "光碟"
    DISK = "disk", "硬碟"
    TAPE = "tape", "錄影帶"


class ReadingKind(models.TextChoices):
    """How somebody looked at a copy."""

    PLAYED = "played", "播放"
    DOWNLOADED = "downloaded", "下載"


class ReadingPurpose(models.TextChoices):
    """Why a copy is looked at: every playback is one of the three (ruling 18)."""

    VIEWING = "viewing", "調閱"
    MAKING = "making", "製作留存檔"
    MANAGING = "managing", "管理檢視"


class Refusal(models.TextChoices):
    """Why the gate refused what somebody asked of a copy; the ledger names it."""

    NOT_ALLOWED = "not_allowed", "無權閱覽"
    NO_PROOF = "no_proof", "未確認身分"
    WRONG_RANGE = "wrong_range", "讀取範圍不符"
    WRONG_PART = "wrong_part", "分段編號或長度不符"
    OTHER_PART = "other_part", "同一分段內容不同"
    CLOSED = "closed", "檔案已不再接收"
    DAMAGED = "damaged", "內容與雜湊不符"
