"""Copies that leave the school (伍、二; rulings 9, 11)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from files.models import StoredFile
from requests.choices import ReleaseEnd, ReleaseManner
from requests.models.case import ReviewRequest
from retention.choices import MediumKind
from retention.models import EvidenceCopy


class CopyRelease(models.Model):
    """交付: what was made of the school's copy and handed to somebody; its 簽收單 says the same.

    First it is prepared, then handed over or dropped. `files` is the list that travels along: {name, size, sha256} each.
    `danger` is the ground for handing it over before the letter came, which 校長 or a deputy allowed.
    """

    review_request = models.ForeignKey(
        ReviewRequest, on_delete=models.PROTECT, related_name="releases", verbose_name="案件"
    )
    order = models.PositiveSmallIntegerField("次序")
    copy = models.ForeignKey(EvidenceCopy, on_delete=models.PROTECT, related_name="+", verbose_name="留存檔")
    files = models.JSONField("檔案清單", default=list, blank=True)
    basis = models.CharField("依據", max_length=400)
    danger = models.CharField("生命、身體立即危險之事由", max_length=200, blank=True)
    allowed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="准許人"
    )
    allowed_name = models.CharField("准許人職稱姓名", max_length=120, blank=True)

    # what travels
    medium_kind = models.CharField("媒體種類", max_length=10, choices=MediumKind.choices)
    medium_label = models.CharField("媒體標籤", max_length=60)
    is_encrypted = models.BooleanField("已加密", default=False)
    password_told = models.CharField("密碼告知方式", max_length=100, blank=True)
    manner = models.CharField("交付方式", max_length=10, choices=ReleaseManner.choices)
    prepared_by = models.CharField("備妥人", max_length=120)
    prepared_at = models.DateTimeField("備妥時間")

    # who received it
    receiver_name = models.CharField("領取人", max_length=60, blank=True)
    receiver_unit = models.CharField("領取人單位", max_length=60, blank=True)
    receiver_badge = models.CharField("服務證號", max_length=40, blank=True)
    postal_number = models.CharField("郵件號碼", max_length=40, blank=True)
    handed_by = models.CharField("交付人", max_length=120, blank=True)
    handed_at = models.DateTimeField("交付時間", null=True)
    signature = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="螢幕簽名"
    )
    receipt = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="簽收單"
    )

    # what became of it
    dropped_at = models.DateTimeField("取消時間", null=True)
    dropped_by = models.CharField("取消人", max_length=120, blank=True)
    drop_reason = models.CharField("取消理由", max_length=200, blank=True)
    end = models.CharField("後續", max_length=10, choices=ReleaseEnd.choices, blank=True)
    ended_on = models.DateField("後續日期", null=True)
    end_note = models.CharField("後續說明", max_length=200, blank=True)
    ended_by = models.CharField("後續登錄人", max_length=120, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "複製本交付"
        ordering: ClassVar = ["review_request", "order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["review_request", "order"], name="one_release_an_order"),
            models.CheckConstraint(
                condition=Q(handed_at__isnull=True) | Q(dropped_at__isnull=True), name="release_is_handed_or_dropped"
            ),
            models.CheckConstraint(
                condition=~Q(manner=ReleaseManner.POST) | Q(is_encrypted=True), name="what_travels_is_encrypted"
            ),
            models.CheckConstraint(
                condition=Q(danger="", allowed_by__isnull=True) | (~Q(danger="") & Q(allowed_by__isnull=False)),
                name="early_release_is_allowed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"交付 {self.review_request.number}-{self.order}"

    @property
    def is_open(self) -> bool:
        """Whether it is prepared and neither handed over nor dropped."""
        return self.handed_at is None and self.dropped_at is None

    @property
    def owes_receipt(self) -> bool:
        """Whether it was handed over and nobody's signature came back yet."""
        return self.handed_at is not None and self.signature_id is None and self.receipt_id is None
