"""People who come, change and leave, as records: 職務異動, 帳號申請, 年度帳號及權限清查 (肆、二; ruling 25; 附表十)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.choices import Role
from files.models import StoredFile
from reports.choices import ApplicationState, MoveKind, ReportState, SignedPaper, Verdict


class Handover(models.Model):
    """職務異動: somebody left, or a post went to another person on a day; what was handed over, and what was signed.

    `roster` is the 移交清冊 as it stood when the work went over; it names cases by number and nobody else's data.
    """

    kind = models.CharField("種類", max_length=10, choices=MoveKind.choices)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="handovers", verbose_name="移交人"
    )
    person_name = models.CharField("移交人職稱姓名", max_length=120)
    successor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="takeovers", verbose_name="承接人"
    )
    successor_name = models.CharField("承接人職稱姓名", max_length=120, blank=True)
    role = models.CharField("移交之角色", max_length=20, choices=Role.choices, blank=True)
    post = models.CharField("移交之職務", max_length=80, blank=True)
    effective_on = models.DateField("生效日")
    made_by = models.CharField("登錄人", max_length=120)
    made_at = models.DateTimeField("登錄時間")
    done_at = models.DateTimeField("移交時間", null=True)
    is_dropped = models.BooleanField("未執行", default=False, help_text="生效日前接任人的職務已結束，或已取消交接")
    call_off_reason = models.CharField("取消理由", max_length=200, blank=True)
    called_off_by = models.CharField("取消人", max_length=120, blank=True)
    posts = models.JSONField("變動之職務", default=dict, blank=True, help_text="交接時訂期終止與開始者")
    roster = models.JSONField("移交清冊", default=list, blank=True)
    signed_roster = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="簽名之移交清冊"
    )
    acknowledgement = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="簽名之離職保密切結"
    )

    class Meta:
        verbose_name = verbose_name_plural = "職務異動"
        ordering: ClassVar = ["-made_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=F("person")), name="handed_to_another"
            ),
            models.CheckConstraint(
                condition=~Q(kind=MoveKind.HANDOVER) | Q(successor__isnull=False), name="a_post_goes_to_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"職務異動 {self.pk}"

    @property
    def is_departure(self) -> bool:
        """Whether the person is no more of the school: then he acknowledges 肆、二 on paper."""
        return self.kind != MoveKind.HANDOVER


class FormerPaper(models.Model):
    """先前存入的掃描檔: of a signed paper another scan was kept of since; it stays as long as the record (肆、二)."""

    handover = models.ForeignKey(
        Handover, on_delete=models.PROTECT, related_name="former_papers", verbose_name="職務異動"
    )
    paper = models.CharField("文件", max_length=20, choices=SignedPaper.choices)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name="掃描檔")
    replaced_at = models.DateTimeField("更新時間")

    class Meta:
        verbose_name = verbose_name_plural = "先前存入的掃描檔"
        ordering: ClassVar = ["-replaced_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_paper_display()}（{self.handover}）"


class AccountApplication(models.Model):
    """帳號申請: who is to have an account, as what, until when; one asks, 處室主管 or 校長 approves (附表十: 帳號管理)."""

    name = models.CharField("姓名", max_length=60)
    username = models.CharField("帳號", max_length=60)
    role = models.CharField("角色", max_length=20, choices=Role.choices)
    title = models.CharField("職稱", max_length=40)
    office = models.CharField("處室", max_length=40, blank=True)
    since = models.DateField("起始日")
    expires_on = models.DateField("到期日", null=True, blank=True)
    reason = models.CharField("申請理由", max_length=200)
    state = models.CharField("狀態", max_length=10, choices=ApplicationState.choices, default=ApplicationState.WAITING)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="申請人"
    )
    asked_name = models.CharField("申請人職稱姓名", max_length=120)
    asked_at = models.DateTimeField("申請時間")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="核准人"
    )
    decided_name = models.CharField("核准人職稱姓名", max_length=120, blank=True)
    decided_at = models.DateTimeField("決定時間", null=True)
    decision_reason = models.CharField("不核准理由", max_length=200, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="建立之帳號"
    )

    class Meta:
        verbose_name = verbose_name_plural = "帳號申請"
        ordering: ClassVar = ["-asked_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["username"], condition=Q(state=ApplicationState.WAITING), name="one_waiting_application_a_name"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")), name="application_by_two"
            ),
        ]

    def __str__(self) -> str:
        return f"帳號申請 {self.pk}"


class AccountReview(models.Model):
    """年度帳號及權限清查: every account of the school on a day; 承辦人 goes through it, 處室主管 signs (附表十: 帳號管理)."""

    year = models.PositiveSmallIntegerField("年度", unique=True, help_text="民國年")
    opened_by = models.CharField("開始人", max_length=120)
    opened_at = models.DateTimeField("開始時間")
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="清查人"
    )
    checked_name = models.CharField("清查人職稱姓名", max_length=120, blank=True)
    checked_at = models.DateTimeField("清查簽署時間", null=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="覆核人"
    )
    signed_name = models.CharField("覆核人職稱姓名", max_length=120, blank=True)
    signed_at = models.DateTimeField("覆核簽署時間", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "年度帳號清查"
        ordering: ClassVar = ["-year"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=F("checked_by")), name="review_by_two"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}年度帳號清查"


class ReviewedAccount(models.Model):
    """One account as it stood when the review began, and what was found."""

    review = models.ForeignKey(AccountReview, on_delete=models.PROTECT, related_name="lines", verbose_name="清查")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="人員"
    )
    name = models.CharField("姓名", max_length=60)
    username = models.CharField("帳號", max_length=60)
    titles = models.CharField("職稱", max_length=200, blank=True)
    roles = models.CharField("角色", max_length=200, blank=True)
    last_sign_in = models.DateTimeField("最近登入", null=True)
    expires_on = models.DateField("到期日", null=True)
    verdict = models.CharField("清查結果", max_length=10, choices=Verdict.choices, blank=True)
    note = models.CharField("說明", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "清查帳號"
        ordering: ClassVar = ["username"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["review", "person"], name="an_account_once_a_review"),
            models.CheckConstraint(
                condition=Q(verdict__in=["", Verdict.CONFIRMED]) | ~Q(note=""), name="a_change_is_explained"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.username}）"


class ComplianceReport(models.Model):
    """符合情形報告: how the plan was met in a period, explained and signed by 承辦人, then by 處室主管 (陸、三; ruling 29).

    What 承辦人 signs is frozen in `content` with its digest, the ledger's head and what verifying the ledger said; what
    happens to the records afterwards changes nothing of it.
    """

    first_day = models.DateField("期間起")
    last_day = models.DateField("期間迄")
    state = models.CharField("狀態", max_length=10, choices=ReportState.choices, default=ReportState.DRAFT)
    explanations = models.JSONField("說明與改善措施", default=dict, blank=True)
    opened_by = models.CharField("開始人", max_length=120)
    opened_at = models.DateTimeField("開始時間")

    content = models.JSONField("報告內容", default=dict, blank=True)
    sha256 = models.CharField("報告摘要（SHA-256）", max_length=64, blank=True)
    ledger_head = models.CharField("存取紀錄鏈首", max_length=120, blank=True)
    ledger_result = models.CharField("存取紀錄核對結果", max_length=400, blank=True)

    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="承辦人"
    )
    checked_name = models.CharField("承辦人職稱姓名", max_length=120, blank=True)
    checked_at = models.DateTimeField("承辦人簽署時間", null=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="處室主管"
    )
    signed_name = models.CharField("處室主管職稱姓名", max_length=120, blank=True)
    signed_at = models.DateTimeField("處室主管簽署時間", null=True)
    return_reason = models.CharField("退回理由", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "符合情形報告"
        ordering: ClassVar = ["-last_day", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["first_day", "last_day"],
                condition=~Q(state=ReportState.SIGNED),
                name="one_open_report_a_period",
            ),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="report_days"),
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=F("checked_by")), name="report_by_two"
            ),
            models.CheckConstraint(
                condition=Q(state=ReportState.DRAFT, checked_at__isnull=True, signed_at__isnull=True, sha256="")
                | (Q(state=ReportState.CHECKED, checked_at__isnull=False, signed_at__isnull=True) & ~Q(sha256=""))
                | (Q(state=ReportState.SIGNED, checked_at__isnull=False, signed_at__isnull=False) & ~Q(sha256="")),
                name="signed_report_is_frozen",
            ),
        ]

    def __str__(self) -> str:
        return f"符合情形報告 {self.pk}"
