"""What a public body asks by letter (公務機關來文, 伍、二)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from cameras.models import Recorder
from files.models import StoredFile
from requests.choices import LetterManner, LetterReminderKind, Priority, Secrecy, SeizedItem
from requests.models.case import ReviewRequest, make_salt


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
    came_by = models.CharField("來文方式", max_length=12, choices=LetterManner.choices, blank=True)
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


class OfficerVisit(models.Model):
    """公務機關人員到場: an officer who asks before the letter is there; who he is was checked by calling back (ruling 11)."""

    case = models.OneToOneField(
        ReviewRequest, on_delete=models.PROTECT, related_name="officer_visit", verbose_name="案件"
    )
    officer = models.CharField("人員姓名", max_length=60)
    badge = models.CharField("服務證號", max_length=40)
    called_number = models.CharField("回撥電話", max_length=40, help_text="由學校自行查得之機關電話")
    called_at = models.DateTimeField("回撥時間")
    answered_by = models.CharField("接聽人", max_length=60)
    called_by = models.CharField("查證人", max_length=120)
    letter_due_at = models.DateTimeField("公文補送期限")

    class Meta:
        verbose_name = verbose_name_plural = "公務機關人員到場"

    def __str__(self) -> str:
        return f"{self.officer}（{self.badge}）"


class LetterReminder(models.Model):
    """催辦紀錄: who was to be reminded of a letter that is owed, once a day it is about."""

    case = models.ForeignKey(
        ReviewRequest, on_delete=models.PROTECT, related_name="letter_reminders", verbose_name="案件"
    )
    kind = models.CharField("提醒", max_length=10, choices=LetterReminderKind.choices)
    day = models.DateField("日期")
    sent_at = models.DateTimeField("提醒時間")

    class Meta:
        verbose_name = verbose_name_plural = "公文催辦紀錄"
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "kind", "day"], name="letter_chased_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.day}"


class Seizure(models.Model):
    """扣押: a public body took a recorder or a disk away (ruling 11). Where recording stopped, each camera has an outage."""

    case = models.ForeignKey(
        ReviewRequest, on_delete=models.PROTECT, null=True, related_name="seizures", verbose_name="相關案件"
    )
    body = models.CharField("扣押機關", max_length=40)
    officer = models.CharField("執行人員", max_length=60)
    badge = models.CharField("服務證號", max_length=40, blank=True)
    document_number = models.CharField("扣押文書字號", max_length=60, help_text="扣押物品收據、扣押筆錄或搜索票字號")
    recorder = models.ForeignKey(Recorder, on_delete=models.PROTECT, related_name="seizures", verbose_name="主機")
    item = models.CharField("扣押物", max_length=10, choices=SeizedItem.choices)
    item_note = models.CharField("廠牌、序號", max_length=120, blank=True)
    seized_at = models.DateTimeField("扣押時間")
    stops_recording = models.BooleanField("錄影因而中斷", default=True)
    receipt = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name="扣押收據")
    restored_at = models.DateTimeField("恢復錄影時間", null=True)
    returned_on = models.DateField("發還日期", null=True)
    recorded_by = models.CharField("登錄人", max_length=120)
    recorded_at = models.DateTimeField("登錄時間")
    salt = models.BinaryField(default=make_salt, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "扣押"
        ordering: ClassVar = ["-seized_at", "-pk"]

    def __str__(self) -> str:
        return f"扣押 {self.pk}"
