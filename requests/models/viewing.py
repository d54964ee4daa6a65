"""What followed a granted request (伍、四)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from requests.models.case import ReviewRequest


class ViewingSession(models.Model):
    """調閱: accompanied by school staff, one row of the 調閱登記簿 (伍、四)."""

    review_request = models.ForeignKey(
        ReviewRequest, on_delete=models.PROTECT, related_name="viewings", verbose_name="案件"
    )
    escort = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="陪同人員"
    )
    escort_name = models.CharField("陪同人員姓名", max_length=60)
    people_present = models.CharField("在場人", max_length=200)
    told_not_to_film = models.BooleanField("已告知不得翻拍、複製")
    started_at = models.DateTimeField("調閱起")
    ended_at = models.DateTimeField("調閱迄", null=True)
    remarks = models.CharField("備註", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "調閱紀錄"
        ordering: ClassVar = ["started_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")), name="viewing_times"
            ),
            models.CheckConstraint(condition=Q(told_not_to_film=True), name="viewing_told_not_to_film"),
            models.UniqueConstraint(
                fields=["review_request"], condition=Q(ended_at__isnull=True), name="one_open_viewing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review_request.number} {self.started_at:%Y-%m-%d %H:%M}"

    @property
    def visitors(self) -> int:
        """How many people came: 在場人 are separated by 「、」."""
        return len([name for name in self.people_present.replace("，", "、").split("、") if name.strip()])
