"""What follows from a hold: what is proposed of it, the copy it owes, who was reminded of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from retention.choices import BackupOutcome, ProposalDecision, ProposalKind, ReminderKind
from retention.models.keeping import Hold


class HoldProposal(models.Model):
    """留存提案: 處室主管 proposes a 法定留存 or its release, 校長 decides (ruling 14); nobody does both.

    The accounts tell people apart; the names are what is printed. At most one is open for a hold.
    """

    hold = models.ForeignKey(Hold, on_delete=models.PROTECT, related_name="proposals", verbose_name="留存")
    kind = models.CharField("提案", max_length=10, choices=ProposalKind.choices)
    basis = models.CharField("依據", max_length=200, blank=True)
    document_number = models.CharField("依據文號", max_length=60, blank=True)
    review_on = models.DateField("檢討日", null=True, blank=True)
    reason = models.CharField("理由", max_length=200, blank=True)
    proposed_by = models.CharField("提出人", max_length=120)
    proposed_account = models.CharField("提出帳號", max_length=150)
    proposed_at = models.DateTimeField("提出時間")
    decision = models.CharField("決定", max_length=10, choices=ProposalDecision.choices, blank=True)
    decision_reason = models.CharField("決定理由", max_length=200, blank=True)
    decided_by = models.CharField("決定人", max_length=120, blank=True)
    decided_account = models.CharField("決定帳號", max_length=150, blank=True)
    decided_at = models.DateTimeField("決定時間", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "留存提案"
        ordering: ClassVar = ["-proposed_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["hold"], condition=Q(decided_at__isnull=True), name="one_open_proposal_a_hold"
            ),
            models.CheckConstraint(
                condition=Q(kind=ProposalKind.RELEASE) | (~Q(document_number="") & Q(review_on__isnull=False)),
                name="legal_proposal_has_basis",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True) | ~Q(decided_account=F("proposed_account")),
                name="nobody_decides_what_he_proposed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}（留存 {self.hold_id}）"


class BackupTask(models.Model):
    """備份工作: a hold on footage a recorder deletes owes a school copy before the earliest overwriting (rulings 12, 13).

    `due_at` follows the newest hand check until the copy is made; `too_late_at` stays once that moment has passed.
    """

    hold = models.OneToOneField(Hold, on_delete=models.PROTECT, related_name="backup", verbose_name="留存")
    opened_at = models.DateTimeField("開立時間")
    due_at = models.DateTimeField("備份期限", help_text="最早開始覆蓋的時間")
    is_estimate = models.BooleanField("估計", default=True)
    too_late_at = models.DateTimeField("屆期未備份", null=True)
    outcome = models.CharField("結果", max_length=12, choices=BackupOutcome.choices, blank=True)
    reason = models.CharField("說明", max_length=200, blank=True)
    copy = models.CharField("留存檔編號", max_length=40, blank=True)
    closed_by = models.CharField("結案人", max_length=120, blank=True)
    closed_at = models.DateTimeField("結案時間", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "備份工作"
        ordering: ClassVar = ["due_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(closed_at__isnull=True) | ~Q(outcome=""), name="closed_backup_says_how"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], condition=Q(closed_at__isnull=True), name="backup_open"),
            models.Index(fields=["-closed_at", "-id"], name="backup_closed"),
        ]

    def __str__(self) -> str:
        return f"備份工作 {self.pk}"


class Reminder(models.Model):
    """提醒紀錄: who was to be reminded of what was, once a day it is about."""

    hold = models.ForeignKey(Hold, on_delete=models.PROTECT, related_name="reminders", verbose_name="留存")
    kind = models.CharField("提醒", max_length=20, choices=ReminderKind.choices)
    day = models.DateField("日期")
    sent_at = models.DateTimeField("提醒時間")

    class Meta:
        verbose_name = verbose_name_plural = "提醒紀錄"
        constraints: ClassVar = [models.UniqueConstraint(fields=["hold", "kind", "day"], name="reminded_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.day}"
