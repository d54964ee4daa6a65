"""What two people do after a case's term: its personal data goes, its number, dates and decision stay (伍、五)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from requests.choices import ErasureBasis
from requests.models.case import ReviewRequest


class Erasure(models.Model):
    """個資銷毀: 承辦人 proposes, another person confirms (ruling 17); or it is dropped, and may be proposed anew.

    The accounts tell people apart; the names are what is printed.
    """

    cases = models.ManyToManyField(ReviewRequest, related_name="erasures", verbose_name="案件")
    basis = models.CharField("依據", max_length=10, choices=ErasureBasis.choices)
    approval_number = models.CharField("檔案銷毀核准文號", max_length=60, blank=True)
    proposed_by = models.CharField("提出人", max_length=120)
    proposed_account = models.CharField("提出帳號", max_length=150)
    proposed_at = models.DateTimeField("提出時間")
    confirmed_by = models.CharField("確認人", max_length=120, blank=True)
    confirmed_account = models.CharField("確認帳號", max_length=150, blank=True)
    confirmed_at = models.DateTimeField("確認時間", null=True)
    dropped_by = models.CharField("撤銷人", max_length=120, blank=True)
    dropped_at = models.DateTimeField("撤銷時間", null=True)
    drop_reason = models.CharField("撤銷理由", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "個資銷毀"
        ordering: ClassVar = ["-proposed_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(basis=ErasureBasis.APPROVED) | ~Q(approval_number=""), name="erasure_names_its_approval"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True)
                | (~Q(confirmed_account="") & ~Q(confirmed_account=F("proposed_account"))),
                name="nobody_erases_what_he_proposed",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(dropped_at__isnull=True), name="erasure_ends_once"
            ),
        ]

    def __str__(self) -> str:
        return f"個資銷毀 {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether it waits for the second person."""
        return self.confirmed_at is None and self.dropped_at is None
