"""Guards on a registered 警衛室裝置: registering it, codes, and signing in there (ruling 26).

Whose code it is and where it counts are two factors: the cookie of a device 系統管理 registered, and six digits only the
guard knows. Wrong codes are counted as wrong passwords are, by django-axes.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils import timezone

from accounts import policies
from accounts.models import DeviceCode, GuardDevice, User
from accounts.rules import BAD_CODE, EASY_CODE, Times, is_device_code, is_easy_code, token_digest
from accounts.selectors import in_words
from accounts.selectors.devices import AT_DEVICE
from accounts.selectors.witnessed import GUARD_DEVICES
from accounts.services.errors import NotAllowed, PeopleError
from accounts.services.failures import count_failure, is_locked
from accounts.services.people import end_sessions
from accounts.services.watching import begin_watch, longest
from ledger.choices import Verb
from ledger.services import append

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest

ONLY_GUARDS = "個人識別碼僅供只擔任警衛的人員使用；兼任其他職務者，請以帳號與密碼登入。"


class WrongCode(PeopleError):
    """The name and the code do not belong together here; one answer for every reason."""

    def __init__(self) -> None:
        super().__init__("姓名與個人識別碼不符，請重新輸入；忘記識別碼時，請以帳號密碼登入後重新設定。")


@transaction.atomic
def register_device(*, name: str, actor: User, now: dt.datetime) -> tuple[GuardDevice, str]:
    """Register the browser that gets the returned token as a 警衛室裝置. Raises NotAllowed."""
    _require_administrator(actor, now)
    token = secrets.token_urlsafe(32)
    device = GuardDevice.objects.create(name=name, token_sha256=token_digest(token), registered_at=now)
    append(verb=Verb.DEVICE_REGISTERED, actor=in_words(actor, now), now=now, **GUARD_DEVICES.said(device))
    return device, token


@transaction.atomic
def withdraw_device(*, device_id: int, actor: User, now: dt.datetime) -> GuardDevice:
    """Let nobody sign in there with a code any more; who did is out with the next page. Raises NotAllowed, PeopleError."""
    _require_administrator(actor, now)
    device = GuardDevice.objects.select_for_update(no_key=True).get(pk=device_id)
    if device.withdrawn_at:
        raise PeopleError("這台裝置已撤銷。")
    device.withdrawn_at = now
    device.save(update_fields=["withdrawn_at"])
    append(verb=Verb.DEVICE_WITHDRAWN, actor=in_words(actor, now), now=now, **GUARD_DEVICES.said(device))
    return device


@transaction.atomic
def set_device_code(*, user: User, code: str, now: dt.datetime) -> None:
    """Set the own 個人識別碼; nobody else ever knows it. Raises NotAllowed for who is more than a guard, PeopleError."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if not policies.is_only_guard(user, timezone.localdate(now)):
        raise NotAllowed(ONLY_GUARDS)
    if not is_device_code(code):
        raise PeopleError(BAD_CODE)
    if is_easy_code(code):
        raise PeopleError(EASY_CODE)
    DeviceCode.objects.update_or_create(user=user, defaults={"encoded": make_password(code), "set_at": now})
    append(verb=Verb.DEVICE_CODE_SET, actor=in_words(user, now), subject=user.username, now=now)


@transaction.atomic
def withdraw_device_code(*, person_id: int, actor: User, now: dt.datetime) -> User:
    """Withdraw the code of a guard, for instance one that was seen, and end his sign-ins. Raises NotAllowed, PeopleError."""
    _require_administrator(actor, now)
    person = User.objects.select_for_update(no_key=True).get(pk=person_id)
    if not DeviceCode.objects.filter(user=person).delete()[0]:
        raise PeopleError("這個帳號沒有個人識別碼。")
    end_sessions(person)
    append(verb=Verb.DEVICE_CODE_WITHDRAWN, actor=in_words(actor, now), subject=person.username, now=now)
    return person


def sign_in_at_device(request: HttpRequest, *, device: GuardDevice, person: User, code: str, now: dt.datetime) -> None:
    """Sign a guard in on `device` until his shift ends. Raises WrongCode; counted, the fifth locks for 15 minutes.

    The hasher runs once whatever is wrong, so that nothing is learned from how long it takes.
    """
    kept = DeviceCode.objects.filter(user=person).values_list("encoded", flat=True).first()
    is_right = check_password(code, kept or "")
    if is_locked(request, person):
        request.axes_locked_out = True  # type: ignore[attr-defined]  # axes answers with the lock-out page
        raise WrongCode
    if not is_right or not policies.is_only_guard(person, timezone.localdate(now)):
        count_failure(request, person)
        raise WrongCode
    request.guard_device = device  # type: ignore[attr-defined]  # for the ledger, which hears of it by a signal
    get_adapter().login(request, person)
    request.session[AT_DEVICE] = device.pk
    request.session.set_expiry(0)
    begin_watch(request, Times(began=now, seen=now, awake_until=policies.shift_ends_at(now) or now + longest()))
    UserSession.objects.create_from_request(request)
    UserSession.objects.filter(session_key=request.session.session_key).update(data={"device": device.name})


def _require_administrator(actor: User, now: dt.datetime) -> None:
    if not policies.may_manage_devices(actor, timezone.localdate(now)):
        raise NotAllowed("只有系統管理人員可以管理警衛室裝置與個人識別碼。")
