"""盤點: once a year every thing in the books is looked for; what differs is explained and countersigned."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from maintenance.choices import StockTakeStatus, TickResult
from maintenance.models.equipment import Equipment


class StockTake(models.Model):
    """年度盤點."""

    year = models.PositiveSmallIntegerField("年度", unique=True, help_text="民國年")
    status = models.CharField("狀態", max_length=10, choices=StockTakeStatus.choices, default=StockTakeStatus.OPEN)
    opened_at = models.DateTimeField("開始時間")
    opened_by = models.CharField("開始人", max_length=120)
    conclusion = models.CharField("盤點結論", max_length=400, blank=True)
    closed_at = models.DateTimeField("完成時間", null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="完成人"
    )
    return_reason = models.CharField("退回原因", max_length=200, blank=True)
    signed_at = models.DateTimeField("覆核時間", null=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="覆核人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "盤點"
        ordering: ClassVar = ["-year"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status=StockTakeStatus.OPEN, closed_at__isnull=True, signed_at__isnull=True)
                | Q(status=StockTakeStatus.CLOSED, closed_at__isnull=False, signed_at__isnull=True)
                | Q(status=StockTakeStatus.SIGNED, closed_at__isnull=False, signed_at__isnull=False),
                name="stock_take_status_has_times",
            ),
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=models.F("closed_by")), name="stock_take_by_two"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}年度盤點"


class StockTakeItem(models.Model):
    """One thing of a stock-take: where the books had it when the stock-take began, and what was found."""

    stock_take = models.ForeignKey(StockTake, on_delete=models.PROTECT, related_name="items", verbose_name="盤點")
    equipment = models.ForeignKey(Equipment, on_delete=models.PROTECT, related_name="ticks", verbose_name="設備")
    location = models.CharField("帳列存置地點", max_length=60)
    keeper = models.CharField("帳列經管人", max_length=40)
    result = models.CharField("盤點結果", max_length=10, choices=TickResult.choices, blank=True)
    found_at = models.CharField("實際位置", max_length=60, blank=True)
    remark = models.CharField("差異說明", max_length=200, blank=True)
    ticked_at = models.DateTimeField("盤點時間", null=True)
    ticked_by = models.CharField("盤點人", max_length=120, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "盤點項目"
        ordering: ClassVar = ["location", "equipment__number", "equipment__suffix", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["stock_take", "equipment"], name="one_tick_a_stock_take"),
            models.CheckConstraint(
                condition=Q(result="", ticked_at__isnull=True) | (~Q(result="") & Q(ticked_at__isnull=False)),
                name="tick_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stock_take} {self.equipment.full_number}"

    @property
    def is_difference(self) -> bool:
        """Say whether what was found is not what the books say."""
        return self.result not in ("", TickResult.PRESENT)
