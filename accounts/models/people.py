"""Accounts, the posts people hold, and who deputises for them (參、一; rulings 3, 24)."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from accounts.choices import DeputyReason, Role


class Office(models.Model):
    """處室, for instance 總務處 or 警衛室."""

    name = models.CharField("處室名稱", max_length=40, unique=True)

    class Meta:
        verbose_name = verbose_name_plural = "處室"
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Makes users; there is no superuser in this product."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(username=username)

    def create_user(self, username: str, name: str, password: str | None = None, **fields: object) -> User:
        """Make and return a person with an account; without `password` the account can only be opened by a link."""
        user = self.model(username=username, name=name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person with a personal account, never shared (附表十: 識別與鑑別)."""

    username = models.CharField("帳號", max_length=60, unique=True)
    name = models.CharField("姓名", max_length=60)
    email = models.EmailField("電子郵件", blank=True)
    phone = models.CharField("聯絡電話", max_length=40, blank=True)
    is_active = models.BooleanField("啟用", default=True)
    is_permanent_staff = models.BooleanField("編制內", default=True, help_text="代理、兼課、志工請取消勾選；僅為註記")
    expires_on = models.DateField("帳號到期日", null=True, blank=True)
    joined_at = models.DateTimeField("建立時間", auto_now_add=True)
    enabled_at = models.DateTimeField("恢復時間", null=True, help_text="暫停後恢復；久未使用自此起算")

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]

    objects = UserManager()

    class Meta:
        verbose_name = verbose_name_plural = "人員"
        ordering: ClassVar = ["username"]

    def __str__(self) -> str:
        return self.name


class Appointment(models.Model):
    """A role a person holds in an office from a day on, under a title (職稱), for instance 事務組長.

    Hand-over (職務交接) ends one appointment and begins another; nothing is overwritten.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="appointments", verbose_name="人員")
    role = models.CharField("角色", max_length=20, choices=Role.choices)
    title = models.CharField("職稱", max_length=40)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, blank=True, verbose_name="處室")
    since = models.DateField("起始日")
    until = models.DateField("終止日", null=True, blank=True, help_text="最後一天；空白表示仍在任")

    class Meta:
        verbose_name = verbose_name_plural = "職務"
        ordering: ClassVar = ["-since", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="appointment_days"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="appointment_role"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.user.name}"


class Deputy(models.Model):
    """職務代理: who acts for whom, in which order, from when to when and why (ruling 3)."""

    principal = models.ForeignKey(User, on_delete=models.PROTECT, related_name="deputies", verbose_name="被代理人")
    deputy = models.ForeignKey(User, on_delete=models.PROTECT, related_name="deputises_for", verbose_name="代理人")
    order = models.PositiveSmallIntegerField("代理順位", default=1, validators=[MinValueValidator(1)])
    reason = models.CharField("事由", max_length=20, choices=DeputyReason.choices)
    since = models.DateTimeField("起")
    until = models.DateTimeField("迄")

    class Meta:
        verbose_name = verbose_name_plural = "職務代理"
        ordering: ClassVar = ["principal", "order"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="deputy_period"),
            models.CheckConstraint(condition=~Q(principal=F("deputy")), name="deputy_is_another"),
        ]

    def __str__(self) -> str:
        return f"{self.deputy.name} 代 {self.principal.name}"


class Undertaking(models.Model):
    """保密切結: signed on appointment, kept after departure (肆、二)."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="undertakings", verbose_name="人員")
    signed_on = models.DateField("簽署日")
    text = models.TextField("切結內容")

    class Meta:
        verbose_name = verbose_name_plural = "保密切結"
        ordering: ClassVar = ["-signed_on"]

    def __str__(self) -> str:
        return f"{self.user.name} 保密切結"
