"""Typed text survives a session time-out: kept for who typed it, shown again unsent (docs/decisions/0010-kept-text.md)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.selectors.kept import FILES_AGAIN, KEPT, STILL_UNSENT
from accounts.services.kept import FILES_GONE, IS_KEPT, IS_LOST, LONGEST, MOST, NOTHING_TYPED
from maintenance.models import Fault
from tests.conftest import PASSWORD

if TYPE_CHECKING:
    from cameras.models import Camera
    from tests.accounts.conftest import Desk
    from tests.conftest import Cast

WORDS = "畫面左側有水漬，疑似漏水"
NEW_FAULT = "/maintenance/faults/new/C01/"
FORM_KEY = "3f1f8e2e-1e8e-4b7e-9a35-0a3f1a9d6f10"
FAULT = {"symptom": "other", "description": WORDS, "form_key": FORM_KEY}
LOGIN = "/accounts/login/"


@pytest.fixture
def expired(cast: Cast, cameras: list[Camera], desk: Desk) -> Desk:
    """The guard fills in a fault; meanwhile the session ends on the server."""
    desk.sign_in(cast.guard)
    desk.client.get(NEW_FAULT)
    end_sessions()
    return desk


def end_sessions() -> None:
    Session.objects.all().delete()


def shown(desk: Desk, path: str = NEW_FAULT) -> str:
    return desk.text(desk.client.get(path))


def test_who_typed_it_finds_it_again_unsent_and_sends_it(cast: Cast, expired: Desk) -> None:
    refused = expired.client.post(NEW_FAULT, FAULT)
    assert refused.headers["Location"] == f"{LOGIN}?next={NEW_FAULT}"
    assert IS_KEPT in shown(expired, LOGIN)

    back = expired.sign_in(cast.guard, next=NEW_FAULT)
    page = shown(expired, back.headers["Location"])

    assert STILL_UNSENT in page
    assert WORDS in page
    assert FORM_KEY in page
    assert not Fault.objects.exists()
    assert expired.client.post(NEW_FAULT, FAULT).status_code == 302
    assert Fault.objects.get().description == WORDS


def test_it_stays_until_it_is_sent_and_is_gone_then(cast: Cast, expired: Desk) -> None:
    expired.client.post(NEW_FAULT, FAULT)
    expired.sign_in(cast.guard)
    assert WORDS in shown(expired)
    assert WORDS in shown(expired)

    expired.client.post(NEW_FAULT, FAULT)

    assert WORDS not in shown(expired)
    assert KEPT not in expired.client.session


def test_somebody_else_sees_nothing_of_it_and_it_is_destroyed(cast: Cast, expired: Desk) -> None:
    expired.client.post(NEW_FAULT, FAULT)

    expired.sign_in(cast.handler)

    assert KEPT not in expired.client.session
    assert WORDS not in shown(expired)
    expired.client.post(reverse("account_logout"))
    expired.sign_in(cast.guard)
    assert WORDS not in shown(expired)


def test_after_half_an_hour_it_is_gone(cast: Cast, expired: Desk) -> None:
    expired.client.post(NEW_FAULT, FAULT)
    expired.sign_in(cast.guard)

    expired.wait(29)
    assert WORDS in shown(expired)
    expired.wait(2)
    assert WORDS not in shown(expired)
    assert KEPT not in expired.client.session


def test_the_database_keeps_nothing_readable(cast: Cast, expired: Desk) -> None:
    expired.client.post(NEW_FAULT, FAULT)

    [row] = Session.objects.all()
    assert set(row.get_decoded()) == {KEPT, "_session_expiry", "_messages"}
    content = repr(row.get_decoded())
    assert all(word not in content for word in (WORDS, "description", "C01", FORM_KEY))
    assert row.expire_date == expired.now + dt.timedelta(minutes=30)


def test_nothing_is_kept_for_who_signed_out(cast: Cast, cameras: list[Camera], desk: Desk) -> None:
    desk.sign_in(cast.guard)
    desk.client.post(reverse("account_logout"))

    desk.client.post(NEW_FAULT, FAULT)

    assert KEPT not in desk.client.session
    assert IS_LOST in shown(desk, LOGIN)


def test_signing_out_after_the_time_out_destroys_what_was_kept(cast: Cast, expired: Desk) -> None:
    expired.client.post(NEW_FAULT, FAULT)

    expired.client.post(reverse("account_logout"))

    assert KEPT not in expired.client.session
    expired.client.post(NEW_FAULT, FAULT)
    assert KEPT not in expired.client.session


def test_a_browser_nobody_signed_in_with_keeps_nothing(cast: Cast, cameras: list[Camera]) -> None:
    stranger = Client()
    stranger.cookies["last_account"] = str(cast.guard.pk)

    stranger.post(NEW_FAULT, FAULT)

    assert KEPT not in stranger.session
    assert IS_LOST in stranger.get(LOGIN).content.decode()


def test_means_of_sign_in_and_tokens_are_never_kept(cast: Cast, expired: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[dict[str, list[str]]] = []
    monkeypatch.setattr("accounts.services.kept._keep", lambda _request, _account, fields, _now: kept.append(fields))
    secrets = {"csrfmiddlewaretoken": "t", "proof_password": PASSWORD, "proof_code": "123456", "proof_passkey": "{}"}

    expired.client.post(NEW_FAULT, FAULT | secrets)

    assert kept == [{name: [text] for name, text in FAULT.items()}]


@pytest.mark.parametrize("name", ["account_change_password", "account_reauthenticate", "mfa_activate_totp"])
def test_pages_of_sign_in_keep_nothing(expired: Desk, name: str) -> None:
    expired.client.post(reverse(name), {"password": PASSWORD, "code": "123456", "oldpassword": PASSWORD})

    assert KEPT not in expired.client.session
    assert NOTHING_TYPED in shown(expired, LOGIN)


def test_files_are_not_kept_and_are_asked_for_again(cast: Cast, expired: Desk) -> None:
    photo = SimpleUploadedFile("走廊.png", b"\x89PNG secret", "image/png")

    expired.client.post(NEW_FAULT, FAULT | {"photo": photo})
    expired.sign_in(cast.guard)

    assert FILES_AGAIN.format(files="走廊.png") in shown(expired)


def test_a_form_of_files_only_says_what_to_do(expired: Desk) -> None:
    expired.client.post(NEW_FAULT, {"photo": SimpleUploadedFile("走廊.png", b"\x89PNG", "image/png")})

    assert FILES_GONE in shown(expired, LOGIN)
    assert KEPT not in expired.client.session


def test_too_much_text_is_not_kept_and_that_is_said(expired: Desk) -> None:
    expired.client.post(NEW_FAULT, FAULT | {"description": "長" * (LONGEST // 3)})

    assert IS_LOST in shown(expired, LOGIN)
    assert KEPT not in expired.client.session


def test_windows_filled_in_at_once_keep_a_text_each_up_to_three(cast: Cast, expired: Desk) -> None:
    for code in ("C01", "C02", "C03", "C04"):
        expired.client.post(f"/maintenance/faults/new/{code}/", FAULT | {"description": f"{code}：{WORDS}"})
    expired.client.post("/maintenance/faults/new/C04/", FAULT | {"description": f"再一次：{WORDS}"})
    assert len(expired.client.session[KEPT]) == MOST

    expired.sign_in(cast.guard)

    assert WORDS not in shown(expired)
    assert f"C02：{WORDS}" in shown(expired, "/maintenance/faults/new/C02/")
    assert f"再一次：{WORDS}" in shown(expired, "/maintenance/faults/new/C04/")


def test_one_comes_back_to_the_page_the_form_stood_on(cast: Cast, cameras: list[Camera], desk: Desk) -> None:
    desk.sign_in(cast.handler)
    dismiss = "/maintenance/faults/F115-0001/dismiss/"
    end_sessions()

    page = "http://testserver/maintenance/faults/F115-0001/?from=list"
    refused = desk.client.post(dismiss, {"reason": WORDS}, headers={"referer": page})
    elsewhere = desk.client.post(dismiss, {"reason": WORDS}, headers={"referer": "https://evil.example/"})

    assert refused.headers["Location"] == f"{LOGIN}?next=/maintenance/faults/F115-0001/%3Ffrom%3Dlist"
    assert elsewhere.headers["Location"] == f"{LOGIN}?next={dismiss}"


def test_the_cookie_that_remembers_the_account_is_sealed_and_for_the_server_only(cast: Cast, desk: Desk) -> None:
    desk.sign_in(cast.guard)
    cookie = desk.client.cookies["last_account"]
    assert cookie.value.startswith(f"{cast.guard.pk}:")
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", "")

    desk.client.post(reverse("account_logout"))

    assert desk.client.cookies["last_account"].value == ""


def token_of(client: Client, path: str) -> str:
    return str(client.get(path).context["csrf_token"])


def test_the_token_of_a_form_outlives_the_session(cast: Cast, cameras: list[Camera]) -> None:
    client = Client(enforce_csrf_checks=True)
    enter(client, "guard")
    token = token_of(client, NEW_FAULT)
    end_sessions()

    kept = client.post(NEW_FAULT, FAULT | {"csrfmiddlewaretoken": token})
    forged = client.post(NEW_FAULT, FAULT | {"csrfmiddlewaretoken": "x" * 64})

    assert kept.headers["Location"].startswith(LOGIN)
    assert len(client.session[KEPT]) == 1
    assert forged.status_code == 403
    assert "上一頁" in forged.content.decode()


def test_a_disabled_account_gets_nothing_back(cast: Cast, cameras: list[Camera], desk: Desk) -> None:
    desk.sign_in(cast.guard)
    User.objects.filter(pk=cast.guard.pk).update(is_active=False)

    desk.client.post(NEW_FAULT, FAULT)
    desk.sign_in(cast.handler)

    assert KEPT not in desk.client.session
    assert WORDS not in shown(desk)


@pytest.mark.parametrize(("username", "status"), [("guard", 302), ("handler", 403)])
def test_a_form_left_open_is_sent_by_the_same_account_only(
    cast: Cast, cameras: list[Camera], username: str, status: int
) -> None:
    client = Client(enforce_csrf_checks=True)
    enter(client, "guard")
    left_open = token_of(client, NEW_FAULT)
    end_sessions()
    enter(client, username)

    answer = client.post(NEW_FAULT, FAULT | {"csrfmiddlewaretoken": left_open})

    assert answer.status_code == status


def enter(client: Client, username: str) -> None:
    form = {"login": username, "password": PASSWORD, "csrfmiddlewaretoken": token_of(client, LOGIN)}
    assert client.post(LOGIN, form).status_code == 302
