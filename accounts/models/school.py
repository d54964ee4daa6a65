"""The school, and its plan as it is dated: its numbers and its approval chain (rulings 1–5, 25)."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from accounts.choices import Role, StepKind


class School(models.Model):
    """The one school of this installation; one school = one database."""

    name = models.CharField("學校全名", max_length=60)
    short_name = models.CharField("表單上的校名", max_length=30, help_text="例如：瑞豐國小")
    phone = models.CharField("電話", max_length=40, blank=True)
    address = models.CharField("地址", max_length=120, blank=True)
    features = models.JSONField("已開啟的附加功能", default=list, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "學校"
        constraints: ClassVar = [models.CheckConstraint(condition=Q(pk=1), name="one_school")]

    def __str__(self) -> str:
        return self.name


class SchoolPlan(models.Model):
    """The school's plan from a day on; a case keeps the plan of its day. Defaults are 瑞豐國小's plan of 108-06-17."""

    effective_from = models.DateField("生效日", unique=True)
    title = models.CharField("計畫名稱", max_length=80, default="監視錄影系統管理實施計畫")
    basis = models.TextField("依據（壹）", blank=True)
    text = models.TextField("計畫全文", blank=True)

    minimum_days = models.PositiveSmallIntegerField(
        "影像至少保存日數（肆、三）", default=14, validators=[MinValueValidator(1)]
    )
    maximum_years = models.PositiveSmallIntegerField(
        "影像至遲銷毀年數（肆、四）", default=1, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    paper_years = models.PositiveSmallIntegerField(
        "申請單及登記簿至少保存年數（伍、五）", default=1, validators=[MinValueValidator(1)]
    )
    inspection_months = models.PositiveSmallIntegerField(
        "檢查保養間隔月數（參、三）", default=6, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    reply_days = models.PositiveSmallIntegerField("處理期限日數（比照個資法第13條）", default=15)
    extension_days = models.PositiveSmallIntegerField("得展延日數", default=15)
    correction_days = models.PositiveSmallIntegerField("補正日數", default=7)
    proof_minutes = models.PositiveSmallIntegerField("決定前身分確認有效分鐘數", default=15)
    appeal_days = models.PositiveSmallIntegerField("不予或部分核准後續留影像日數", default=45)
    id_number_required_for = models.JSONField("須填身分證號之申請人身分", default=list, blank=True)
    remedy = models.TextField("救濟教示", blank=True, help_text="空白時用系統內建文字")
    withdrawn_days = models.PositiveSmallIntegerField("撤回後續留影像日數", default=14)
    # Empty, not 7: a column that says something would change the digest of every plan already in the ledger.
    confirm_days = models.PositiveSmallIntegerField(
        "緊急留存應確認日數", null=True, blank=True, validators=[MinValueValidator(1)], help_text="空白時為 7 日"
    )
    security_report_hours = models.PositiveSmallIntegerField(
        "資通安全事件通報時數",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="空白時不計時；例如 1",
    )
    breach_report_hours = models.PositiveSmallIntegerField(
        "個資外洩通報時數", null=True, blank=True, validators=[MinValueValidator(1)], help_text="空白時不計時；例如 72"
    )
    letter_days = models.PositiveSmallIntegerField(
        "公務機關補送公文工作日數",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="空白時為 3 個工作日",
    )
    idle_days = models.PositiveSmallIntegerField(
        "帳號久未使用暫停日數", null=True, blank=True, validators=[MinValueValidator(30)], help_text="空白時為 180 日"
    )
    confirmed_on = models.DateField("本校確認數值之日", null=True, blank=True, help_text="空白：系統內建數值，尚未確認")

    class Meta:
        verbose_name = verbose_name_plural = "本校計畫"
        ordering: ClassVar = ["-effective_from"]
        get_latest_by = "effective_from"

    def __str__(self) -> str:
        return f"{self.title}（{self.effective_from:%Y-%m-%d} 起）"


class PlanStep(models.Model):
    """One step of the plan's approval chain: who acts and under which heading it is printed on 附錄1."""

    plan = models.ForeignKey(SchoolPlan, on_delete=models.PROTECT, related_name="steps", verbose_name="計畫")
    order = models.PositiveSmallIntegerField("順序", validators=[MinValueValidator(1), MaxValueValidator(4)])
    role = models.CharField("角色", max_length=20, choices=Role.choices)
    kind = models.CharField("權責", max_length=10, choices=StepKind.choices)
    title = models.CharField("關卡名稱", max_length=40, help_text="例如：處室主管審核")
    paper_label = models.CharField("附錄1 欄名", max_length=40, help_text="以全形直線「｜」分行")

    class Meta:
        verbose_name = verbose_name_plural = "簽核關卡"
        ordering: ClassVar = ["plan", "order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "order"], name="plan_step_order"),
            models.UniqueConstraint(fields=["plan"], condition=Q(kind="decides"), name="one_step_decides"),
        ]

    def __str__(self) -> str:
        return self.title
