"""設備帳: what the school keeps in its property books of this system, and where each thing went (陸、二)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from cameras.models import Camera, Recorder
from maintenance import rules
from maintenance.choices import AssetKind, Restriction


class Equipment(models.Model):
    """設備. Never deleted: what is gone was scrapped, with a document number."""

    number = models.CharField("財產編號", max_length=30)
    suffix = models.CharField("分號", max_length=10, blank=True, help_text="同一財產編號的第幾件")
    name = models.CharField("名稱", max_length=60)
    brand = models.CharField("廠牌", max_length=40, blank=True)
    model = models.CharField("型號", max_length=60, blank=True)
    serial = models.CharField("製造序號", max_length=60, blank=True)
    acquired_on = models.DateField("取得日期")
    cost = models.PositiveIntegerField("原值（元）")
    life_years = models.PositiveSmallIntegerField("最低耐用年限")
    keeper = models.CharField("經管人", max_length=40)
    unit = models.CharField("使用單位", max_length=40)
    location = models.CharField("存置地點", max_length=60)
    warranty_until = models.DateField("保固到期", null=True, blank=True)
    is_networked = models.BooleanField("連網", default=False)
    restriction = models.CharField("限制廠牌", max_length=10, choices=Restriction.choices, blank=True)
    approval_number = models.CharField("列管核准文號", max_length=60, blank=True)
    replace_by = models.DateField("汰換期限", null=True, blank=True)
    camera = models.ForeignKey(
        Camera, on_delete=models.PROTECT, null=True, blank=True, related_name="equipment", verbose_name="攝影機"
    )
    recorder = models.ForeignKey(
        Recorder, on_delete=models.PROTECT, null=True, blank=True, related_name="equipment", verbose_name="主機"
    )
    remarks = models.CharField("備註", max_length=200, blank=True)
    scrapped_on = models.DateField("報廢日期", null=True, blank=True)
    scrap_number = models.CharField("報廢文號", max_length=60, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "設備"
        ordering: ClassVar = ["number", "suffix", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["number", "suffix"], name="one_entry_a_property_number"),
            models.CheckConstraint(
                condition=Q(scrapped_on__isnull=True, scrap_number="")
                | (Q(scrapped_on__gte=F("acquired_on")) & ~Q(scrap_number="")),
                name="scrapped_by_a_document",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.full_number} {self.name}"

    @property
    def full_number(self) -> str:
        """The number people quote, for instance 3100101-01-0007."""
        return f"{self.number}-{self.suffix}" if self.suffix else self.number

    @property
    def kind(self) -> AssetKind:
        """財產 or 非消耗品."""
        return rules.asset_kind(self.cost, self.life_years)

    @property
    def warnings(self) -> list[str]:
        """What is still to be done about its brand, while it is in use."""
        return [] if self.scrapped_on else rules.warnings_of(self.brand, self.restriction, self.approval_number)


class EquipmentMove(models.Model):
    """異動: since when a thing stands elsewhere or with somebody else, and why."""

    equipment = models.ForeignKey(Equipment, on_delete=models.PROTECT, related_name="moves", verbose_name="設備")
    moved_on = models.DateField("異動日期")
    from_keeper = models.CharField("原經管人", max_length=40)
    from_unit = models.CharField("原使用單位", max_length=40)
    from_location = models.CharField("原存置地點", max_length=60)
    to_keeper = models.CharField("新經管人", max_length=40)
    to_unit = models.CharField("新使用單位", max_length=40)
    to_location = models.CharField("新存置地點", max_length=60)
    reason = models.CharField("異動原因", max_length=200)
    recorded_by = models.CharField("登錄人", max_length=120)
    recorded_at = models.DateTimeField("登錄時間")

    class Meta:
        verbose_name = verbose_name_plural = "設備異動"
        ordering: ClassVar = ["-moved_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.equipment.full_number} {self.moved_on}"

    @property
    def changes(self) -> list[tuple[str, str, str]]:
        """What became different: heading, from, to."""
        parts = (("經管人", "keeper"), ("使用單位", "unit"), ("存置地點", "location"))
        sides = ((word, getattr(self, f"from_{name}"), getattr(self, f"to_{name}")) for word, name in parts)
        return [(word, before, after) for word, before, after in sides if before != after]
