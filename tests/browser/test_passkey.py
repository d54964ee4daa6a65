"""A passkey in a real Chromium with its virtual authenticator: added, asked for at sign-in, and proof of person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import expect

from accounts.models import OneTimeLink
from tests.browser.conftest import PHONE
from tests.conftest import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page
    from pytest_django.live_server_helper import LiveServer

    from tests.conftest import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
VIRTUAL_KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def browser_page(chromium: Browser) -> Iterator[Page]:
    """A phone's page whose browser has a built-in authenticator with a finger on it."""
    context = chromium.new_context(viewport=PHONE, locale="zh-TW")  # type: ignore[arg-type]
    page = context.new_page()
    key = context.new_cdp_session(page)
    key.send("WebAuthn.enable")
    key.send("WebAuthn.addVirtualAuthenticator", {"options": VIRTUAL_KEY})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    yield page
    context.close()
    assert said == []


def test_a_passkey_is_added_signs_in_and_proves_a_person(
    cast: Cast, live_server: LiveServer, browser_page: Page
) -> None:
    page = browser_page
    site = live_server.url.replace("127.0.0.1", "localhost")  # browsers take passkeys on localhost, not on an address
    page.goto(f"{site}/accounts/login/")
    page.get_by_label("帳號").fill("administrator")
    page.get_by_label("密碼").fill(PASSWORD)
    page.get_by_role("button", name="登入").click()

    page.goto(f"{site}/accounts/mfa/webauthn/add/")
    page.get_by_role("button", name="新增通行金鑰").click()
    expect(page.get_by_role("heading", name="復原碼")).to_be_visible()
    assert Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN).count() == 1

    page.context.clear_cookies()
    page.goto(f"{site}/accounts/login/?next=/accounts/me/")
    page.get_by_label("帳號").fill("administrator")
    page.get_by_label("密碼").fill(PASSWORD)
    page.get_by_role("button", name="登入").click()
    page.get_by_role("button", name="使用通行金鑰登入").click()
    expect(page.get_by_role("heading", name="我的帳號")).to_be_visible()

    _forget_proof(page)
    page.goto(f"{site}/accounts/people/{cast.teacher.pk}/link/")
    page.get_by_role("button", name="使用通行金鑰").click()
    expect(page.get_by_text("通行金鑰已確認")).to_be_visible()
    page.get_by_role("button", name="發給單次連結").click()
    expect(page.get_by_alt_text("單次連結條碼")).to_be_visible()
    assert OneTimeLink.objects.count() == 1

    page.goto(f"{site}/accounts/mfa/webauthn/reauthenticate/")
    expect(page.get_by_role("heading", name="確認是您本人")).to_be_visible()


def _forget_proof(page: Page) -> None:
    """Make the sign-in of this browser an old one."""
    key = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "sessionid")
    session = SessionStore(session_key=key)
    session["account_authentication_methods"] = [
        {**record, "at": record["at"] - 3600} for record in session["account_authentication_methods"]
    ]
    session.save()
