"""Sign-ins in the ledger. Signals are the only hook the framework offers for them; no rule hangs on one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from accounts.models import User
from accounts.rules import Times, fold_account
from accounts.selectors import in_words
from accounts.services.watching import begin_watch
from ledger.choices import Verb
from ledger.services import Actor, append

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allauth.mfa.models import Authenticator
    from django.http import HttpRequest

    from accounts.models import GuardDevice

NOBODY = Actor(name="（未登入）")
UNKNOWN = "（不明帳號）"
"""Stands for a name that is no account: people type passwords into the wrong box."""

MEANS = {"totp": "驗證器", "webauthn": "通行金鑰", "recovery_codes": "復原碼"}


def signed_in(*, user: User, request: HttpRequest, **_: object) -> None:
    """Record a sign-in, once every asked-for factor was right; its watch begins anew."""
    now = timezone.now()
    begin_watch(request, Times(began=now, seen=now))
    device: GuardDevice | None = getattr(request, "guard_device", None)
    if device is None:
        append(verb=Verb.SIGNED_IN, actor=in_words(user, now), subject=user.username, now=now)
    else:
        words = {"device": f"警衛室裝置「{device.name}」"}
        append(verb=Verb.SIGNED_IN_AT_DEVICE, actor=in_words(user, now), subject=user.username, detail=words, now=now)


def sign_in_failed(*, credentials: Mapping[str, str], request: HttpRequest | None = None, **_: object) -> None:
    """Record a wrong password, code or passkey. What a locked-out name still tries is refused unread and not recorded:

    who floods one name must not flood a record nobody can shorten.
    """
    if getattr(request, "axes_locked_out", False):
        return
    typed = fold_account(credentials.get("username") or "")
    is_known = User.objects.filter(username=typed).exists()
    append(verb=Verb.SIGN_IN_FAILED, actor=NOBODY, subject=typed[:60] if is_known else UNKNOWN, now=timezone.now())


def signed_out(*, user: User | None, **_: object) -> None:
    """Record a sign-out; a session that had ended already has nobody to record."""
    if user is not None:
        now = timezone.now()
        append(verb=Verb.SIGNED_OUT, actor=in_words(user, now), subject=user.username, now=now)


def password_changed(*, user: User, **_: object) -> None:
    """Record that somebody changed the own password."""
    now = timezone.now()
    append(verb=Verb.PASSWORD_CHANGED, actor=in_words(user, now), subject=user.username, now=now)


def means_added(*, user: User, authenticator: Authenticator, **_: object) -> None:
    """Record a new authenticator app, passkey or set of recovery codes."""
    _means(Verb.MEANS_ADDED, user, authenticator)


def means_removed(*, user: User, authenticator: Authenticator, **_: object) -> None:
    """Record that an authenticator app, passkey or set of recovery codes is gone."""
    _means(Verb.MEANS_REMOVED, user, authenticator)


def _means(verb: Verb, user: User, authenticator: Authenticator) -> None:
    now = timezone.now()
    append(verb=verb, actor=in_words(user, now), subject=MEANS[authenticator.type], now=now)
