"""口頭同意: what lets footage be looked at before the chain has decided (rulings 10, 11)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from requests.choices import ConsentGround
from requests.models.case import ReviewRequest


class OralConsent(models.Model):
    """口頭同意: 校長, 處室主管 or who acts for them said yes; it stands until `ratify_by`, until when the chain follows (補核)."""

    review_request = models.OneToOneField(
        ReviewRequest, on_delete=models.PROTECT, related_name="oral_consent", verbose_name="案件"
    )
    ground = models.CharField("緊急事由", max_length=20, choices=ConsentGround.choices)
    consented_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="同意人"
    )
    consented_name = models.CharField("同意人職稱姓名", max_length=120)
    office = models.CharField("以何職務同意", max_length=60, help_text="例如：處室主管；代理時為「校長公出」")
    consented_at = models.DateTimeField("同意時間")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="登錄人"
    )
    recorded_name = models.CharField("登錄人職稱姓名", max_length=120)
    recorded_at = models.DateTimeField("登錄時間")
    ratify_by = models.DateTimeField("補核期限")

    class Meta:
        verbose_name = verbose_name_plural = "口頭同意"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ground__in=ConsentGround.values), name="consent_ground"),
            models.CheckConstraint(
                condition=Q(recorded_at__gte=F("consented_at"), ratify_by__gt=F("consented_at")), name="consent_times"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consented_name} {self.get_ground_display()}"
