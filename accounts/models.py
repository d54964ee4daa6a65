"""People, offices and the school with its dated plan (參、一; rulings 1–5, 24, 25)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from accounts.choices import DeputyReason, Role, StepKind

if TYPE_CHECKING:
    import datetime as dt


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


class School(models.Model):
    """The one school of this installation; one school = one database."""

    name = models.CharField("學校全名", max_length=60)
    short_name = models.CharField("表單上的校名", max_length=30, help_text="例如：瑞豐國小")
    phone = models.CharField("電話", max_length=40, blank=True)
    address = models.CharField("地址", max_length=120, blank=True)
    features = models.JSONField("已開啟的附加功能", default=list, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "學校"
        constraints: ClassVar = [models.CheckConstraint(condition=Q(pk=1), name="one_school")]

    def __str__(self) -> str:
        return self.name


class SchoolPlan(models.Model):
    """The school's plan from a day on; a case keeps the plan of its day. Defaults are 瑞豐國小's plan of 108-06-17."""

    effective_from = models.DateField("生效日", unique=True)
    title = models.CharField("計畫名稱", max_length=80, default="監視錄影系統管理實施計畫")
    basis = models.TextField("依據（壹）", blank=True)
    text = models.TextField("計畫全文", blank=True)

    minimum_days = models.PositiveSmallIntegerField(
        "影像至少保存日數（肆、三）", default=14, validators=[MinValueValidator(1)]
    )
    maximum_years = models.PositiveSmallIntegerField(
        "影像至遲銷毀年數（肆、四）", default=1, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    paper_years = models.PositiveSmallIntegerField(
        "申請單及登記簿至少保存年數（伍、五）", default=1, validators=[MinValueValidator(1)]
    )
    inspection_months = models.PositiveSmallIntegerField(
        "檢查保養間隔月數（參、三）", default=6, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    reply_days = models.PositiveSmallIntegerField("處理期限日數（比照個資法第13條）", default=15)
    extension_days = models.PositiveSmallIntegerField("得展延日數", default=15)
    correction_days = models.PositiveSmallIntegerField("補正日數", default=7)
    proof_minutes = models.PositiveSmallIntegerField("決定前身分確認有效分鐘數", default=15)
    appeal_days = models.PositiveSmallIntegerField("不予或部分核准後續留影像日數", default=45)
    id_number_required_for = models.JSONField("須填身分證號之申請人身分", default=list, blank=True)
    remedy = models.TextField("救濟教示", blank=True, help_text="空白時用系統內建文字")
    withdrawn_days = models.PositiveSmallIntegerField("撤回後續留影像日數", default=14)
    # Empty, not 7: a column that says something would change the digest of every plan already in the ledger.
    confirm_days = models.PositiveSmallIntegerField(
        "緊急留存應確認日數", null=True, blank=True, validators=[MinValueValidator(1)], help_text="空白時為 7 日"
    )
    security_report_hours = models.PositiveSmallIntegerField(
        "資通安全事件通報時數",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="空白時不計時；例如 1",
    )
    breach_report_hours = models.PositiveSmallIntegerField(
        "個資外洩通報時數", null=True, blank=True, validators=[MinValueValidator(1)], help_text="空白時不計時；例如 72"
    )
    letter_days = models.PositiveSmallIntegerField(
        "公務機關補送公文工作日數",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="空白時為 3 個工作日",
    )
    idle_days = models.PositiveSmallIntegerField(
        "帳號久未使用暫停日數", null=True, blank=True, validators=[MinValueValidator(30)], help_text="空白時為 180 日"
    )
    confirmed_on = models.DateField("本校確認數值之日", null=True, blank=True, help_text="空白：系統內建數值，尚未確認")

    class Meta:
        verbose_name = verbose_name_plural = "本校計畫"
        ordering: ClassVar = ["-effective_from"]
        get_latest_by = "effective_from"

    def __str__(self) -> str:
        return f"{self.title}（{self.effective_from:%Y-%m-%d} 起）"


class PlanStep(models.Model):
    """One step of the plan's approval chain: who acts and under which heading it is printed on 附錄1."""

    plan = models.ForeignKey(SchoolPlan, on_delete=models.PROTECT, related_name="steps", verbose_name="計畫")
    order = models.PositiveSmallIntegerField("順序", validators=[MinValueValidator(1), MaxValueValidator(4)])
    role = models.CharField("角色", max_length=20, choices=Role.choices)
    kind = models.CharField("權責", max_length=10, choices=StepKind.choices)
    title = models.CharField("關卡名稱", max_length=40, help_text="例如：處室主管審核")
    paper_label = models.CharField("附錄1 欄名", max_length=40, help_text="以全形直線「｜」分行")

    class Meta:
        verbose_name = verbose_name_plural = "簽核關卡"
        ordering: ClassVar = ["plan", "order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "order"], name="plan_step_order"),
            models.UniqueConstraint(fields=["plan"], condition=Q(kind="decides"), name="one_step_decides"),
        ]

    def __str__(self) -> str:
        return self.title


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
