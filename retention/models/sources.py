"""Folders of recordings, and what a scan saw in them. The files are the truth: no row per recording."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from cameras.models import Camera, Recorder
from retention.choices import DeletedBy, LayoutKind


class FootageSource(models.Model):
    """影像資料夾: where a recorder writes its files, how it names them, and who deletes them.

    `token` stands in the folder's marker file and ties the folder to this installation; `pass_number` counts the
    accepted destruction passes and stands there too, so that a database of before is known by the folder.
    """

    name = models.CharField("名稱", max_length=40, unique=True)
    recorder = models.ForeignKey(
        Recorder, null=True, blank=True, on_delete=models.PROTECT, related_name="sources", verbose_name="主機"
    )
    path = models.CharField("資料夾", max_length=400, unique=True)
    layout = models.CharField("檔名規則", max_length=20, choices=LayoutKind.choices)
    pattern = models.CharField("命名樣式", max_length=200)
    zone = models.CharField("檔名時區", max_length=40, default="Asia/Taipei")
    longest_seconds = models.PositiveIntegerField("單檔最長秒數")
    deleted_by = models.CharField("由誰刪除", max_length=10, choices=DeletedBy.choices, default=DeletedBy.RECORDER)
    token = models.UUIDField("標記", default=uuid.uuid4, editable=False)
    registered_by = models.CharField("登錄人", max_length=120)
    registered_at = models.DateTimeField("登錄時間")
    proposed_by = models.CharField("提出人", max_length=120, blank=True)
    proposed_at = models.DateTimeField("提出時間", null=True)
    proposed_account = models.CharField("提出帳號", max_length=150, blank=True)
    confirmed_by = models.CharField("確認人", max_length=120, blank=True)
    confirmed_at = models.DateTimeField("確認時間", null=True)
    confirm_reason = models.CharField("確認事由", max_length=200, blank=True)
    retired_on = models.DateField("停用日", null=True)

    pass_number = models.PositiveIntegerField("銷毀次數", default=0)
    last_pass_at = models.DateTimeField("最近一次執行", null=True)
    restored_at = models.DateTimeField("由備份還原", null=True)
    scanned_at = models.DateTimeField("最近掃描", null=True)
    newest_at = models.DateTimeField("最新影像", null=True)
    problem = models.CharField("掃描問題", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "影像資料夾"
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(deleted_by=DeletedBy.RECORDER) | Q(confirmed_at__isnull=False),
                name="deletion_is_ours_once_confirmed",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FolderCamera(models.Model):
    """資料夾對照: whose recordings a folder of that name holds.

    A scan enters each name it meets, with the camera of that code or with none: then a person says whose it is. Whose it was
    said to be before stays: one person's word does not take recordings from under a hold (invariant 2).
    """

    source = models.ForeignKey(
        FootageSource, on_delete=models.PROTECT, related_name="folder_cameras", verbose_name="影像資料夾"
    )
    folder = models.CharField("資料夾名稱", max_length=200)
    camera = models.ForeignKey(
        Camera, null=True, blank=True, on_delete=models.PROTECT, related_name="folders", verbose_name="攝影機"
    )
    former_cameras = models.ManyToManyField(
        Camera, blank=True, related_name="+", verbose_name="先前對照之攝影機", help_text="其留存仍保護這個資料夾"
    )
    earliest_day = models.DateField("最早影像日", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "資料夾對照"
        constraints: ClassVar = [models.UniqueConstraint(fields=["source", "folder"], name="one_camera_a_folder")]

    def __str__(self) -> str:
        return f"{self.folder} → {self.camera.code if self.camera else '不明'}"


class ScannedFolder(models.Model):
    """已掃描的資料夾: one unit of a scan, with the fingerprint by which it is known to be unchanged.

    An empty fingerprint is never taken for unchanged: something may still be written there.
    """

    source = models.ForeignKey(
        FootageSource, on_delete=models.CASCADE, related_name="folders", verbose_name="影像資料夾"
    )
    path = models.CharField("路徑", max_length=400)
    fingerprint = models.CharField("指紋", max_length=64, blank=True)
    first_at = models.DateTimeField("最早影像", null=True)
    last_at = models.DateTimeField("最新影像", null=True)
    files = models.PositiveIntegerField("檔案數", default=0)
    size = models.BigIntegerField("位元組", default=0)
    oddities = models.JSONField("無法辨認者", default=dict, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "已掃描的資料夾"
        constraints: ClassVar = [models.UniqueConstraint(fields=["source", "path"], name="one_row_a_scanned_folder")]
        indexes: ClassVar = [
            models.Index(fields=["source", "first_at"]),
            models.Index(fields=["last_at"], name="scanned_until"),
        ]

    def __str__(self) -> str:
        return self.path


class CoverageDay(models.Model):
    """影像涵蓋: what one scanned folder holds of one camera's local day, minute by minute, in true time.

    `first_at` and `last_at` are what the recorder's clock said; true time is that less `clock_offset_seconds`.
    """

    part = models.ForeignKey(ScannedFolder, on_delete=models.CASCADE, related_name="days", verbose_name="資料夾")
    folder = models.CharField("攝影機資料夾", max_length=200)
    day = models.DateField("日期")
    minutes = models.BinaryField("每分鐘", max_length=180)
    files = models.PositiveIntegerField("檔案數")
    size = models.BigIntegerField("位元組")
    first_at = models.DateTimeField("主機時間起")
    last_at = models.DateTimeField("主機時間迄")
    clock_offset_seconds = models.IntegerField("主機時間誤差（秒）", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "影像涵蓋"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["part", "folder", "day"], name="one_row_a_camera_day_and_folder"),
            models.CheckConstraint(condition=Q(last_at__gte=F("first_at")), name="coverage_period"),
        ]
        indexes: ClassVar = [models.Index(fields=["day", "folder"])]

    def __str__(self) -> str:
        return f"{self.folder} {self.day}"
