"""逐項檢查: one sitting over every camera and recorder, each saved by itself (ruling 21)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from cameras.models import Camera, Recorder
from files.models import StoredFile
from maintenance.choices import Answer, Condition


def _item(label: str) -> models.CharField[str, str]:
    return models.CharField(label, max_length=10, choices=Answer.choices, blank=True)


class WorkList(models.Model):
    """逐項檢查. Open until it became a row of 附錄2 or was laid aside; the school has one open list at most."""

    started_at = models.DateTimeField("開始時間")
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="開始的人"
    )
    is_open = models.BooleanField("檢查中", default=True)
    password = _item("預設密碼已變更")
    firmware = _item("韌體")
    sign = _item("告示牌")
    ups = _item("不斷電系統（UPS）")
    system_note = models.CharField("說明", max_length=120, blank=True)
    system_checked_by = models.CharField("檢查人", max_length=120, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "逐項檢查"
        ordering: ClassVar = ["-started_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["is_open"], condition=Q(is_open=True), name="one_open_work_list"),
        ]

    def __str__(self) -> str:
        return f"逐項檢查 {self.pk}"

    @property
    def is_system_checked(self) -> bool:
        """Whether the four items of the whole system are answered."""
        return all((self.password, self.firmware, self.sign, self.ups))


class CheckedCamera(models.Model):
    """One camera of a work list as it was found."""

    work_list = models.ForeignKey(WorkList, on_delete=models.CASCADE, related_name="cameras", verbose_name="逐項檢查")
    camera = models.ForeignKey(Camera, on_delete=models.PROTECT, related_name="+", verbose_name="攝影機")
    condition = models.CharField("狀況", max_length=20, choices=Condition.choices)
    note = models.CharField("說明", max_length=120, blank=True)
    photo = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="照片"
    )
    checked_at = models.DateTimeField("檢查時間")
    checked_by = models.CharField("檢查人", max_length=120)

    class Meta:
        verbose_name = verbose_name_plural = "逐支檢查"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["work_list", "camera"], name="one_row_a_camera_of_a_work_list"),
        ]

    def __str__(self) -> str:
        return f"{self.camera.code} {self.get_condition_display()}"


class CheckedRecorder(models.Model):
    """One recorder of a work list: power, recording, disk, the earliest playable day, the clock."""

    work_list = models.ForeignKey(WorkList, on_delete=models.CASCADE, related_name="recorders", verbose_name="逐項檢查")
    recorder = models.ForeignKey(Recorder, on_delete=models.PROTECT, related_name="+", verbose_name="主機")
    has_power = models.BooleanField("電源")
    is_recording = models.BooleanField("錄影中")
    disk_is_healthy = models.BooleanField("硬碟健康")
    earliest_day = models.DateField("最早可播放日")
    clock_offset_seconds = models.IntegerField("校時差（秒）")
    note = models.CharField("說明", max_length=120, blank=True)
    checked_at = models.DateTimeField("檢查時間")
    checked_by = models.CharField("檢查人", max_length=120)

    class Meta:
        verbose_name = verbose_name_plural = "主機檢查"
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["work_list", "recorder"], name="one_row_a_recorder_of_a_work_list"),
        ]

    def __str__(self) -> str:
        return self.recorder.code
