"""What followed a granted request, or an oral consent (伍、四): when it is to be, when it was, what was set right."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from cameras.models import Camera
from files.models import StoredFile
from requests.choices import (
    Answer,
    AppointmentState,
    CorrectedColumn,
    ManagementPurpose,
    NoFootage,
    ViewingKind,
    ViewingOutcome,
)
from requests.models.case import ReviewRequest

if TYPE_CHECKING:
    import datetime as dt


WRITTEN_AT = Coalesce("entered_at", "started_at")
"""When a row was written into the book, as `ViewingSession.written_at` says it."""


class ViewingSession(models.Model):
    """調閱: accompanied by school staff, one row of the 調閱登記簿 (伍、四). Once ended the database refuses to change it.

    `finding` (發現摘要) stays with the case: the register does not show it.
    """

    review_request = models.ForeignKey(
        ReviewRequest, on_delete=models.PROTECT, related_name="viewings", verbose_name="案件"
    )
    kind = models.CharField("類別", max_length=10, choices=ViewingKind.choices, default=ViewingKind.GRANTED)
    place = models.CharField("調閱地點", max_length=60, blank=True)
    escort = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="陪同人員"
    )
    escort_name = models.CharField("陪同人員姓名", max_length=300, help_text="全部陪同人員，開始時的職稱姓名")
    people_present = models.CharField("在場人", max_length=200)
    identity_checked = models.BooleanField("身分已查驗", default=False)
    told_not_to_film = models.BooleanField("已告知不得翻拍、複製")
    started_at = models.DateTimeField("調閱起")

    # how it ended
    ended_at = models.DateTimeField("調閱迄", null=True)
    outcome = models.CharField("結果", max_length=10, choices=ViewingOutcome.choices, blank=True)
    stop_reason = models.CharField("提前中止之原因", max_length=200, blank=True)
    saw_footage = models.CharField("有無影像", max_length=3, choices=Answer.choices, blank=True)
    no_footage = models.CharField("無影像之原因", max_length=12, choices=NoFootage.choices, blank=True)
    fault_number = models.CharField("故障單號", max_length=60, blank=True)
    finding = models.CharField("發現摘要", max_length=200, blank=True)
    remarks = models.CharField("備註", max_length=200, blank=True)

    # 事後補登 from paper, with 主管's countersign
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="補登人"
    )
    entered_name = models.CharField("補登人職稱姓名", max_length=120, blank=True)
    entered_at = models.DateTimeField("補登時間", null=True)
    late_reason = models.CharField("事後補登之原因", max_length=200, blank=True)
    scan = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="紙本登記掃描檔"
    )
    countersigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="核章人"
    )
    countersigned_name = models.CharField("核章人職稱姓名", max_length=120, blank=True)
    countersigned_at = models.DateTimeField("核章時間", null=True)

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
            models.CheckConstraint(
                condition=Q(countersigned_by__isnull=True) | ~Q(countersigned_by=F("entered_by")),
                name="nobody_countersigns_his_own_entry",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["started_at"], name="viewing_started"),
            models.Index(WRITTEN_AT, "id", name="viewing_written"),
        ]

    def __str__(self) -> str:
        return f"{self.review_request.number} {self.started_at:%Y-%m-%d %H:%M}"

    @property
    def visitors(self) -> int:
        """How many people came: 在場人 are separated by 「、」."""
        return len([name for name in self.people_present.replace("，", "、").split("、") if name.strip()])

    @property
    def written_at(self) -> dt.datetime:
        """When the row was written into the book: as the viewing began, or when it was entered later."""
        return self.entered_at or self.started_at

    @property
    def why_no_footage(self) -> str:
        """For instance 故障（F115-0002）; empty where there was footage."""
        label = NoFootage(self.no_footage).label if self.no_footage else ""
        return f"{label}（{self.fault_number}）" if self.fault_number else label


class ViewingCorrection(models.Model):
    """更正: a new row of the register that says what another one should have said; the old row stays as it was."""

    viewing = models.ForeignKey(
        ViewingSession, on_delete=models.PROTECT, related_name="corrections", verbose_name="調閱紀錄"
    )
    column = models.CharField("更正欄位", max_length=12, choices=CorrectedColumn.choices)
    was = models.CharField("原載", max_length=300, blank=True)
    right = models.CharField("應為", max_length=300)
    reason = models.CharField("更正理由", max_length=200)
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="更正人"
    )
    corrected_name = models.CharField("更正人職稱姓名", max_length=120)
    at = models.DateTimeField("更正時間")

    class Meta:
        verbose_name = verbose_name_plural = "登記更正"
        ordering: ClassVar = ["at", "pk"]
        indexes: ClassVar = [models.Index(fields=["at", "id"], name="correction_written")]

    def __str__(self) -> str:
        return f"更正 {self.get_column_display()}"

    @property
    def written_at(self) -> dt.datetime:
        """When the row was written into the book."""
        return self.at


class ViewingAppointment(models.Model):
    """約定調閱: when and where it shall be, with whom. Moved or called off it stays as it was, and a new one is made."""

    review_request = models.ForeignKey(
        ReviewRequest, on_delete=models.PROTECT, related_name="appointments", verbose_name="案件"
    )
    at = models.DateTimeField("約定時間")
    place = models.CharField("調閱地點", max_length=60)
    escorts = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", verbose_name="陪同人員")
    escort_names = models.CharField("陪同人員姓名", max_length=300)
    visitors = models.PositiveSmallIntegerField("到場人數", default=1)
    state = models.CharField("狀態", max_length=10, choices=AppointmentState.choices, default=AppointmentState.PLANNED)
    made_name = models.CharField("約定人", max_length=120)
    made_at = models.DateTimeField("登錄時間")
    ended_name = models.CharField("處理人", max_length=120, blank=True)
    ended_at = models.DateTimeField("處理時間", null=True)
    end_reason = models.CharField("原因", max_length=200, blank=True)
    viewing = models.OneToOneField(
        ViewingSession, on_delete=models.PROTECT, null=True, related_name="appointment", verbose_name="調閱紀錄"
    )

    class Meta:
        verbose_name = verbose_name_plural = "約定調閱"
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["review_request"],
                condition=Q(state=AppointmentState.PLANNED),
                name="one_planned_viewing",
            ),
            models.CheckConstraint(
                condition=~Q(state=AppointmentState.HELD) | Q(viewing__isnull=False),
                name="held_appointment_has_viewing",
            ),
        ]

    def __str__(self) -> str:
        return f"約定調閱 {self.pk}"


class ManagementViewing(models.Model):
    """管理檢視: somebody looked without a case — a test, the clock, an emergency: who, why, which, how long (ruling 18)."""

    purpose = models.CharField("目的", max_length=10, choices=ManagementPurpose.choices)
    reason = models.CharField("事由", max_length=200)
    cameras = models.ManyToManyField(Camera, related_name="+", verbose_name="攝影機")
    started_at = models.DateTimeField("檢視起")
    ended_at = models.DateTimeField("檢視迄")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="檢視人"
    )
    person_name = models.CharField("檢視人職稱姓名", max_length=120)
    recorded_at = models.DateTimeField("登錄時間")
    form_key = models.UUIDField("表單代碼", unique=True)

    class Meta:
        verbose_name = verbose_name_plural = "管理檢視"
        ordering: ClassVar = ["-started_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ended_at__gt=F("started_at")), name="management_viewing_times")
        ]

    def __str__(self) -> str:
        return f"管理檢視 {self.pk}"
