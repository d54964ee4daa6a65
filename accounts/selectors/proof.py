"""Is the person at the keyboard the person signed in? (ruling 5)"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest

    from accounts.models import User

CLOCK_SLACK_SECONDS = 60
SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What counts as a second factor; recovery codes only stand in for one."""


@dataclass(frozen=True, slots=True)
class Means:
    """What a person can prove himself with, here and now: password, authenticator code, passkey."""

    password: bool
    code: bool
    passkey: bool

    def __bool__(self) -> bool:
        return self.password or self.code or self.passkey


def means_of(request: HttpRequest) -> Means:
    """Return the means of the signed-in person; a passkey counts only where the browser lets it be used."""
    user: User = request.user  # type: ignore[assignment]
    kinds = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    return Means(
        password=user.has_usable_password(),
        code=Authenticator.Type.TOTP in kinds,
        passkey=Authenticator.Type.WEBAUTHN in kinds and can_use_passkeys(request),
    )


def can_use_passkeys(request: HttpRequest) -> bool:
    """Say whether a browser offers passkeys at this address: HTTPS under a name, or localhost (WebAuthn)."""
    host = request.get_host().rsplit(":", 1)[0]
    return host == "localhost" or (request.is_secure() and not _is_ip_address(host))


def _is_ip_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def proof_is_fresh(request: HttpRequest, now: dt.datetime, minutes: int) -> bool:
    """Say whether the person signed in or proved himself again at most `minutes` before `now` (SchoolPlan.proof_minutes).

    A record from the future (the clock was set back) proves nothing.
    """
    user: User = request.user  # type: ignore[assignment]
    ages = (now.timestamp() - record["at"] for record in get_authentication_records(request, user))
    return any(-CLOCK_SLACK_SECONDS <= age <= minutes * 60 for age in ages)


def second_factors_of(user: User) -> set[str]:
    """Return which kinds of second factor the person has set up."""
    return set(Authenticator.objects.filter(user=user, type__in=SECOND_FACTORS).values_list("type", flat=True))


def has_shown_second_factor(request: HttpRequest) -> bool:
    """Say whether this very sign-in showed a second factor: a session begun with the password alone did not."""
    return any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))
