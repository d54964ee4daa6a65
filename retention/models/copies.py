"""留存檔: the copies the school keeps of what somebody may need (伍、三), and who looked at them."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cameras.models import Camera, Recorder
from retention.choices import CopyKind, CopyMedium, CopyState, CopyWay, MediumKind, ReadingKind, ReadingPurpose
from retention.fields import CopyKeyField
from retention.models.keeping import Hold


class CopyNumber(models.Model):
    """The last number given to a copy in a 民國 year; its row is locked to take the next, so there is no gap."""

    roc_year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "留存檔編號"

    def __str__(self) -> str:
        return f"E{self.roc_year}-{self.last:04d}"


class EvidenceCopy(models.Model):
    """留存檔: a file in encrypted parts, or a labelled medium in the safe, of some of a hold's cameras (ruling 13).

    The period is true time; what the recorder's clock showed is that plus `clock_offset_seconds`. `identity` is the
    copy's own age key, wrapped by a key outside the database: it goes before the bytes do. `size` and `sha256` are those
    of the plain bytes and stand there only once the finishing job has read every part again.
    """

    number = models.CharField("編號", max_length=12, unique=True, editable=False)
    key = models.UUIDField("代碼", unique=True, default=uuid.uuid4, editable=False)
    hold = models.ForeignKey(Hold, on_delete=models.PROTECT, related_name="copies", verbose_name="留存")
    medium = models.CharField("型式", max_length=10, choices=CopyMedium.choices)
    kind = models.CharField("種類", max_length=10, choices=CopyKind.choices, default=CopyKind.ORIGINAL)
    original = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="masked", verbose_name="原始檔"
    )
    way = models.CharField("製作方式", max_length=10, choices=CopyWay.choices)
    state = models.CharField("狀態", max_length=12, choices=CopyState.choices)
    problem = models.CharField("問題", max_length=200, blank=True)

    # what it shows
    cameras = models.ManyToManyField(Camera, related_name="copies", verbose_name="攝影機")
    starts_at = models.DateTimeField("影像起")
    ends_at = models.DateTimeField("影像迄")
    recorder = models.ForeignKey(
        Recorder, null=True, blank=True, on_delete=models.PROTECT, related_name="copies", verbose_name="主機"
    )
    clock_offset_seconds = models.IntegerField("主機時間誤差（秒）", default=0, help_text="主機快為正、慢為負")

    # the file
    original_name = models.CharField("原始檔名", max_length=200, blank=True)
    content_type = models.CharField("格式", max_length=60, blank=True)
    player = models.CharField("播放程式", max_length=100, blank=True, help_text="主機專用格式須用何種程式播放")
    declared_size = models.BigIntegerField("預計位元組", default=0)
    recipient = models.CharField("公鑰", max_length=80, blank=True)
    identity = CopyKeyField("金鑰", blank=True)
    size = models.BigIntegerField("位元組", default=0)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    parts_sha256 = models.CharField("分段雜湊", max_length=64, blank=True)

    # the medium
    medium_kind = models.CharField("媒體種類", max_length=10, choices=MediumKind.choices, blank=True)
    medium_serial = models.CharField("媒體標籤", max_length=60, blank=True)
    kept_at = models.CharField("存放地點", max_length=100, blank=True)

    # who, when
    made_by = models.CharField("製作人", max_length=120)
    made_account = models.CharField("製作帳號", max_length=150, blank=True)
    witness = models.CharField("會同人", max_length=120, blank=True)
    opened_at = models.DateTimeField("開始時間")
    not_before = models.DateTimeField("可開始時間", null=True)
    finished_at = models.DateTimeField("完成時間", null=True)
    checked_at = models.DateTimeField("最近驗證", null=True)
    damaged_at = models.DateTimeField("發現不符", null=True)

    # until when
    due_on = models.DateField("應銷毀日")
    disputed_at = models.DateTimeField("爭議註記時間", null=True)
    disputed_by = models.CharField("爭議註記人", max_length=120, blank=True)
    dispute_reason = models.CharField("爭議事由", max_length=200, blank=True)
    destroyed_at = models.DateTimeField("銷毀時間", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "留存檔"
        ordering: ClassVar = ["-opened_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="copy_period"),
            models.CheckConstraint(
                condition=~Q(state=CopyState.FINISHED, medium=CopyMedium.FILE) | (~Q(sha256="") & Q(size__gt=0)),
                name="finished_copy_has_hash",
            ),
            models.CheckConstraint(
                condition=Q(medium=CopyMedium.FILE) | (~Q(medium_kind="") & ~Q(medium_serial="") & ~Q(kept_at="")),
                name="medium_is_labelled",
            ),
            models.CheckConstraint(
                condition=Q(kind=CopyKind.ORIGINAL) | Q(original__isnull=False), name="masked_copy_names_its_original"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[CopyState.DESTROYING, CopyState.DESTROYED, CopyState.ABANDONED])
                | Q(identity=""),
                name="no_key_outlives_its_copy",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "due_on"], name="copy_due"),
            models.Index(fields=["starts_at", "ends_at"], name="copy_period_index"),
            models.Index(fields=["state", "-id"], name="copy_newest"),
        ]

    def __str__(self) -> str:
        return f"留存檔 {self.number}"


class CopyFile(models.Model):
    """留存檔內容: one file within the stream of a copy; an upload is one, a copy from a folder one a recording.

    `starts_at` is when it begins by the recorder's clock, where its name told.
    """

    copy = models.ForeignKey(EvidenceCopy, on_delete=models.CASCADE, related_name="files", verbose_name="留存檔")
    position = models.PositiveIntegerField("順序")
    name = models.CharField("檔名", max_length=400)
    offset = models.BigIntegerField("起始位元組")
    size = models.BigIntegerField("位元組")
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    content_type = models.CharField("格式", max_length=60, blank=True)
    camera = models.ForeignKey(Camera, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="攝影機")
    starts_at = models.DateTimeField("主機時間", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "留存檔內容"
        ordering: ClassVar = ["copy", "position"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["copy", "position"], name="one_file_a_position")]

    def __str__(self) -> str:
        return self.name


class CopyPart(models.Model):
    """分段: 16 MiB of a copy's stream, the last one less, as they were taken in. Numbered from 1.

    `taken_at` is when one came that was sent by itself: an upload goes on from there.
    """

    copy = models.ForeignKey(EvidenceCopy, on_delete=models.CASCADE, related_name="parts", verbose_name="留存檔")
    number = models.PositiveIntegerField("段次")
    size = models.PositiveIntegerField("位元組")
    plain_sha256 = models.CharField("原文雜湊", max_length=64)
    sealed_sha256 = models.CharField("密文雜湊", max_length=64)
    taken_at = models.DateTimeField("接收時間", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "留存檔分段"
        ordering: ClassVar = ["copy", "number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["copy", "number"], name="one_part_a_number")]

    def __str__(self) -> str:
        return f"第 {self.number} 段"


class CopyReading(models.Model):
    """播放及下載紀錄: who opened a copy, why, and how long (ruling 18). It opens the bytes to that person until `until`."""

    token = models.UUIDField("代碼", unique=True, default=uuid.uuid4, editable=False)
    copy = models.ForeignKey(EvidenceCopy, on_delete=models.PROTECT, related_name="readings", verbose_name="留存檔")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="copy_readings", verbose_name="人員"
    )
    person = models.CharField("姓名", max_length=120)
    kind = models.CharField("方式", max_length=12, choices=ReadingKind.choices)
    purpose = models.CharField("用途", max_length=10, choices=ReadingPurpose.choices)
    reason = models.CharField("事由", max_length=200, blank=True)
    opened_at = models.DateTimeField("開啟時間")
    until = models.DateTimeField("有效至")
    last_at = models.DateTimeField("最後讀取", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "播放及下載紀錄"
        ordering: ClassVar = ["-opened_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.person}"
