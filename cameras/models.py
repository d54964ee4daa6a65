"""What is watched, since when, kept how long: recorders, cameras, places, outages."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from cameras.choices import AreaType, OutageCause

TOKEN_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # noqa: S105 an alphabet


def make_token() -> str:
    """Return a fresh sticker token: 10 letters a QR code keeps alphanumeric and a person can read aloud."""
    return "".join(secrets.choice(TOKEN_LETTERS) for _ in range(10))


class Place(models.Model):
    """地點, as people name it: a building or a part of the grounds."""

    name = models.CharField("地點", max_length=40, unique=True)
    order = models.PositiveSmallIntegerField("順序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "地點"
        ordering: ClassVar = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class Recorder(models.Model):
    """監視主機."""

    code = models.CharField("編號", max_length=20, unique=True)
    name = models.CharField("名稱", max_length=60)
    location = models.CharField("存置地點", max_length=60, blank=True)
    retired_on = models.DateField("停用日", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "主機"
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Camera(models.Model):
    """攝影機. Never deleted once a record names it; it is retired."""

    code = models.CharField("編號", max_length=20, unique=True)
    name = models.CharField("名稱", max_length=60, help_text="例如：五年級走廊（東側）")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="cameras", verbose_name="地點")
    recorder = models.ForeignKey(Recorder, on_delete=models.PROTECT, related_name="cameras", verbose_name="主機")
    area_type = models.CharField("區域類型", max_length=20, choices=AreaType.choices)
    coverage = models.CharField("涵蓋說明", max_length=200, blank=True)
    purpose = models.CharField("設置目的", max_length=120, default="維護校園安全")
    records_sound = models.BooleanField("收音", default=False)
    minimum_days = models.PositiveSmallIntegerField(
        "最低保存日數", null=True, blank=True, help_text="空白表示依本校計畫；只能比計畫更長"
    )
    token = models.CharField("貼紙代碼", max_length=16, unique=True, default=make_token, editable=False)
    installed_on = models.DateField("啟用日")
    retired_on = models.DateField("停用日", null=True, blank=True)
    replaces = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name="接替",
        help_text="同一位置的前一支攝影機",
    )

    class Meta:
        verbose_name = verbose_name_plural = "攝影機"
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(retired_on__isnull=True) | Q(retired_on__gte=F("installed_on")), name="camera_days"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Outage(models.Model):
    """影像中斷 of one camera: since when, until when, why, under which fault number."""

    camera = models.ForeignKey(Camera, on_delete=models.PROTECT, related_name="outages", verbose_name="攝影機")
    cause = models.CharField("原因", max_length=20, choices=OutageCause.choices)
    reference = models.CharField("單號或說明", max_length=60, blank=True)
    since = models.DateTimeField("起")
    until = models.DateTimeField("迄", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "影像中斷"
        ordering: ClassVar = ["-since"]
        indexes: ClassVar = [
            models.Index(fields=["-since"], name="outage_since"),
            models.Index(fields=["until"], name="outage_until"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="outage_period"),
        ]

    def __str__(self) -> str:
        return f"{self.camera.code} {self.get_cause_display()}"

    @property
    def numbers(self) -> list[str]:
        """Return the numbers it goes by: periods of one cause that touched have become one row."""
        return [part for part in self.reference.split("、") if part]
