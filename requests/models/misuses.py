"""不當使用或洩密事件 (肆、一): what happened with footage that should not have, and what was done about it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from cameras.models import Camera
from requests.fields import EncryptedTextField
from requests.models.case import ReviewRequest, make_salt


class Misuse(models.Model):
    """One event: who noticed when, what, the measures, who was told and reported to; closed by 主管.

    `concerned` are the colleagues it is about: they never read it.
    """

    noticed_by = models.CharField("發現人", max_length=60)
    noticed_at = models.DateTimeField("發現時間")
    what = EncryptedTextField("經過")
    review_request = models.ForeignKey(
        ReviewRequest, on_delete=models.PROTECT, null=True, related_name="misuses", verbose_name="相關案件"
    )
    copy_number = models.CharField("相關留存檔", max_length=40, blank=True)
    camera = models.ForeignKey(Camera, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="相關攝影機")
    concerned = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="concerned_in", verbose_name="涉及人員"
    )

    measures = EncryptedTextField("處置", blank=True)
    informed = EncryptedTextField("已告知之人員", blank=True)
    security_reported_at = models.DateTimeField("資通安全事件通報時間", null=True)
    breach_reported_at = models.DateTimeField("個資外洩通報時間", null=True)

    recorded_by = models.CharField("登錄人", max_length=120)
    recorded_at = models.DateTimeField("登錄時間")
    conclusion = EncryptedTextField("結論", blank=True)
    closed_by = models.CharField("結案人", max_length=120, blank=True)
    closed_at = models.DateTimeField("結案時間", null=True)
    salt = models.BinaryField(default=make_salt, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "不當使用或洩密事件"
        ordering: ClassVar = ["-noticed_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by="", conclusion="")
                | (Q(closed_at__isnull=False) & ~Q(closed_by="") & ~Q(conclusion="")),
                name="closed_misuse_has_conclusion",
            )
        ]

    def __str__(self) -> str:
        return f"不當使用或洩密事件 {self.pk}"
