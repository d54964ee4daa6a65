"""Authenticator app, recovery codes: set up by oneself after a proof, asked for at sign-in, counted by axes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from accounts.selectors.kept import STILL_UNSENT
from accounts.services import issue_link
from ledger.choices import Verb
from ledger.models import Entry
from tests.conftest import PASSWORD

if TYPE_CHECKING:
    from cameras.models import Camera
    from tests.accounts.conftest import Desk
    from tests.conftest import Cast

ACTIVATE = "/accounts/mfa/totp/activate/"
SECOND = "/accounts/mfa/authenticate/"

pytestmark = pytest.mark.django_db(transaction=True)


def code_of(secret: str, desk: Desk) -> str:
    return str(totp.format_hotp_value(totp.hotp_value(secret, int(desk.now.timestamp()) // 30)))


@pytest.fixture
def secret(cast: Cast, desk: Desk) -> str:
    """The handler has set up an app and signed out."""
    desk.sign_in(cast.handler)
    page = desk.client.get(ACTIVATE)
    assert "手動輸入金鑰" in desk.text(page)
    secret: str = page.context["form"].secret
    activated = desk.client.post(ACTIVATE, {"code": code_of(secret, desk)})
    assert activated.headers["Location"] == reverse("mfa_view_recovery_codes")
    desk.client.post(reverse("account_logout"))
    desk.wait(5)
    return secret


def test_a_wrong_code_does_not_set_the_app_up(cast: Cast, desk: Desk) -> None:
    desk.sign_in(cast.handler)
    page = desk.client.get(ACTIVATE)

    refused = desk.client.post(ACTIVATE, {"code": "12345"})

    assert page.context["totp_svg"].startswith("<svg")
    assert "驗證碼不正確或已使用過，請重新輸入。" in desk.text(refused)
    assert not Authenticator.objects.exists()


def test_a_one_time_link_changes_the_password_and_leaves_the_second_factor(cast: Cast, desk: Desk, secret: str) -> None:
    token = issue_link(person_id=cast.handler.pk, actor=cast.administrator, now=desk.now)
    new = "three quiet herons"
    desk.client.post(reverse("accounts:link", args=[token]), {"password1": new, "password2": new})
    assert desk.sign_in(cast.handler, new).headers["Location"] == SECOND
    assert desk.client.get("/accounts/me/").status_code == 302


@pytest.mark.counted_elsewhere
def test_the_password_alone_does_not_sign_in_any_more(cast: Cast, desk: Desk, secret: str) -> None:
    first = desk.sign_in(cast.handler)
    assert first.headers["Location"] == SECOND
    assert desk.client.get("/accounts/me/").status_code == 302
    assert "第二步驗證" in desk.text(desk.client.get(SECOND))

    second = desk.client.post(SECOND, {"code": code_of(secret, desk)})

    assert second.headers["Location"] == "/"
    assert Entry.objects.filter(verb=Verb.MEANS_ADDED).count() == 2


@pytest.mark.counted_elsewhere
def test_text_typed_before_a_time_out_survives_the_second_step(
    cast: Cast, cameras: list[Camera], desk: Desk, secret: str
) -> None:
    page, words = "/maintenance/faults/new/C01/", "畫面左側有水漬"
    desk.sign_in(cast.handler)
    desk.client.post(SECOND, {"code": code_of(secret, desk)})
    Session.objects.all().delete()
    desk.wait(5)

    desk.client.post(page, {"symptom": "other", "description": words})
    assert desk.sign_in(cast.handler, next=page).headers["Location"] == SECOND
    back = desk.client.post(SECOND, {"code": code_of(secret, desk)})

    assert back.headers["Location"] == page
    shown = desk.text(desk.client.get(page))
    assert STILL_UNSENT in shown
    assert words in shown


@pytest.mark.counted_elsewhere
def test_a_recovery_code_signs_in_once(cast: Cast, desk: Desk, secret: str) -> None:
    codes = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES).wrap().get_unused_codes()

    desk.sign_in(cast.handler)
    assert desk.client.post(SECOND, {"code": codes[0]}).status_code == 302
    assert codes[1] in desk.text(desk.client.get(reverse("mfa_view_recovery_codes")))
    desk.client.post(reverse("account_logout"))
    desk.sign_in(cast.handler)

    assert "驗證碼不正確或已使用過" in desk.text(desk.client.post(SECOND, {"code": codes[0]}))


def test_five_wrong_codes_lock_like_five_wrong_passwords(cast: Cast, desk: Desk, secret: str) -> None:
    desk.sign_in(cast.handler)
    for _ in range(4):
        assert desk.client.post(SECOND, {"code": "12345"}).status_code == 200
    assert desk.client.post(SECOND, {"code": "12345"}).status_code == 429

    assert desk.client.post(SECOND, {"code": code_of(secret, desk)}).status_code == 429
    anew = Client().post("/accounts/login/", {"login": "handler", "password": PASSWORD})
    assert anew.status_code == 429
    assert Entry.objects.filter(verb=Verb.SIGN_IN_FAILED).count() == 5


@pytest.mark.counted_elsewhere
@pytest.mark.parametrize(
    "name", ["mfa_activate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes", "mfa_generate_recovery_codes"]
)
def test_changing_the_means_of_sign_in_asks_for_a_proof_first_and_keeps_no_stale_post(
    cast: Cast, desk: Desk, name: str
) -> None:
    desk.sign_in(cast.handler)
    desk.wait(16)

    stale = desk.client.post(reverse(name), {"code": "123456"})

    assert stale.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert "account_reauthentication_state" not in desk.client.session


def test_the_password_again_leads_back_to_the_page_and_a_wrong_one_counts(cast: Cast, desk: Desk) -> None:
    desk.sign_in(cast.handler)
    desk.wait(16)
    again = desk.client.get(ACTIVATE).headers["Location"]
    assert "請再輸入一次密碼" in desk.text(desk.client.get(again))

    wrong = desk.client.post(again, {"password": "wrong wrong wrong"})
    right = desk.client.post(again, {"password": PASSWORD})

    assert "密碼不正確，請重新輸入。" in desk.text(wrong)
    assert Entry.objects.filter(verb=Verb.SIGN_IN_FAILED).count() == 1
    assert right.headers["Location"] == ACTIVATE
    assert desk.client.get(ACTIVATE).status_code == 200


@pytest.mark.counted_elsewhere
def test_a_code_again_is_a_re_authentication_too(cast: Cast, desk: Desk, secret: str) -> None:
    desk.sign_in(cast.handler)
    desk.client.post(SECOND, {"code": code_of(secret, desk)})
    desk.wait(16)
    page = reverse("mfa_reauthenticate") + "?next=" + reverse("mfa_deactivate_totp")
    assert "改用密碼" in desk.text(desk.client.get(page))

    assert desk.client.post(page, {"code": code_of(secret, desk)}).status_code == 302
    assert desk.client.session["account_authentication_methods"][-1]["reauthenticated"] is True
    assert "停用後，登入只需要密碼。" in desk.text(desk.client.get(reverse("mfa_deactivate_totp")))
    assert desk.client.post(reverse("mfa_deactivate_totp")).status_code == 302
    assert not Authenticator.objects.exists()
    assert Entry.objects.filter(verb=Verb.MEANS_REMOVED).count() == 2


@pytest.mark.counted_elsewhere
def test_recovery_codes_can_be_made_anew_and_downloaded(cast: Cast, desk: Desk, secret: str) -> None:
    desk.sign_in(cast.handler)
    desk.client.post(SECOND, {"code": code_of(secret, desk)})
    before = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES).wrap().get_unused_codes()

    assert "立即失效" in desk.text(desk.client.get(reverse("mfa_generate_recovery_codes")))
    assert desk.client.post(reverse("mfa_generate_recovery_codes")).status_code == 302

    download = desk.text(desk.client.get(reverse("mfa_download_recovery_codes")))
    assert "每組只能使用一次" in download
    assert before[0] not in download
    index = desk.text(desk.client.get(reverse("mfa_index")))
    assert "尚可使用 10 組" in index
