"""Review requests (附錄1), what was decided on them, and the viewings that followed (伍)."""

from __future__ import annotations

import secrets
import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.choices import Role
from accounts.models import SchoolPlan
from cameras.models import Camera, Place
from files.models import StoredFile
from requests.choices import Action, Need, Proposal, Status
from requests.fields import EncryptedTextField


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
    decided_at = models.DateTimeField("核定時間", null=True)
    closed_at = models.DateTimeField("結案時間", null=True)

    decided_on = models.ForeignKey(
        "requests.Snapshot", on_delete=models.PROTECT, null=True, related_name="+", verbose_name="核定時內容"
    )

    # who asks
    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="review_requests", verbose_name="申請人"
    )
    applicant_name = models.CharField("申請人姓名", max_length=60, blank=True)
    applicant_title = models.CharField("申請人職稱", max_length=40, blank=True)

    # 附錄1
    need = models.CharField("為何需要", max_length=10, choices=Need.choices, blank=True)
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
    attachments = models.ManyToManyField(StoredFile, blank=True, related_name="+", verbose_name="附件")

    # 限制案: only readers see that it exists
    is_restricted = models.BooleanField("限制案", default=False)
    readers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="readable_cases", verbose_name="得閱覽人員"
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
                condition=Q(status=Status.IN_REVIEW, step__gte=1) | ~Q(status=Status.IN_REVIEW), name="case_step"
            ),
            models.CheckConstraint(
                condition=Q(status=Status.DRAFT, number__isnull=True)
                | (~Q(status=Status.DRAFT) & Q(number__isnull=False, plan__isnull=False, received_at__isnull=False)),
                name="submitted_case_has_number",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["status", "step"], name="case_queue")]

    def __str__(self) -> str:
        return f"案 {self.number}" if self.number else "草稿"


class Approval(models.Model):
    """One act on the chain: who, in what role, for whom, when, from where, the opinion, and what was acted on."""

    review_request = models.ForeignKey(
        ReviewRequest, on_delete=models.PROTECT, related_name="approvals", verbose_name="案件"
    )
    step = models.PositiveSmallIntegerField("關卡")
    action = models.CharField("行為", max_length=20, choices=Action.choices)
    proposal = models.CharField("擬辦", max_length=20, choices=Proposal.choices, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="approvals", verbose_name="行為人"
    )
    actor_name = models.CharField("姓名", max_length=60)
    actor_title = models.CharField("職稱", max_length=40)
    role = models.CharField("身分", max_length=20, choices=Role.choices)
    acting_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="代理"
    )
    acting_for_note = models.CharField("代理註記", max_length=60, blank=True, help_text="例如：校長公出")
    opinion = models.TextField("意見", blank=True)
    origin = models.CharField("來源", max_length=60, blank=True)
    at = models.DateTimeField("時間")
    is_current = models.BooleanField("有效", default=True, help_text="退回或抽回後，先前的簽核不再有效")
    snapshot = models.ForeignKey(
        "requests.Snapshot", on_delete=models.PROTECT, null=True, related_name="approvals", verbose_name="當時內容"
    )

    class Meta:
        verbose_name = verbose_name_plural = "簽核"
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["review_request", "step"], condition=Q(is_current=True), name="one_current_act_a_step"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_action_display()} {self.actor_name}"


class Snapshot(models.Model):
    """The printed values of a case at one moment, encrypted, with the salt of its digest; a decided case prints from it."""

    review_request = models.ForeignKey(
        ReviewRequest, on_delete=models.PROTECT, related_name="snapshots", verbose_name="案件"
    )
    content = EncryptedTextField("內容")
    salt = models.BinaryField("鹽", default=make_salt)
    sha256 = models.CharField("摘要", max_length=64)
    made_at = models.DateTimeField("時間")

    class Meta:
        verbose_name = verbose_name_plural = "案件內容快照"
        ordering: ClassVar = ["made_at", "pk"]

    def __str__(self) -> str:
        return f"快照 {self.sha256[:8]}"


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
