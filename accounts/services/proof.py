"""Proof of person (ruling 5), built once for every confirm page.

A view makes `forms.ProofForm(request.POST or None, request=…, minutes=…, now=…)`, shows `accounts/_proof.html` inside its
own form, and calls `prove` before the service of its act — outside any transaction, so that a wrong answer stays counted
when the act fails.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Protocol

from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.webauthn.internal import auth as webauthn
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError

from accounts.services.codes import check_code
from accounts.services.errors import PeopleError
from accounts.services.failures import count_failure, forgive_failures, is_locked

if TYPE_CHECKING:
    import datetime as dt

    from allauth.mfa.models import Authenticator
    from django.http import HttpRequest

    from accounts.models import User
    from accounts.selectors import Means


class NotProven(PeopleError):
    """It is not shown that the person at the keyboard is the person signed in; nothing has been done.

    `field` is the field of the form the sentence belongs to, or None for all of it.
    """

    def __init__(self, sentence: str, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field


class NoMeans(NotProven):
    """The person has nothing to prove himself with here."""


LOCKED = "連續輸入錯誤次數過多，已暫停確認身分15分鐘；您填寫的內容仍在本頁，請稍後再送出。"
NO_MEANS = "您的帳號沒有密碼、驗證器或可在此使用的通行金鑰，無法確認身分；請洽系統管理人員發給單次連結設定密碼。"
EMPTY = "請輸入密碼或驗證碼，確認是您本人。"
WRONG = {
    "proof_password": "密碼不正確，請重新輸入。",
    "proof_code": "驗證碼不正確或已使用過，請輸入驗證器上新的驗證碼。",
    "proof_passkey": "通行金鑰未通過驗證，請再試一次，或改用密碼。",
}


class Proof(Protocol):
    """What `prove` needs of a form: `accounts.forms.ProofForm`."""

    is_needed: bool
    means: Means

    def given(self) -> tuple[str, str]: ...


def prove(request: HttpRequest, form: Proof, now: dt.datetime) -> None:
    """Verify what was given on `form`, unless a fresh proof makes it needless, and record the re-authentication.

    `now` is the moment of the act, whose age `form` has judged. Raises NotProven with the sentence to show: nothing
    given, wrong (counted as a failed sign-in; the fifth locks for 15 minutes), or locked — the view shows it with what else
    was typed; raises NoMeans for who cannot prove himself at all (allauth would let them pass).
    """
    if not form.is_needed:
        return
    user: User = request.user  # type: ignore[assignment]
    field, answer = form.given()
    sentence = _refusal(request, user, form, field, answer)
    if sentence:
        # The page with what was typed is the answer, not the lock-out page; the lock itself stays.
        request.axes_locked_out = False  # type: ignore[attr-defined]
        if sentence == NO_MEANS:
            raise NoMeans(sentence)
        raise NotProven(sentence, field if sentence == WRONG[field] else None)
    forgive_failures(request, user)


def _refusal(request: HttpRequest, user: User, form: Proof, field: str, answer: str) -> str:
    if not form.means:
        return NO_MEANS
    if is_locked(request, user):
        return LOCKED
    if not answer:
        return EMPTY
    if VERIFY[field](request, user, answer):
        return ""
    return LOCKED if is_locked(request, user) else WRONG[field]


def _by_password(request: HttpRequest, user: User, answer: str) -> bool:
    found = authenticate(request, username=user.username, password=answer)  # counts a wrong one by itself
    if found is None or found.pk != user.pk:
        return False
    reauthenticate_by_password(request)
    return True


def _by_code(request: HttpRequest, user: User, answer: str) -> bool:
    return _by_means(request, user, check_code(user=user, code=answer))


def _by_passkey(request: HttpRequest, user: User, answer: str) -> bool:
    try:
        credential = json.loads(answer)
        webauthn.parse_authentication_response(credential)
        authenticator = webauthn.complete_authentication(user, credential)
    except (ValueError, TypeError, KeyError, ValidationError):
        authenticator = None
    return _by_means(request, user, authenticator)


def _by_means(request: HttpRequest, user: User, authenticator: Authenticator | None) -> bool:
    if authenticator is None:
        count_failure(request, user)
        return False
    post_authentication(request, authenticator, reauthenticated=True)
    return True


VERIFY = {"proof_password": _by_password, "proof_code": _by_code, "proof_passkey": _by_passkey}
