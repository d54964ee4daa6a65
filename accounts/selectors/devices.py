"""警衛室裝置 and who signs in there (ruling 26)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from accounts import policies
from accounts.models import DeviceCode, GuardDevice, User
from accounts.rules import token_digest

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import QuerySet
    from django.http import HttpRequest

AT_DEVICE = "guard_device"
"""Session: the key of the 警衛室裝置 where the person signed in with a code."""


def device_of(request: HttpRequest) -> GuardDevice | None:
    """Return the registered 警衛室裝置 `request` comes from, or None."""
    token = request.COOKIES.get(settings.GUARD_DEVICE_COOKIE, "")
    if not token:
        return None
    return GuardDevice.objects.filter(token_sha256=token_digest(token), withdrawn_at=None).first()


def is_at_device(request: HttpRequest) -> bool:
    """Say whether this sign-in was made with a 個人識別碼."""
    return AT_DEVICE in getattr(request, "session", {})


def may_stay_at_device(request: HttpRequest, day: dt.date) -> bool:
    """Say whether a sign-in with a code still counts: the device is registered, its person a guard with a code."""
    device = device_of(request)
    user: User = request.user  # type: ignore[assignment]
    return (
        device is not None
        and device.pk == request.session[AT_DEVICE]
        and policies.is_only_guard(user, day)
        and DeviceCode.objects.filter(user=user).exists()
    )


def guards_with_codes(day: dt.date) -> QuerySet[User]:
    """Return the guards who sign in with a code, by name: those who are nothing else and have set one."""
    guards = [user.pk for user in User.objects.filter(device_code__isnull=False) if policies.is_only_guard(user, day)]
    return User.objects.filter(pk__in=guards).order_by("name", "username")
