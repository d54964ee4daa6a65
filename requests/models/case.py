"""Review requests (附錄1): what is asked, by whom, and where the case stands (伍、一)."""

from __future__ import annotations

import secrets
import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import SchoolPlan
from cameras.models import Camera, Place
from files.models import StoredFile
from requests.choices import FOR_A_CHILD, Answer, Asker, DutyBasis, IdentityDocument, Need, ReaderGround, Status
from requests.fields import EncryptedTextField
from retention.choices import CLOSED_BY_HAND


def make_salt() -> bytes:
    """Return 32 random bytes; without them a digest of a name could be guessed."""
    return secrets.token_bytes(32)


class CaseNumber(models.Model):
    """The last case number given in a 民國 year; its row is locked to take the next, so there is no gap."""

    roc_year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "案號"

    def __str__(self) -> str:
        return f"{self.roc_year}-{self.last:04d}"


class Incident(models.Model):
    """同一事件: one hold, one copy, many cases."""

    title = models.CharField("事件", max_length=60)
    created_at = models.DateTimeField("建立時間")

    class Meta:
        verbose_name = verbose_name_plural = "事件"

    def __str__(self) -> str:
        return self.title


class ReviewRequest(models.Model):
    """調閱申請: what 附錄1 asks, and where the case stands."""

    # identity
    draft_key = models.UUIDField("草稿代碼", unique=True, default=uuid.uuid4, editable=False)
    # Unset until submitted, and unique: only NULL is not equal to itself.
    number = models.CharField("案號", max_length=12, unique=True, null=True, editable=False)  # noqa: DJ001
    plan = models.ForeignKey(SchoolPlan, on_delete=models.PROTECT, null=True, verbose_name="當日計畫")
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, null=True, blank=True, related_name="cases")
    salt = models.BinaryField(default=make_salt, editable=False)

    # where it stands
    status = models.CharField("狀態", max_length=20, choices=Status.choices, default=Status.DRAFT)
    step = models.PositiveSmallIntegerField("關卡", default=0, help_text="審核中時為第幾關，否則為 0")
    created_at = models.DateTimeField("建立時間")
    submitted_at = models.DateTimeField("送出時間", null=True)
    received_at = models.DateTimeField("收件時間", null=True, help_text="處理期限自此起算")
    due_at = models.DateTimeField("處理期限", null=True)
    extended_at = models.DateTimeField("展延時間", null=True)
    extension_reason = models.CharField("展延理由", max_length=200, blank=True)
    corrected_at = models.DateTimeField("補正時間", null=True)
    decided_at = models.DateTimeField("核定時間", null=True)
    withdrawn_at = models.DateTimeField("撤回時間", null=True)
    closed_at = models.DateTimeField("結案時間", null=True)
    closed_by = models.CharField("結案人", max_length=120, blank=True)
    closing_note = models.CharField("未調閱即結案之說明", max_length=200, blank=True)

    no_form_reason = models.CharField("未取得申請人簽名之說明", max_length=200, blank=True)

    # why the case has no copy of its own (ruling 13)
    no_copy_outcome = models.CharField(
        "未製作留存檔之原因", max_length=12, choices=[(one.value, one.label) for one in CLOSED_BY_HAND], blank=True
    )
    no_copy_reason = models.CharField("未製作留存檔之說明", max_length=200, blank=True)
    no_copy_number = models.CharField("他案留存檔編號", max_length=40, blank=True)

    decided_on = models.ForeignKey(
        "requests.Snapshot", on_delete=models.PROTECT, null=True, related_name="+", verbose_name="核定時內容"
    )

    # who asks
    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="review_requests",
        verbose_name="申請人帳號",
        help_text="代填而申請人沒有帳號時為空",
    )
    applicant_name = models.CharField("申請人姓名", max_length=60, blank=True)
    applicant_title = models.CharField("申請人職稱", max_length=40, blank=True)
    asker = models.CharField("申請人身分", max_length=20, choices=Asker.choices, default=Asker.STAFF)

    # 代填 (ruling 7): typed in by 承辦人 from what was signed on paper
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="代填人"
    )
    signed_form = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="申請人簽名之附錄1"
    )
    identity_checked = models.BooleanField("身分已查驗", default=False)
    guardianship_confirmed = models.BooleanField("監護關係已向註冊組確認", default=False)
    protection_order = models.CharField("有無保護令或會面限制", max_length=3, choices=Answer.choices, blank=True)

    # 附錄1
    need = models.CharField("為何需要", max_length=10, choices=Need.choices, blank=True)
    duty_basis = models.CharField("依據", max_length=20, choices=DutyBasis.choices, blank=True)
    duty_reference = models.CharField("通報或案件編號", max_length=40, blank=True)
    subject = models.CharField("當事人", max_length=40, blank=True, help_text="班級座號或代號")
    id_document = models.CharField(
        "證件種類", max_length=10, choices=IdentityDocument.choices, default=IdentityDocument.NATIONAL
    )
    id_number = EncryptedTextField("身分證號", blank=True)
    phone = models.CharField("聯絡電話", max_length=40, blank=True)
    relation = models.CharField("與當事人關係", max_length=40, blank=True)
    unit = models.CharField("調閱單位", max_length=40, blank=True)
    places = models.ManyToManyField(
        Place, blank=True, related_name="+", verbose_name="攝影機地點", help_text="不確定是哪一支時，整個地點的攝影機"
    )
    cameras = models.ManyToManyField(Camera, blank=True, related_name="review_requests", verbose_name="攝影機")
    starts_at = models.DateTimeField("調閱時段起", null=True, blank=True)
    ends_at = models.DateTimeField("調閱時段迄", null=True, blank=True)
    reason = models.TextField("申請事由", blank=True)
    long_period_reason = models.CharField("超過兩小時之理由", max_length=200, blank=True)
    wants_copy = models.BooleanField("另請求複製", default=False)
    attachments = models.ManyToManyField(StoredFile, blank=True, related_name="+", verbose_name="附件")

    # 限制案: only readers see that it exists
    is_restricted = models.BooleanField("限制案", default=False)
    readers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="requests.CaseReader", blank=True, related_name="readable_cases",
        verbose_name="得閱覽人員",
    )  # fmt: skip

    erased_at = models.DateTimeField(
        "個資銷毀時間", null=True, help_text="計畫伍、五之期間屆滿後；案號、日期、決定與簽核留存"
    )

    class Meta:
        verbose_name = verbose_name_plural = "調閱申請"
        ordering: ClassVar = ["-submitted_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True) | Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="case_period",
            ),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="case_status"),
            models.CheckConstraint(
                condition=Q(applicant__isnull=False) | Q(entered_by__isnull=False) | Q(erased_at__isnull=False),
                name="somebody_answers_for_the_case",
            ),
            models.CheckConstraint(
                condition=Q(extended_at__isnull=True) | ~Q(extension_reason=""), name="extension_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(status=Status.IN_REVIEW, step__gte=1) | ~Q(status=Status.IN_REVIEW), name="case_step"
            ),
            models.CheckConstraint(
                condition=Q(status=Status.DRAFT, number__isnull=True)
                | (~Q(status=Status.DRAFT) & Q(number__isnull=False, plan__isnull=False, received_at__isnull=False)),
                name="submitted_case_has_number",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["status", "step"], name="case_queue"),
            models.Index(fields=["id"], condition=Q(erased_at=None), name="case_not_erased"),
            models.Index(fields=["received_at"], name="case_received"),
            models.Index(fields=["decided_at"], name="case_decided"),
        ]

    def __str__(self) -> str:
        return f"案 {self.number}" if self.number else "草稿"

    @property
    def is_for_a_child(self) -> bool:
        """Whether somebody asks as 監護人 or 法定代理人, on paper or as a member of staff with a child here (ruling 7)."""
        return self.asker in FOR_A_CHILD or self.need == Need.CHILD


class CaseReader(models.Model):
    """得閱覽人員 of a 限制案, and why: who was named reads it for good, who has a seat of the chain while he has it, who was
    asked (會辦) while the case is open."""

    review_request = models.ForeignKey(
        ReviewRequest, on_delete=models.CASCADE, related_name="reader_rows", db_column="reviewrequest_id",
        verbose_name="案件",
    )  # fmt: skip
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="得閱覽人員"
    )
    ground = models.CharField("原因", max_length=10, choices=ReaderGround.choices, default=ReaderGround.NAMED)

    class Meta:
        verbose_name = verbose_name_plural = "得閱覽人員"
        db_table = "requests_reviewrequest_readers"
        unique_together: ClassVar = [("review_request", "user")]

    def __str__(self) -> str:
        return f"{self.review_request} {self.user}（{self.get_ground_display()}）"
