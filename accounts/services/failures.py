"""Counting wrong passwords and codes: django-axes alone counts, by name and address (5 → 15 minutes)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from axes.handlers.proxy import AxesProxyHandler
from django.contrib.auth.signals import user_login_failed

from accounts.rules import fold_account

if TYPE_CHECKING:
    from django.http import HttpRequest

    from accounts.models import User


def is_locked(request: HttpRequest, user: User) -> bool:
    """Say whether `user` is locked out at the address of `request` after too many failures."""
    return not AxesProxyHandler.is_allowed(request, {"username": user.username})


def count_failure(request: HttpRequest, user: User) -> None:
    """Count one wrong code or passkey of `user` as a failed sign-in; axes and the ledger hear of it."""
    user_login_failed.send(sender=__name__, credentials={"username": user.username}, request=request)


def forgive_failures(request: HttpRequest, user: User) -> None:
    """Forget the failures of `user` at this address after a right answer, as a sign-in does."""
    address = request.axes_ip_address  # type: ignore[attr-defined]  # set by axes when it was asked
    AxesProxyHandler.reset_attempts(ip_address=address, username=fold_account(user.username))


def forgive_everywhere(user: User) -> None:
    """Forget the failures of `user` at every address, now that there is another password: those guessed at the old one."""
    AxesProxyHandler.reset_attempts(username=fold_account(user.username))
