"""附錄2 inspections (參、三; 陸、一)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from maintenance.models.faults import Fault
from maintenance.models.worklists import WorkList


class Inspection(models.Model):
    """One row of 附錄2: one inspection of the whole system (ruling 21)."""

    inspected_on = models.DateField("檢查日期")
    recorder_works = models.BooleanField("監視主機是否正常運作")
    equipment_works = models.BooleanField("錄影監材是否正常運轉")
    picture_is_clear = models.BooleanField("視訊是否清晰")
    inspector = models.CharField("保養檢查人", max_length=60)
    rechecker = models.CharField("複查人", max_length=60, blank=True)
    rechecked_on = models.DateField("複查日期", null=True, blank=True)
    remarks = models.CharField("備考", max_length=400, blank=True)
    faults = models.ManyToManyField(Fault, blank=True, related_name="inspections", verbose_name="發現的故障")
    work_list = models.OneToOneField(
        WorkList, on_delete=models.PROTECT, null=True, blank=True, related_name="inspection", verbose_name="逐項檢查"
    )
    form_key = models.UUIDField("表單識別碼", unique=True, default=uuid.uuid4, help_text="同一份表單送兩次仍為一筆紀錄")
    recorded_at = models.DateTimeField("登錄時間")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="登錄人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "檢查保養紀錄（附錄2）"
        ordering: ClassVar = ["inspected_on", "pk"]

    def __str__(self) -> str:
        return f"附錄2 {self.inspected_on}"

    @property
    def is_all_well(self) -> bool:
        """Say whether all three ticks are 是."""
        return self.recorder_works and self.equipment_works and self.picture_is_clear
