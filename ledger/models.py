"""The append-only record of acts. A row carries words, never a key to another room, and no third party's personal data."""

from __future__ import annotations

from typing import ClassVar, NoReturn

from django.db import models

from ledger.choices import Verb


class LedgerIsAppendOnly(TypeError):
    """Raised when code tries to change or delete what the ledger holds."""


class AppendOnlyQuerySet(models.QuerySet["Entry"]):
    """Reads only; rows are written by `ledger.services.append`."""

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise LedgerIsAppendOnly("存取紀錄只能新增，不能修改或刪除")

    update = delete = create = bulk_create = bulk_update = get_or_create = update_or_create = _refuse


class Entry(models.Model):
    """One act: who, in what role, for whom, what, on what, when (UTC), from where; and its link in the chain."""

    sequence = models.BigIntegerField("序號", primary_key=True)
    at = models.DateTimeField("時間")
    verb = models.CharField("行為", max_length=40, choices=Verb.choices)
    actor = models.CharField("行為人", max_length=120)
    account = models.CharField("帳號", max_length=60, blank=True)
    role = models.CharField("身分", max_length=60, blank=True)
    acting_for = models.CharField("代理", max_length=120, blank=True)
    origin = models.CharField("來源", max_length=60, blank=True)
    subject = models.CharField("對象", max_length=200)
    detail = models.JSONField("內容", default=dict)
    digest = models.CharField("對象摘要", max_length=64, blank=True)
    body = models.BinaryField("雜湊內容")
    previous_hash = models.BinaryField("前一筆雜湊", max_length=32)
    hash = models.BinaryField("雜湊", max_length=32)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "存取紀錄"
        ordering: ClassVar = ["-sequence"]
        indexes: ClassVar = [
            models.Index(fields=["subject", "-sequence"], name="entry_subject"),
            models.Index(fields=["account", "-sequence"], name="entry_account"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.verb} {self.subject}"

    def save(self, *_: object, **__: object) -> NoReturn:
        raise LedgerIsAppendOnly("存取紀錄只能由 ledger.services 新增")

    def delete(self, *_: object, **__: object) -> NoReturn:
        raise LedgerIsAppendOnly("存取紀錄不能刪除")


class Head(models.Model):
    """The last entry's number and hash, under an HMAC whose key is outside the database. One row, locked to append."""

    sequence = models.BigIntegerField("序號")
    hash = models.BinaryField("雜湊", max_length=32)
    mac = models.BinaryField("驗證碼", max_length=32)

    class Meta:
        verbose_name = verbose_name_plural = "存取紀錄鏈首"
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(pk=1), name="one_head")]

    def __str__(self) -> str:
        return f"鏈首 {self.sequence}"
