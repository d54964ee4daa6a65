"""Codes of an authenticator app (RFC 6238) and recovery codes: right, and never used before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt
from django.db import transaction

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def check_code(*, user: User, code: str, with_recovery_codes: bool = False) -> Authenticator | None:
    """Return the authenticator `code` is right for and use the code up, or None.

    A code of an app counts once, and none older than the last one used counts (RFC 6238 §5.2): the last step is kept in
    the locked row. allauth keeps used codes in a cache of one process, and for shorter than it accepts them.
    """
    kinds = [Authenticator.Type.TOTP] + [Authenticator.Type.RECOVERY_CODES] * with_recovery_codes
    for authenticator in Authenticator.objects.select_for_update(no_key=True).filter(user=user, type__in=kinds):
        authenticator.user = user
        is_app = authenticator.type == Authenticator.Type.TOTP
        if _use_step(authenticator, code) if is_app else authenticator.wrap().validate_code(code):
            return authenticator
    return None


def _use_step(authenticator: Authenticator, code: str) -> bool:
    secret = decrypt(authenticator.data["secret"])
    last_used = authenticator.data.get("last_step", -1)
    for step in totp.yield_hotp_counters_from_time():
        expected = totp.format_hotp_value(totp.hotp_value(secret, step))
        if step > last_used and compare_user_code(actual=code, expected=expected):
            authenticator.data["last_step"] = step
            authenticator.save(update_fields=["data"])
            return True
    return False
