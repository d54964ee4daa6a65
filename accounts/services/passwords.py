"""Which passwords are refused, and why (附表十: 身分驗證管理; ASVS 6.2). Named in the settings, called by Django.

Nobody is ever given a password: the first sign-in of an account is a one-time link, in which its person sets one.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import password_validation as django_validation
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import FormerPassword, User

if TYPE_CHECKING:
    import datetime as dt

FEWEST_CHARACTERS = 4
A_SHORT_WORD = 3
"""Bytes: an account name of three letters may stand in a password by chance, a Chinese name of two characters not."""
TOO_SHORT = "密碼太短，請至少輸入{length}個字元；建議用三、四個不相干的詞組成。"
TOO_COMMON = "這個密碼太常見，容易被猜中，請換一個；在常見的字後面加數字也不行。"
TOO_SIMILAR = "密碼不可與您的帳號、姓名或聯絡資料相近，請換一個。"
USED_BEFORE = "不可使用目前或前{times}次用過的密碼，請換一個。"


class LongEnough:
    """At least as many characters as the setting says."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError for a short password."""
        if len(password) < settings.PASSWORD_LENGTH:
            raise ValidationError(self.get_help_text(), code="password_too_short")

    def get_help_text(self) -> str:
        """Return the rule as a sentence."""
        return TOO_SHORT.format(length=settings.PASSWORD_LENGTH)


class NotCommon(django_validation.CommonPasswordValidator):
    """None of the twenty thousand most used ones, nor one of them with digits and signs around it, nor only those."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError for a common password."""
        super().validate(password, user)
        word = re.sub(r"[\W\d_]+", "", password)
        is_dull = not word or len(set(password.casefold())) < FEWEST_CHARACTERS
        if is_dull or word.casefold() in self.passwords:
            raise ValidationError(TOO_COMMON, code="password_too_common")

    def get_error_message(self) -> str:
        """Return our sentence."""
        return TOO_COMMON


class NotLikeTheAccount(django_validation.UserAttributeSimilarityValidator):
    """Nothing like what everybody knows of the person."""

    def __init__(self) -> None:
        super().__init__(user_attributes=("username", "name", "email", "phone"))

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError for a password that is like the account or has its name in it."""
        super().validate(password, user)
        known = (user.username, user.name) if user else ()
        if any(len(word.encode()) > A_SHORT_WORD and word.casefold() in password.casefold() for word in known):
            raise ValidationError(TOO_SIMILAR, code="password_too_similar")

    def get_error_message(self) -> str:
        """Return our sentence."""
        return TOO_SIMILAR


class NotUsedBefore:
    """Neither the present password nor one of the last before it; keeps the hashes it needs for that."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError for a password the person has, or had a short while ago."""
        if user is None or user.pk is None:
            return
        kept = FormerPassword.objects.filter(user_id=user.pk).values_list("encoded", flat=True)[: _kept()]
        if any(check_password(password, encoded) for encoded in kept):
            raise ValidationError(USED_BEFORE.format(times=settings.PASSWORD_HISTORY), code="password_used_before")

    def password_changed(self, password: str, user: User | None = None) -> None:
        """Keep the hash of the password just set, and forget what is no longer asked for."""
        if user is None:
            return
        FormerPassword.objects.create(user=user, encoded=user.password, set_at=timezone.now())
        staying = FormerPassword.objects.filter(user=user)[: _kept()].values_list("pk", flat=True)
        FormerPassword.objects.filter(user=user).exclude(pk__in=list(staying)).delete()

    def get_help_text(self) -> str:
        """Return the rule as a sentence."""
        return USED_BEFORE.format(times=settings.PASSWORD_HISTORY)


def _kept() -> int:
    return int(settings.PASSWORD_HISTORY) + 1


def password_is_old(user: User, now: dt.datetime) -> bool:
    """Say whether the password of `user` is older than the setting allows; 0 days, the default, is no limit."""
    if not settings.PASSWORD_DAYS:
        return False
    newest = FormerPassword.objects.filter(user=user).first()
    return newest is not None and newest.set_at + timedelta(days=settings.PASSWORD_DAYS) <= now
