"""Faults (參、三; 陸、一)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cameras.models import Camera, Recorder
from files.models import StoredFile
from maintenance.choices import UNREPAIRED, WITHOUT_PICTURE, FaultOrigin, FaultStatus, PhotoStage, Symptom

if TYPE_CHECKING:
    import datetime as dt

REPAIRED = (FaultStatus.REPAIRED, FaultStatus.CLOSED)
IS_UNREPAIRED = Q(status__in=UNREPAIRED)


class FaultNumber(models.Model):
    """The last fault number given in a 民國 year; its row is locked to take the next."""

    roc_year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "故障單號"

    def __str__(self) -> str:
        return f"F{self.roc_year}-{self.last:04d}"


class Fault(models.Model):
    """故障: of a camera, of a recorder, or of the whole system; reported by a guard or by anyone who notices (參、三).

    The database itself refuses two unrepaired faults for one cause; 其他 is excepted, for it says nothing by itself.
    """

    number = models.CharField("故障單號", max_length=20, unique=True)
    camera = models.ForeignKey(
        Camera, on_delete=models.PROTECT, null=True, related_name="faults", verbose_name="攝影機"
    )
    recorder = models.ForeignKey(
        Recorder, on_delete=models.PROTECT, null=True, related_name="faults", verbose_name="主機"
    )
    symptom = models.CharField("狀況", max_length=20, choices=Symptom.choices)
    description = models.CharField("說明", max_length=200, blank=True)
    origin = models.CharField("來源", max_length=20, choices=FaultOrigin.choices, default=FaultOrigin.PERSON)
    status = models.CharField("狀態", max_length=20, choices=FaultStatus.choices, default=FaultStatus.OPEN)
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="通報人"
    )
    reported_at = models.DateTimeField("通報時間")
    since = models.DateTimeField("異常起", null=True, help_text="空白表示自通報起")
    form_key = models.UUIDField("表單識別碼", unique=True, help_text="同一份表單送兩次仍為一張故障單")
    gaps = models.JSONField("影像缺漏時段", default=list, help_text="由影像紀錄發現者：起、迄，迄為空值表示持續中")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="承辦人"
    )
    vendor = models.CharField("廠商", max_length=60, blank=True)
    visit_on = models.DateField("預定到場日", null=True)
    interim = models.CharField("暫代措施", max_length=200, blank=True)
    measures = models.CharField("處理情形", max_length=400, blank=True)
    repaired_at = models.DateTimeField("修復時間", null=True, blank=True)
    repaired_by = models.CharField("登錄修復人", max_length=120, blank=True)
    repair_account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="登錄修復帳號"
    )
    cost = models.PositiveIntegerField("費用（元）", null=True)
    under_warranty = models.BooleanField("保固內維修", null=True)
    warranty_until = models.DateField("保固至", null=True)
    rechecked_by = models.CharField("複驗人", max_length=120, blank=True)
    rechecked_at = models.DateTimeField("複驗時間", null=True)
    recheck_note = models.CharField("複驗情形", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "故障"
        ordering: ClassVar = ["-reported_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(repaired_at__isnull=True) | Q(repaired_at__gte=F("reported_at")), name="fault_downtime"
            ),
            models.CheckConstraint(
                condition=Q(status__in=REPAIRED, repaired_at__isnull=False)
                | Q(status__in=[*UNREPAIRED, FaultStatus.DISMISSED], repaired_at__isnull=True),
                name="fault_repaired_has_time",
            ),
            models.CheckConstraint(
                condition=Q(camera__isnull=True) | Q(recorder__isnull=True), name="fault_of_camera_or_recorder"
            ),
            models.UniqueConstraint(
                fields=["camera", "symptom"],
                condition=IS_UNREPAIRED & ~Q(symptom=Symptom.OTHER),
                name="one_fault_for_a_cause_of_a_camera",
            ),
            models.UniqueConstraint(
                fields=["camera"],
                condition=IS_UNREPAIRED & Q(symptom__in=WITHOUT_PICTURE),
                name="one_fault_for_a_dark_camera",
            ),
            models.UniqueConstraint(
                fields=["recorder", "symptom"],
                condition=IS_UNREPAIRED & ~Q(symptom=Symptom.OTHER),
                name="one_fault_for_a_cause_of_a_recorder",
            ),
            models.UniqueConstraint(
                fields=["symptom"],
                condition=IS_UNREPAIRED & ~Q(symptom=Symptom.OTHER) & Q(camera__isnull=True, recorder__isnull=True),
                name="one_fault_for_a_cause_of_the_system",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["status"], name="fault_status"),
            models.Index(fields=["-reported_at", "-id"], name="fault_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.code}"

    @property
    def code(self) -> str:
        """Return what is broken, as lists and notices name it: C14, NVR1 or 監錄系統."""
        thing = self.camera or self.recorder
        return thing.code if thing else "監錄系統"

    @property
    def place(self) -> str:
        """Return where it is, for instance 仁愛樓 二樓走廊."""
        if self.camera:
            return f"{self.camera.place} {self.camera.name}"
        return f"{self.recorder.name}" if self.recorder else "全部設備"

    @property
    def began_at(self) -> dt.datetime:
        """Since when it is wrong, as far as anybody knows."""
        return self.since or self.reported_at

    @property
    def has_no_picture(self) -> bool:
        """Whether the symptom means that nothing is recorded."""
        return self.symptom in WITHOUT_PICTURE


class FaultPhoto(models.Model):
    """故障照片: of what somebody signed in saw, or of what was repaired; never by a sticker (ruling 27)."""

    fault = models.ForeignKey(Fault, on_delete=models.PROTECT, related_name="photos", verbose_name="故障")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name="檔案")
    stage = models.CharField("拍攝時機", max_length=10, choices=PhotoStage.choices)
    added_at = models.DateTimeField("存入時間")
    added_by = models.CharField("存入人", max_length=120)

    class Meta:
        verbose_name = verbose_name_plural = "故障照片"
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.fault.number} {self.get_stage_display()}照片"
