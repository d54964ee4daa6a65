"""Due work as rows: notices, jobs, duties and the holidays they count by."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from files.models import StoredFile


class Notice(models.Model):
    """通知: in the app at once, by e-mail after commit. Says verb and number, never a name or personal data."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices", verbose_name="收件人"
    )
    text = models.CharField("內容", max_length=200)
    url = models.CharField("連結", max_length=200, blank=True)
    subject = models.CharField("對象", max_length=200, blank=True)
    created_at = models.DateTimeField("建立時間")
    read_at = models.DateTimeField("讀取時間", null=True)
    mail_claimed_at = models.DateTimeField("寄送開始", null=True)
    mailed_at = models.DateTimeField("寄出時間", null=True)
    mail_failure = models.CharField("寄送失敗原因", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "通知"
        ordering: ClassVar = ["-created_at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["recipient", "-read_at", "-created_at", "-id"], name="notice_unread_first"),
            models.Index(fields=["created_at"], condition=models.Q(mailed_at__isnull=True), name="notice_unmailed"),
        ]

    def __str__(self) -> str:
        return self.text


class Job(models.Model):
    """背景工作 with progress and result.

    One that somebody ordered says in `order` what is to be made, and has a `file` when it is; `alive_at` is when its
    worker last said that it lives, `tries` how many workers took it.
    """

    kind = models.CharField("工作", max_length=60)
    title = models.CharField("說明", max_length=120)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="jobs", verbose_name="要求者"
    )
    created_at = models.DateTimeField("建立時間")
    started_at = models.DateTimeField("開始時間", null=True)
    finished_at = models.DateTimeField("完成時間", null=True)
    done = models.PositiveIntegerField("已完成", default=0)
    total = models.PositiveIntegerField("總數", default=0)
    result = models.CharField("結果", max_length=400, blank=True)
    failure = models.CharField("失敗原因", max_length=400, blank=True)
    order = models.JSONField("內容", default=dict, blank=True)
    alive_at = models.DateTimeField("最近回報", null=True)
    tries = models.PositiveSmallIntegerField("執行次數", default=0)
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, related_name="jobs", verbose_name="製成的檔案"
    )

    class Meta:
        verbose_name = verbose_name_plural = "背景工作"
        ordering: ClassVar = ["-created_at"]
        indexes: ClassVar = [
            models.Index(fields=["kind", "created_at"], condition=models.Q(finished_at=None), name="job_to_do")
        ]

    def __str__(self) -> str:
        return self.title


class Duty(models.Model):
    """例行工作: when it last ran, what it did, when it runs next, why it failed."""

    name = models.CharField("名稱", max_length=100, primary_key=True)
    title = models.CharField("說明", max_length=80)
    last_started_at = models.DateTimeField("上次開始", null=True)
    last_finished_at = models.DateTimeField("上次完成", null=True)
    last_result = models.CharField("上次結果", max_length=400, blank=True)
    last_failure = models.CharField("上次失敗原因", max_length=400, blank=True)
    next_run_at = models.DateTimeField("下次執行", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "例行工作"
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.title


class Holiday(models.Model):
    """A day off (or, `is_workday`, a made-up working Saturday), seeded from `holidays`, editable."""

    date = models.DateField("日期", primary_key=True)
    name = models.CharField("名稱", max_length=60)
    is_workday = models.BooleanField("補行上班日", default=False)
    is_seeded = models.BooleanField("由系統帶入", default=False, help_text="一年只帶入一次，之後的更動以人工為準")

    class Meta:
        verbose_name = verbose_name_plural = "假日"
        ordering: ClassVar = ["date"]

    def __str__(self) -> str:
        return self.name


class Attempt(models.Model):
    """A wrong try at a page that is open without a session, counted so that nobody tries on and on; gone after a day."""

    page = models.CharField("頁面", max_length=30)
    origin = models.CharField("來源", max_length=60)
    about = models.CharField("對象", max_length=60, blank=True)
    at = models.DateTimeField("時間")

    class Meta:
        verbose_name = verbose_name_plural = "未登入頁面之錯誤嘗試"
        indexes: ClassVar = [models.Index(fields=["page", "at"], name="attempt_page")]

    def __str__(self) -> str:
        return f"{self.page} {self.at:%Y-%m-%d %H:%M}"
