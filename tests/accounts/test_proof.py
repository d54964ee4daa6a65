"""Ruling 5: a decision needs a proof of person not older than 15 minutes, given inside the same POST.

The page under test is 發給單次連結; every confirm page uses the same form, partial and `prove`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.webauthn.internal.auth import STATE_SESSION_KEY
from django.urls import reverse

from accounts.models import OneTimeLink, User
from ledger.choices import Verb
from ledger.models import Entry
from tests.conftest import PASSWORD

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as HttpResponse

    from tests.accounts.conftest import Desk
    from tests.conftest import Cast

SECRET = "JBSWY3DPEHPK3PXP"
LOCKED = "已暫停確認身分15分鐘"


@pytest.fixture
def page(cast: Cast, desk: Desk) -> str:
    """The administrator signed in just now, in front of a confirm page."""
    desk.sign_in(cast.administrator)
    return reverse("accounts:link-issue", args=[cast.teacher.pk])


def code_now(desk: Desk, steps: int = 0) -> str:
    step = int(desk.now.timestamp()) // 30 + steps
    return str(totp.format_hotp_value(totp.hotp_value(SECRET, step)))


def with_app(user: User) -> Authenticator:
    return totp.TOTP.activate(user, SECRET).instance


def done(response: HttpResponse) -> bool:
    return response.status_code == 200 and OneTimeLink.objects.exists()


def failures() -> int:
    return Entry.objects.filter(verb=Verb.SIGN_IN_FAILED).count()


def test_a_sign_in_of_fourteen_minutes_ago_is_proof_enough(desk: Desk, page: str) -> None:
    desk.wait(14)

    assert 'name="proof_password"' not in desk.text(desk.client.get(page))
    assert done(desk.client.post(page))


def test_after_sixteen_minutes_the_field_stands_on_the_page_and_nothing_happens_without_it(
    desk: Desk, page: str
) -> None:
    desk.wait(16)

    assert 'name="proof_password"' in desk.text(desk.client.get(page))
    refused = desk.client.post(page)

    assert "請輸入密碼或驗證碼，確認是您本人。" in desk.text(refused)
    assert not done(refused)
    assert failures() == 0


def test_the_right_password_in_the_same_post_is_enough_for_fifteen_more_minutes(desk: Desk, page: str) -> None:
    desk.wait(16)

    assert done(desk.client.post(page, {"proof_password": PASSWORD}))
    desk.wait(14)
    assert 'name="proof_password"' not in desk.text(desk.client.get(page))
    desk.wait(2)
    assert 'name="proof_password"' in desk.text(desk.client.get(page))


def test_a_wrong_password_keeps_what_was_typed_and_counts_as_a_failed_sign_in(
    cast: Cast, desk: Desk, page: str
) -> None:
    desk.wait(16)
    post_page = reverse("accounts:post-new", args=[cast.teacher.pk])
    typed = {"role": "staff", "title": "輔導組長", "office": "", "since_0": "115", "since_1": "11", "since_2": "23"}

    refused = desk.client.post(post_page, {**typed, "proof_password": "wrong wrong wrong"})

    assert "密碼不正確，請重新輸入。" in desk.text(refused)
    assert "輔導組長" in desk.text(refused)
    assert "wrong wrong wrong" not in desk.text(refused)
    assert failures() == 1
    assert desk.client.post(post_page, {**typed, "proof_password": PASSWORD}).status_code == 302


def test_the_fifth_wrong_one_locks_and_the_right_one_must_wait(desk: Desk, page: str) -> None:
    desk.wait(16)
    for _ in range(4):
        assert LOCKED not in desk.text(desk.client.post(page, {"proof_password": "wrong wrong wrong"}))
    fifth = desk.client.post(page, {"proof_password": "wrong wrong wrong"})

    assert fifth.status_code == 200, "the page with what was typed, not the lock-out page"
    assert LOCKED in desk.text(fifth)
    assert LOCKED in desk.text(desk.client.post(page, {"proof_password": PASSWORD}))
    assert failures() == 5
    desk.wait(16)
    assert done(desk.client.post(page, {"proof_password": PASSWORD}))


@pytest.mark.counted_elsewhere
def test_a_right_one_forgets_the_wrong_ones(desk: Desk, page: str) -> None:
    for _ in range(3):
        desk.wait(16)
        for _ in range(4):
            desk.client.post(page, {"proof_password": "wrong wrong wrong"})
        assert done(desk.client.post(page, {"proof_password": PASSWORD}))


def test_a_code_of_the_app_is_proof_once(cast: Cast, desk: Desk, page: str) -> None:
    with_app(cast.administrator)
    desk.wait(16)
    code = code_now(desk)

    wrong = desk.client.post(page, {"proof_code": "000000" if code != "000000" else "111111"})
    assert "驗證碼不正確或已使用過" in desk.text(wrong)
    assert failures() == 1
    assert done(desk.client.post(page, {"proof_code": code}))


def test_a_used_code_and_an_older_one_are_refused_even_while_they_are_shown(cast: Cast, desk: Desk, page: str) -> None:
    with_app(cast.administrator)
    desk.wait(16)
    code, older = code_now(desk), code_now(desk, -1)
    desk.client.post(page, {"proof_code": code})
    session = desk.client.session
    session["account_authentication_methods"] = []
    session.save()

    for replayed in (code, older):
        assert "驗證碼不正確或已使用過" in desk.text(desk.client.post(page, {"proof_code": replayed}))
    assert SECRET not in str(Authenticator.objects.get().data), "secrets are encrypted at rest"


def test_who_has_no_means_is_refused_and_told_how_to_get_one(cast: Cast, desk: Desk, page: str) -> None:
    session_user = cast.administrator
    session_user.set_unusable_password()
    session_user.save(update_fields=["password"])
    desk.client.force_login(session_user)

    assert "發給單次連結設定密碼" in desk.text(desk.client.get(page))
    refused = desk.client.post(page, {"proof_password": ""})

    assert "發給單次連結設定密碼" in desk.text(refused)
    assert not done(refused)


def test_a_passkey_is_not_offered_at_an_address_where_no_browser_takes_it(cast: Cast, desk: Desk, page: str) -> None:
    Authenticator.objects.create(user=cast.administrator, type=Authenticator.Type.WEBAUTHN, data={"name": "key"})
    desk.wait(16)

    for host in ("testserver", "127.0.0.1:8000"):
        assert 'name="proof_passkey"' not in desk.text(desk.client.get(page, headers={"host": host}))


@pytest.mark.parametrize("answer", ["not json", "[]", "{}", '{"id": 1}', '{"id": "a", "rawId": "a", "response": {}}'])
def test_a_made_up_passkey_answer_counts_as_wrong(
    cast: Cast, desk: Desk, page: str, answer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    Authenticator.objects.create(user=cast.administrator, type=Authenticator.Type.WEBAUTHN, data={"name": "key"})
    monkeypatch.setattr("allauth.mfa.webauthn.internal.auth.get_credentials", lambda user: [])
    desk.wait(16)
    local = {"host": "localhost"}
    desk.client.get(page, headers=local)
    assert desk.client.session[STATE_SESSION_KEY]

    refused = desk.client.post(page, {"proof_passkey": answer}, headers=local)

    assert "通行金鑰未通過驗證" in desk.text(refused)
    assert failures() == 1


def test_a_record_of_somebody_else_or_from_the_future_proves_nothing(cast: Cast, desk: Desk, page: str) -> None:
    session = desk.client.session
    session["account_authentication_methods"] = [{"method": "password", "at": desk.now.timestamp() + 3600}]
    session.save()
    assert 'name="proof_password"' in desk.text(desk.client.get(page))

    session["account_authentication_methods"] = [{"method": "password", "at": desk.now.timestamp()}]
    session["account_authentication_methods_user"] = str(cast.teacher.pk)
    session.save()
    assert 'name="proof_password"' in desk.text(desk.client.get(page))
