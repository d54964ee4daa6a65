"""The append-only record of acts. A row carries words, never a key to another room, and no third party's personal data."""

from __future__ import annotations

from typing import ClassVar, NoReturn, TypeVar

from django.db import models

from ledger.choices import ABOUT_KEYS, verbs
from ledger.fields import WordsField

Row = TypeVar("Row", bound=models.Model)


class LedgerIsAppendOnly(TypeError):
    """Raised when code tries to change or delete what the ledger holds."""

    def __init__(self) -> None:
        super().__init__("存取紀錄只能由 ledger.services 新增，不能修改或刪除")


class AppendOnlyQuerySet(models.QuerySet[Row]):
    """Reads only; rows are written by `ledger.services.append`."""

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise LedgerIsAppendOnly

    update = delete = create = bulk_create = bulk_update = get_or_create = update_or_create = _refuse
    _update = _raw_delete = _insert = _refuse


class AppendOnlyModel(models.Model):
    """A row that only raw SQL of this room writes; the triggers in `ledger.triggers` guard that too."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save_base(self, *_: object, **__: object) -> NoReturn:
        raise LedgerIsAppendOnly

    def delete(self, *_: object, **__: object) -> NoReturn:
        raise LedgerIsAppendOnly


class Entry(AppendOnlyModel):
    """One act: who, in what role, for whom, what, on what, when (UTC), from where; and its link in the chain."""

    # Not BigInteger: SQLite then makes it the table's own key, which halves reading; 2,147,483,647 acts are enough.
    sequence = models.IntegerField("序號", primary_key=True)
    at = models.DateTimeField("時間")
    verb = models.CharField("行為", max_length=40, choices=verbs)
    actor = models.CharField("行為人", max_length=120)
    account = models.CharField("帳號", max_length=60, blank=True)
    role = models.CharField("身分", max_length=60, blank=True)
    acting_for = models.CharField("代理", max_length=120, blank=True)
    origin = models.CharField("來源", max_length=60, blank=True)
    subject = models.CharField("對象", max_length=400)
    digest = models.CharField("對象摘要", max_length=64, blank=True)
    detail = WordsField("內容", default=dict)
    body = models.BinaryField("雜湊內容")
    previous_hash = models.BinaryField("前一筆雜湊", max_length=32)
    hash = models.BinaryField("雜湊", max_length=32)

    class Meta(AppendOnlyModel.Meta):
        verbose_name = verbose_name_plural = "存取紀錄"
        ordering: ClassVar = ["-sequence"]
        indexes: ClassVar = [
            models.Index(fields=["subject", "-sequence"], name="entry_subject"),
            models.Index(fields=["account", "-sequence"], name="entry_account"),
            models.Index(fields=["at"], name="entry_at"),
            models.Index(fields=["subject", "sequence"], name="entry_witness", condition=~models.Q(digest="")),
            models.Index(fields=["-sequence"], name="entry_keys", condition=models.Q(verb__in=ABOUT_KEYS)),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.verb} {self.subject}"


class Head(AppendOnlyModel):
    """The last entry's number and hash, under an HMAC whose key is outside the database. One row, locked to append."""

    sequence = models.IntegerField("序號")
    hash = models.BinaryField("雜湊", max_length=32)
    mac = models.BinaryField("驗證碼", max_length=32)

    class Meta(AppendOnlyModel.Meta):
        verbose_name = verbose_name_plural = "存取紀錄鏈首"
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(pk=1), name="one_head")]

    def __str__(self) -> str:
        return f"鏈首 {self.sequence}"


class Checkpoint(AppendOnlyModel):
    """查核點: how many entries there were and what they hash to, signed; it leaves the house by mail and on paper."""

    size = models.IntegerField("筆數", primary_key=True)
    root = models.BinaryField("根值", max_length=32)
    at = models.DateTimeField("時間")
    note = models.TextField("簽章全文")

    class Meta(AppendOnlyModel.Meta):
        verbose_name = verbose_name_plural = "查核點"
        ordering: ClassVar = ["-size"]

    def __str__(self) -> str:
        return f"查核點 第 {self.size} 筆"
