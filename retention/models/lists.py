"""銷毀清冊: which copies two people let go, what became of each, and the ground on which they go (肆、四; rulings 14–16)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from files.models import StoredFile
from retention.choices import CopyReminderKind, DestructionMethod, ListKind, ListState, PassResult
from retention.models.copies import EvidenceCopy


class DestructionList(models.Model):
    """銷毀清冊: copies that go for one reason, signed by 執行人 and 監銷人; the accounts tell people apart.

    One the system wrote for what came due unsigned is signed afterwards, until `countersign_by` (ruling 15).
    """

    kind = models.CharField("種類", max_length=10, choices=ListKind.choices)
    state = models.CharField("狀態", max_length=10, choices=ListState.choices)
    reason = models.CharField("事由", max_length=200, blank=True)
    opened_at = models.DateTimeField("造冊時間")
    executor = models.CharField("執行人", max_length=120, blank=True)
    executor_account = models.CharField("執行人帳號", max_length=150, blank=True)
    executor_at = models.DateTimeField("執行人簽署時間", null=True)
    witness = models.CharField("監銷人", max_length=120, blank=True)
    witness_account = models.CharField("監銷人帳號", max_length=150, blank=True)
    witness_at = models.DateTimeField("監銷人簽署時間", null=True)
    countersign_by = models.DateField("補簽期限", null=True)
    ended_by = models.CharField("撤回或退回人", max_length=120, blank=True)
    ended_at = models.DateTimeField("撤回或退回時間", null=True)
    end_reason = models.CharField("撤回或退回理由", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "銷毀清冊"
        ordering: ClassVar = ["-opened_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(witness_account="") | ~Q(witness_account=F("executor_account")),
                name="nobody_witnesses_what_he_executes",
            ),
            models.CheckConstraint(
                condition=~Q(state=ListState.SIGNED) | (~Q(executor_account="") & ~Q(witness_account="")),
                name="signed_list_has_two_accounts",
            ),
        ]

    def __str__(self) -> str:
        return f"銷毀清冊 {self.pk}"


class DestructionItem(models.Model):
    """銷毀項目: one copy on a list. It is over once the copy is destroyed or `why_not` says why it was taken off."""

    list = models.ForeignKey(DestructionList, on_delete=models.PROTECT, related_name="items", verbose_name="銷毀清冊")
    copy = models.ForeignKey(EvidenceCopy, on_delete=models.PROTECT, related_name="items", verbose_name="留存檔")
    method = models.CharField("方法", max_length=10, choices=DestructionMethod.choices, blank=True)
    photo = models.OneToOneField(
        StoredFile, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="銷毀照片"
    )
    note = models.CharField("說明", max_length=200, blank=True)
    why_not = models.CharField("未銷毀原因", max_length=200, blank=True)
    started_at = models.DateTimeField("開始銷毀", null=True)
    destroyed_at = models.DateTimeField("完成銷毀", null=True)
    ended_at = models.DateTimeField("結束時間", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "銷毀項目"
        ordering: ClassVar = ["list", "copy__number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["copy"], condition=Q(ended_at__isnull=True), name="a_copy_stands_on_one_open_list"
            ),
            models.UniqueConstraint(
                fields=["copy"], condition=Q(destroyed_at__isnull=False), name="a_copy_is_destroyed_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, destroyed_at__isnull=True)
                | Q(ended_at__isnull=False, destroyed_at__isnull=False, why_not="")
                | (Q(ended_at__isnull=False, destroyed_at__isnull=True) & ~Q(why_not="")),
                name="item_ends_destroyed_or_says_why_not",
            ),
        ]

    def __str__(self) -> str:
        return f"銷毀清冊 {self.list_id} 留存檔 {self.copy_id}"


class CopyStore(models.Model):
    """留存檔存放處: the one folder of copies. `token` and `pass_number` stand in its marker file, as in a source of recordings."""

    token = models.UUIDField("標記", default=uuid.uuid4, editable=False)
    marked_at = models.DateTimeField("標記時間", null=True)
    pass_number = models.PositiveIntegerField("銷毀次數", default=0)
    last_pass_at = models.DateTimeField("最近一次執行", null=True)
    restored_at = models.DateTimeField("由備份還原", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "留存檔存放處"
        constraints: ClassVar = [models.CheckConstraint(condition=Q(pk=1), name="one_store_of_copies")]

    def __str__(self) -> str:
        return "留存檔存放處"


class CopyPass(models.Model):
    """執行紀錄: one run of the due day over the copies, and every fact for which it left something standing."""

    at = models.DateTimeField("執行時間")
    result = models.CharField("結果", max_length=10, choices=PassResult.choices)
    doubts = models.JSONField("未執行原因", default=dict, blank=True)
    failures = models.JSONField("未完成者", default=dict, blank=True)
    due = models.PositiveIntegerField("應銷毀件數", default=0)
    destroyed = models.PositiveIntegerField("已銷毀件數", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "留存檔銷毀執行紀錄"
        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"留存檔銷毀 {self.get_result_display()}"


class CopyAcceptance(models.Model):
    """確認: a person states today's date, and how many copies nobody signed for may go at once (house, invariant 5)."""

    stated_day = models.DateField("所述今日日期")
    copies = models.PositiveIntegerField("同意銷毀之件數", default=0)
    reason = models.CharField("事由", max_length=200)
    accepted_by = models.CharField("確認人", max_length=120)
    accepted_at = models.DateTimeField("確認時間")

    class Meta:
        verbose_name = verbose_name_plural = "留存檔銷毀執行確認"
        ordering: ClassVar = ["-accepted_at", "-pk"]

    def __str__(self) -> str:
        return f"留存檔存放處 {self.stated_day}"


class CopyReminder(models.Model):
    """留存檔提醒紀錄: what was told of a copy, once a day it is about."""

    copy = models.ForeignKey(EvidenceCopy, on_delete=models.PROTECT, related_name="reminders", verbose_name="留存檔")
    kind = models.CharField("提醒", max_length=20, choices=CopyReminderKind.choices)
    day = models.DateField("日期")
    sent_at = models.DateTimeField("提醒時間")

    class Meta:
        verbose_name = verbose_name_plural = "留存檔提醒紀錄"
        constraints: ClassVar = [models.UniqueConstraint(fields=["copy", "kind", "day"], name="told_of_a_copy_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.day}"
