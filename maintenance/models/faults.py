"""Faults (參、三; 陸、一)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cameras.models import Camera
from maintenance.choices import FaultStatus, Symptom


class FaultNumber(models.Model):
    """The last fault number given in a 民國 year; its row is locked to take the next."""

    roc_year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "故障單號"

    def __str__(self) -> str:
        return f"F{self.roc_year}-{self.last:04d}"


class Fault(models.Model):
    """故障: reported by a guard or by anyone who notices (參、三)."""

    number = models.CharField("故障單號", max_length=20, unique=True)
    camera = models.ForeignKey(Camera, on_delete=models.PROTECT, related_name="faults", verbose_name="攝影機")
    symptom = models.CharField("狀況", max_length=20, choices=Symptom.choices)
    description = models.CharField("說明", max_length=200, blank=True)
    status = models.CharField("狀態", max_length=20, choices=FaultStatus.choices, default=FaultStatus.OPEN)
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="通報人"
    )
    reported_at = models.DateTimeField("通報時間")
    form_key = models.UUIDField("表單識別碼", unique=True, help_text="同一份表單送兩次仍為一張故障單")
    measures = models.CharField("處理情形", max_length=400, blank=True)
    repaired_at = models.DateTimeField("修復時間", null=True, blank=True)
    repaired_by = models.CharField("登錄修復人", max_length=120, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "故障"
        ordering: ClassVar = ["-reported_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(repaired_at__isnull=True) | Q(repaired_at__gte=F("reported_at")), name="fault_downtime"
            ),
            models.CheckConstraint(
                condition=Q(status=FaultStatus.REPAIRED, repaired_at__isnull=False)
                | Q(
                    status__in=[FaultStatus.UNCONFIRMED, FaultStatus.OPEN, FaultStatus.DISMISSED],
                    repaired_at__isnull=True,
                ),
                name="fault_repaired_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.camera.code}"
