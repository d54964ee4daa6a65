"""Footage: what keeps it (holds), what was seen of it (hand checks), what was found wanting (findings)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from cameras.models import Camera, Recorder
from retention.choices import FindingKind, HoldKind, HoldOrigin


class Hold(models.Model):
    """留存 of some cameras' footage over a half-open period. Released by an act, never deleted.

    Retention knows holds, not requests: `reference` names who asked, in words (a case number); `origin` says what else
    it was placed for. `case_key` is the case's own opaque key and stays when a 限制案 takes the number away, so that the
    room above finds its holds and copies. An emergency hold waits until `confirm_by` for 承辦人 and is kept all the same.
    """

    kind = models.CharField("種類", max_length=10, choices=HoldKind.choices)
    cameras = models.ManyToManyField(Camera, related_name="holds", verbose_name="攝影機")
    starts_at = models.DateTimeField("影像起")
    ends_at = models.DateTimeField("影像迄")
    reason = models.CharField("事由", max_length=200)
    reference = models.CharField("案號", max_length=40, blank=True)
    case_key = models.UUIDField("案件代碼", null=True, editable=False, db_index=True)
    is_coded = models.BooleanField("限制案", default=False)
    origin = models.CharField("來源", max_length=12, choices=HoldOrigin.choices, blank=True)
    form_key = models.UUIDField("表單代碼", null=True, unique=True, editable=False)
    basis = models.CharField("依據", max_length=200, blank=True)
    document_number = models.CharField("依據文號", max_length=60, blank=True)
    review_on = models.DateField("檢討日", null=True, blank=True)
    placed_by = models.CharField("留存人", max_length=120)
    placed_at = models.DateTimeField("留存時間")
    confirm_by = models.DateTimeField("應確認期限", null=True)
    confirmed_by = models.CharField("確認人", max_length=120, blank=True)
    confirmed_at = models.DateTimeField("確認時間", null=True)
    confirm_note = models.CharField("確認說明", max_length=200, blank=True)
    released_by = models.CharField("解除人", max_length=120, blank=True)
    released_at = models.DateTimeField("解除時間", null=True)
    release_reason = models.CharField("解除事由", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "留存"
        ordering: ClassVar = ["-placed_at"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="hold_period"),
            models.CheckConstraint(
                condition=Q(kind=HoldKind.TEMPORARY) | (~Q(document_number="") & Q(review_on__isnull=False)),
                name="legal_hold_has_basis",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-placed_at", "-id"], condition=Q(released_at=None), name="hold_in_force"),
            models.Index(fields=["-released_at", "-id"], name="hold_released"),
            models.Index(fields=["reference"], name="hold_reference"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.reference}"


class HandCheck(models.Model):
    """影像查核: what a person read off a recorder — the earliest day that plays from midnight on, and how far its clock is off."""

    recorder = models.ForeignKey(Recorder, on_delete=models.PROTECT, related_name="hand_checks", verbose_name="主機")
    checked_at = models.DateTimeField("查核時間")
    checked_by = models.CharField("查核人", max_length=120)
    earliest_day = models.DateField("最早可播放日")
    clock_offset_seconds = models.IntegerField("主機時間誤差（秒）", default=0, help_text="主機快為正、慢為負")

    class Meta:
        verbose_name = verbose_name_plural = "影像查核"
        ordering: ClassVar = ["-checked_at"]
        indexes: ClassVar = [models.Index(fields=["recorder", "-checked_at", "-id"], name="hand_check_newest")]

    def __str__(self) -> str:
        return f"{self.recorder.code} {self.earliest_day}"


class Finding(models.Model):
    """未符合: opens and closes by itself as the facts change; at most one open for a kind and subject."""

    kind = models.CharField("種類", max_length=20, choices=FindingKind.choices)
    subject = models.CharField("對象", max_length=60)
    text = models.CharField("說明", max_length=200)
    opened_at = models.DateTimeField("發現時間")
    closed_at = models.DateTimeField("改善時間", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "未符合事項"
        ordering: ClassVar = ["-opened_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "subject"], condition=Q(closed_at__isnull=True), name="one_open_finding"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.subject}"
