"""What was done on a case: the acts of its chain and what they were done on (rulings 1–4)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.choices import Role
from cameras.models import Camera
from files.models import StoredFile
from requests.choices import Action, Answer, Proposal, RecusalGround, SigningManner, ViewingManner
from requests.fields import EncryptedTextField
from requests.models.case import ReviewRequest, make_salt


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
    same_as_left = models.BooleanField(
        "（兼）同左", default=False, help_text="同一人連任相鄰兩關，只簽一次（ruling 2）"
    )

    # what a first step finds, and what a refusal rests on
    is_necessary = models.CharField("涉及個人權益維護所必要", max_length=3, choices=Answer.choices, blank=True)
    grounds = models.JSONField("不予核准之依據", default=list, blank=True)
    grants_copy = models.CharField(
        "准予複製", max_length=3, choices=Answer.choices, blank=True, help_text="申請人另請求複製時的答覆（ruling 9）"
    )
    copy_answer = models.CharField("複製請求之理由", max_length=200, blank=True)
    remedy = models.TextField("救濟教示", blank=True)

    # 紙本核章登錄 (ruling 4)
    manner = models.CharField("簽核方式", max_length=10, choices=SigningManner.choices, default=SigningManner.ONLINE)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="登錄人"
    )
    recorded_at = models.DateTimeField("登錄時間", null=True)
    scan = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="核章掃描檔"
    )
    recalled_at = models.DateTimeField("抽回時間", null=True)
    objected_at = models.DateTimeField("異議時間", null=True)
    objection = models.CharField("異議理由", max_length=200, blank=True)
    is_erased = models.BooleanField("個資已銷毀", default=False, help_text="意見與掃描檔已依計畫伍、五銷毀")

    class Meta:
        verbose_name = verbose_name_plural = "簽核"
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["review_request", "step"], condition=Q(is_current=True), name="one_current_act_a_step"
            ),
            models.CheckConstraint(
                condition=Q(manner=SigningManner.ONLINE)
                | Q(recorded_by__isnull=False, recorded_at__isnull=False) & (Q(scan__isnull=False) | Q(is_erased=True)),
                name="paper_signature_has_scan",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_action_display()} {self.actor_name}"


class PartialGrant(models.Model):
    """准許範圍: what 部分核准 grants of what was asked (ruling 9); 擬部分准 proposes one, the decision has its own."""

    approval = models.OneToOneField(Approval, on_delete=models.PROTECT, related_name="grant", verbose_name="簽核")
    cameras = models.ManyToManyField(Camera, related_name="+", verbose_name="准許之攝影機")
    starts_at = models.DateTimeField("准許時段起")
    ends_at = models.DateTimeField("准許時段迄")
    manner = models.CharField("方式", max_length=20, choices=ViewingManner.choices, default=ViewingManner.ACCOMPANIED)
    conditions = models.TextField("附款", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "准許範圍"
        constraints: ClassVar = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="grant_period")]

    def __str__(self) -> str:
        return f"准許範圍（{self.approval}）"


class Consultation(models.Model):
    """會辦: a lateral opinion of another office; it stops no clock (ruling 1)."""

    review_request = models.ForeignKey(
        ReviewRequest, on_delete=models.PROTECT, related_name="consultations", verbose_name="案件"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="consultations", verbose_name="會辦對象"
    )
    person_name = models.CharField("姓名", max_length=60)
    person_title = models.CharField("職稱", max_length=40)
    question = models.CharField("會辦事項", max_length=200)
    asked_by = models.CharField("提出人", max_length=120)
    asked_at = models.DateTimeField("提出時間")
    opinion = models.TextField("會辦意見", blank=True)
    answered_at = models.DateTimeField("回覆時間", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "會辦"
        ordering: ClassVar = ["asked_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["review_request", "person"], condition=Q(answered_at__isnull=True), name="one_open_consultation"
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | ~Q(opinion=""), name="answered_consultation_has_opinion"
            ),
        ]

    def __str__(self) -> str:
        return f"會辦 {self.person_title}{self.person_name}"


class Recusal(models.Model):
    """迴避: a person who never acts on the case nor sees it, declared by himself or by who handles it (ruling 2)."""

    review_request = models.ForeignKey(
        ReviewRequest, on_delete=models.PROTECT, related_name="recusals", verbose_name="案件"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="recusals", verbose_name="迴避人"
    )
    ground = models.CharField("事由", max_length=20, choices=RecusalGround.choices)
    note = models.CharField("說明", max_length=200, blank=True)
    declared_by = models.CharField("登錄人", max_length=120)
    at = models.DateTimeField("時間")

    class Meta:
        verbose_name = verbose_name_plural = "迴避"
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["review_request", "person"], name="one_recusal_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.person.name} {self.get_ground_display()}"


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
