"""Destruction of recordings: the plan before the first byte goes, the record after the last, and each pass."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from retention.choices import PassResult
from retention.models.sources import FootageSource


class Destruction(models.Model):
    """影像銷毀紀錄: one manifest of recordings past the ceiling (肆、四) and what came of it.

    Committed with the manifest's SHA-256 before the first file goes; `done_files` counts how far down the manifest the
    work is, so a killed worker goes on where it was. At most one is open for a source.
    """

    source = models.ForeignKey(
        FootageSource, on_delete=models.PROTECT, related_name="destructions", verbose_name="影像資料夾"
    )
    manifest = models.UUIDField("清單", default=uuid.uuid4, unique=True, editable=False)
    manifest_sha256 = models.CharField("清單雜湊（SHA-256）", max_length=64)
    planned_at = models.DateTimeField("擬定時間")
    planned_files = models.PositiveIntegerField("應銷毀檔案數")
    planned_size = models.BigIntegerField("應銷毀位元組")
    before_day = models.DateField("銷毀此日以前的影像")
    first_at = models.DateTimeField("影像起")
    last_at = models.DateTimeField("影像迄")
    cameras = models.JSONField("攝影機", default=list)
    accepted_by = models.CharField("確認執行", max_length=120, blank=True)
    done_files = models.PositiveIntegerField("已處理檔案數", default=0)
    destroyed_files = models.PositiveIntegerField("已銷毀檔案數", default=0)
    destroyed_size = models.BigIntegerField("已銷毀位元組", default=0)
    held_files = models.PositiveIntegerField("因留存未銷毀", default=0)
    failed_files = models.PositiveIntegerField("無法刪除", default=0)
    failures = models.JSONField("無法刪除之檔案", default=list, blank=True)
    resumed = models.PositiveSmallIntegerField("中斷後續行次數", default=0)
    finished_at = models.DateTimeField("完成時間", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "影像銷毀紀錄"
        ordering: ClassVar = ["-planned_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source"], condition=Q(finished_at__isnull=True), name="one_open_destruction_a_source"
            ),
        ]

    def __str__(self) -> str:
        return f"影像銷毀紀錄 {self.pk}"


class RetentionPass(models.Model):
    """執行紀錄: one pass over a source, what it found due, and every fact for which it refused."""

    source = models.ForeignKey(
        FootageSource, on_delete=models.PROTECT, related_name="passes", verbose_name="影像資料夾"
    )
    at = models.DateTimeField("執行時間")
    result = models.CharField("結果", max_length=10, choices=PassResult.choices)
    doubts = models.JSONField("未執行原因", default=dict, blank=True)
    due_files = models.PositiveIntegerField("屆期檔案數", default=0)
    due_size = models.BigIntegerField("屆期位元組", default=0)
    destruction = models.ForeignKey(
        Destruction, null=True, on_delete=models.PROTECT, related_name="passes", verbose_name="影像銷毀紀錄"
    )

    class Meta:
        verbose_name = verbose_name_plural = "執行紀錄"
        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["source", "-at", "-id"], name="pass_newest")]

    def __str__(self) -> str:
        return f"{self.source.name} {self.get_result_display()}"


class Acceptance(models.Model):
    """確認: a person states today's date, and how many files may go in one pass, for one source (house, invariant 5)."""

    source = models.ForeignKey(
        FootageSource, on_delete=models.PROTECT, related_name="acceptances", verbose_name="影像資料夾"
    )
    stated_day = models.DateField("所述今日日期")
    files = models.PositiveIntegerField("同意銷毀之檔案數", default=0)
    reason = models.CharField("事由", max_length=200)
    accepted_by = models.CharField("確認人", max_length=120)
    accepted_at = models.DateTimeField("確認時間")

    class Meta:
        verbose_name = verbose_name_plural = "執行確認"
        ordering: ClassVar = ["-accepted_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.source.name} {self.stated_day}"


class PastDue(models.Model):
    """逾期未銷毀清冊: what has passed the ceiling and is still there, by folder and reason (house, invariant 3).

    Written anew by each pass; `since` stays while the same folder stands there for the same reason.
    """

    source = models.ForeignKey(
        FootageSource, on_delete=models.CASCADE, related_name="past_due", verbose_name="影像資料夾"
    )
    folder = models.CharField("資料夾", max_length=400)
    camera_folder = models.CharField("攝影機資料夾", max_length=200)
    reason = models.CharField("原因", max_length=200)
    files = models.PositiveIntegerField("檔案數")
    since = models.DateField("列入日期")

    class Meta:
        verbose_name = verbose_name_plural = "逾期未銷毀清冊"
        ordering: ClassVar = ["source", "folder"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source", "folder", "camera_folder", "reason"], name="one_row_a_folder_and_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.folder}：{self.reason}"
