"""By what an account is opened: 單次連結, passwords, and the guard-room device with its codes (ruling 26)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models

from accounts.models.people import User

if TYPE_CHECKING:
    import datetime as dt


class OneTimeLink(models.Model):
    """單次連結: opens an account once, within its time (first administrator, invitation, forgotten password).

    Only the SHA-256 of the token is kept.
    """

    token_sha256 = models.CharField(max_length=64, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="links", verbose_name="人員")
    expires_at = models.DateTimeField("有效至")
    used_at = models.DateTimeField("使用時間", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "單次連結"

    def __str__(self) -> str:
        return f"單次連結（至 {self.expires_at:%Y-%m-%d %H:%M}）"

    def is_open(self, now: dt.datetime) -> bool:
        """Say whether the link still works at `now`."""
        return self.used_at is None and now < self.expires_at


class FormerPassword(models.Model):
    """The hash of a password of a person, the present one included: the last few may not be taken again."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="former_passwords", verbose_name="人員")
    encoded = models.CharField(max_length=128, editable=False)
    set_at = models.DateTimeField("設定時間")

    class Meta:
        verbose_name = verbose_name_plural = "用過的密碼"
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.user.name} 的密碼（{self.set_at:%Y-%m-%d}）"


class GuardDevice(models.Model):
    """警衛室裝置: a browser in the guard room on which guards sign in with a code (ruling 26).

    Only the SHA-256 of the token in its cookie is kept.
    """

    name = models.CharField("裝置名稱", max_length=40)
    token_sha256 = models.CharField(max_length=64, unique=True, editable=False)
    registered_at = models.DateTimeField("登錄時間")
    withdrawn_at = models.DateTimeField("撤銷時間", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "警衛室裝置"
        ordering: ClassVar = ["withdrawn_at", "pk"]

    def __str__(self) -> str:
        return self.name


class DeviceCode(models.Model):
    """個人識別碼: the six digits of one guard, good on a 警衛室裝置 only. Only their hash is kept."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="device_code", verbose_name="人員")
    encoded = models.CharField(max_length=128, editable=False)
    set_at = models.DateTimeField("設定時間")

    class Meta:
        verbose_name = verbose_name_plural = "個人識別碼"

    def __str__(self) -> str:
        return f"{self.user.name} 的個人識別碼"
