"""What the school writes to who asks (書函、函覆), and the code with which a case is followed without an account (5.2)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from requests.choices import Delivery, LetterKind
from requests.fields import EncryptedTextField
from requests.models.case import ReviewRequest
from requests.models.chain import Snapshot


class Letter(models.Model):
    """書函: a draft that is edited, then issued and frozen in a snapshot; 發文字號 and 送達 are entered afterwards.

    One written on paper or in the school's own 公文系統 (密件 among them) has no text here, only its number.
    """

    review_request = models.ForeignKey(
        ReviewRequest, on_delete=models.PROTECT, related_name="letters", verbose_name="案件"
    )
    kind = models.CharField("種類", max_length=20, choices=LetterKind.choices)
    content = EncryptedTextField("草稿", blank=True, help_text="發出前的文字；發出後只留快照")
    drafted_by = models.CharField("擬稿人", max_length=120)
    drafted_at = models.DateTimeField("擬稿時間")
    dropped_at = models.DateTimeField("草稿作廢時間", null=True)

    issued_by = models.CharField("發出人", max_length=120, blank=True)
    issued_at = models.DateTimeField("發出時間", null=True)
    is_on_paper = models.BooleanField("另以紙本或公文系統辦理", default=False)
    snapshot = models.ForeignKey(
        Snapshot, on_delete=models.PROTECT, null=True, related_name="letters", verbose_name="發出時內容"
    )

    sent_number = models.CharField("發文字號", max_length=60, blank=True)
    sent_on = models.DateField("發文日期", null=True)
    delivery = models.CharField("送達方式", max_length=20, choices=Delivery.choices, blank=True)
    delivered_on = models.DateField("送達日", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "書函"
        ordering: ClassVar = ["drafted_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(issued_at__isnull=True, snapshot__isnull=True, is_on_paper=False)
                | Q(issued_at__isnull=False, snapshot__isnull=False, is_on_paper=False, content="")
                | Q(issued_at__isnull=False, snapshot__isnull=True, is_on_paper=True, content=""),
                name="issued_letter_is_frozen",
            ),
            models.CheckConstraint(
                condition=Q(dropped_at__isnull=True) | Q(issued_at__isnull=True, content=""), name="draft_is_dropped"
            ),
            models.CheckConstraint(
                condition=Q(sent_on__isnull=True) | Q(issued_at__isnull=False), name="sent_letter_was_issued"
            ),
            models.CheckConstraint(
                condition=Q(delivered_on__isnull=True, delivery="")
                | (Q(delivered_on__isnull=False, issued_at__isnull=False) & ~Q(delivery="")),
                name="delivery_has_manner_and_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    @property
    def is_draft(self) -> bool:
        """Whether it can still be edited."""
        return self.issued_at is None and self.dropped_at is None


class TrackingCode(models.Model):
    """查詢碼: with the case number it shows where the case stands; only its hash is kept, and a new one ends the old."""

    review_request = models.OneToOneField(
        ReviewRequest, on_delete=models.PROTECT, related_name="tracking_code", verbose_name="案件"
    )
    sha256 = models.CharField("摘要", max_length=64, blank=True, help_text="個資銷毀後為空")
    made_by = models.CharField("產生人", max_length=120)
    made_at = models.DateTimeField("產生時間")

    class Meta:
        verbose_name = verbose_name_plural = "查詢碼"

    def __str__(self) -> str:
        return f"查詢碼 {self.pk}"
