"""每日檢查: the duty calendar, and what was seen in each turn of it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from maintenance.models.faults import Fault
from maintenance.rules import ShiftTerms, weekdays_in_words


class Shift(models.Model):
    """班別. Never changed, only ended and followed by another, so that past days keep their calendar."""

    name = models.CharField("班別", max_length=20)
    starts = models.TimeField("起")
    ends = models.TimeField("迄", help_text="不晚於起時，表示到隔日")
    weekdays = models.CharField("星期", max_length=7, help_text="0 為週一")
    since = models.DateField("適用起日")
    until = models.DateField("適用迄日", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "班別"
        ordering: ClassVar = ["starts", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="shift_days"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def terms(self) -> ShiftTerms:
        """What the rules need of it."""
        days = frozenset(map(int, self.weekdays))
        return ShiftTerms(self.pk, self.name, self.starts, self.ends, days, self.since, self.until)

    @property
    def hours(self) -> str:
        """For instance 07:30–16:30, or 19:00–隔日 07:00."""
        tomorrow = "隔日 " if self.terms.is_over_midnight else ""
        return f"{self.starts:%H:%M}–{tomorrow}{self.ends:%H:%M}"

    @property
    def days(self) -> str:
        """For instance 週一至週五."""
        return weekdays_in_words(map(int, self.weekdays))


class DailyCheck(models.Model):
    """One check of the whole system in one turn. Never changed after it was entered; only 已知悉 is added.

    `known` are the troubles that were known already when it was made, in words, so that the day keeps its truth.
    """

    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="checks", verbose_name="班別")
    day = models.DateField("日期", help_text="這一班開始的日子")
    entered_at = models.DateTimeField("登錄時間")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="檢查人"
    )
    late_reason = models.CharField("補登說明", max_length=120, blank=True, help_text="事後補登才有")
    known = models.TextField("檢查時已知的故障", blank=True)
    faults = models.ManyToManyField(Fault, blank=True, related_name="daily_checks", verbose_name="本次發現的故障")
    handover = models.CharField("交接事項", max_length=120, blank=True)
    seen_by = models.CharField("交接知悉人", max_length=120, blank=True)
    seen_at = models.DateTimeField("交接知悉時間", null=True)
    form_key = models.UUIDField("表單識別碼", unique=True, default=uuid.uuid4, help_text="同一份表單送兩次仍為一筆檢查")

    class Meta:
        verbose_name = verbose_name_plural = "每日檢查"
        ordering: ClassVar = ["-day", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["shift", "day"], name="one_check_a_turn"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["day"], name="check_day"),
            models.Index(fields=["entered_at"], condition=Q(seen_at=None) & ~Q(handover=""), name="handover_not_seen"),
        ]

    def __str__(self) -> str:
        return f"{self.shift.name} {self.day}"
