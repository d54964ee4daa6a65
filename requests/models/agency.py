"""What a public body asks by letter (公務機關來文, 伍、二)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from requests.choices import Priority, Secrecy
from requests.models.case import ReviewRequest


class AgencyLetter(models.Model):
    """來文: one a case of a public body. While `number` is empty the letter is owed: an officer came without it (ruling 11).

    A letter with a 密等 stays on paper: a stub without a case, which says who wrote when under which numbers.
    `reply_by` is the body's own 限期; without one the 速別 tells. `supplements` are the letters that came after it, each
    a {number, dated_on, received_number, received_at}.
    """

    case = models.OneToOneField(
        ReviewRequest, on_delete=models.PROTECT, null=True, related_name="agency_letter", verbose_name="案件"
    )
    body = models.CharField("來文機關", max_length=40, help_text="機關全銜")
    dated_on = models.DateField("來文日期", null=True)
    number = models.CharField("來文字號", max_length=60, blank=True)
    received_number = models.CharField("收文號", max_length=40, blank=True)
    received_at = models.DateTimeField("收文時間", null=True)
    priority = models.CharField("速別", max_length=12, choices=Priority.choices, default=Priority.ORDINARY)
    secrecy = models.CharField("密等", max_length=12, choices=Secrecy.choices, default=Secrecy.NONE)

    # the four items of 伍、二
    legal_basis = models.CharField("法令依據", max_length=400, blank=True)
    purpose = models.CharField("調閱目的", max_length=400, blank=True)
    scope = models.CharField("範圍", max_length=400, blank=True)
    use = models.CharField("用途", max_length=400, blank=True)

    reply_by = models.DateField("回覆期限", null=True, help_text="來文自定的限期")
    contact = models.CharField("機關承辦人", max_length=60, blank=True)
    supplements = models.JSONField("補正及補送之來文", default=list, blank=True)

    no_reply_reason = models.CharField("來文機關免覆之理由", max_length=200, blank=True)
    no_reply_at = models.DateTimeField("登錄免覆時間", null=True)
    settled_on = models.DateField("辦畢日期", null=True, help_text="密件以紙本辦畢之日")

    recorded_by = models.CharField("登錄人", max_length=120)
    recorded_at = models.DateTimeField("登錄時間")

    class Meta:
        verbose_name = verbose_name_plural = "公務機關來文"
        ordering: ClassVar = ["-recorded_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(secrecy=Secrecy.NONE, case__isnull=False)
                | (
                    ~Q(secrecy=Secrecy.NONE)
                    & ~Q(number="")
                    & Q(case__isnull=True, legal_basis="", purpose="", scope="", use="", contact="")
                ),
                name="secret_letter_is_a_stub",
            ),
            models.CheckConstraint(
                condition=Q(number="", dated_on__isnull=True, received_at__isnull=True)
                | (~Q(number="") & Q(dated_on__isnull=False, received_at__isnull=False)),
                name="letter_that_came_has_number_and_dates",
            ),
            models.CheckConstraint(
                condition=Q(no_reply_at__isnull=True, no_reply_reason="")
                | (Q(no_reply_at__isnull=False) & ~Q(no_reply_reason="")),
                name="no_reply_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.number}".strip()

    @property
    def is_here(self) -> bool:
        """Whether the letter has come; an officer may have come before it."""
        return bool(self.number)
