"""您的登入: which devices, since when, from where; the others can be signed out. And no session is chosen by a stranger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.urls import reverse

from ledger.choices import Verb
from ledger.models import Entry
from ledger.services import sentence
from tests.conftest import PASSWORD

if TYPE_CHECKING:
    from tests.accounts.conftest import Desk
    from tests.conftest import Cast

LIST = "/accounts/sessions/"
LOGIN = "/accounts/login/"
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36"


def phone_of(cast: Cast) -> Client:
    phone = Client(headers={"user-agent": PHONE}, REMOTE_ADDR="10.0.0.7")
    phone.post(LOGIN, {"login": cast.handler.username, "password": PASSWORD})
    return phone


def test_the_list_names_device_time_and_place(cast: Cast, desk: Desk) -> None:
    phone = phone_of(cast)
    desk.wait(40)
    phone.get("/")
    desk.wait(5)
    desk.sign_in(cast.handler)

    page = desk.text(desk.client.get(LIST))

    for words in ("您的登入", "Chrome，Android", "10.0.0.7", "127.0.0.1", "這台裝置", "登出其他裝置", "09:00", "09:45"):
        assert words in page


def test_when_a_device_was_last_used_is_kept(cast: Cast, desk: Desk) -> None:
    phone = phone_of(cast)
    phone.get("/")
    desk.wait(20)
    phone.get("/")

    assert UserSession.objects.get(ip="10.0.0.7").last_seen_at == desk.now


def test_the_others_are_signed_out_at_once_and_the_ledger_says_how_many(cast: Cast, desk: Desk) -> None:
    phone = phone_of(cast)
    desk.sign_in(cast.handler)

    desk.client.post(LIST)

    assert phone.get("/").status_code == 302
    assert desk.client.get("/").status_code == 200
    entry = Entry.objects.latest("sequence")
    assert (entry.verb, sentence(entry)) == (Verb.SESSIONS_ENDED, "事務組長 游承堃登出其他裝置（1 個登入）")
    assert "沒有其他裝置登入這個帳號。" in desk.text(desk.client.get(LIST))


def test_who_proved_himself_long_ago_does_so_again_before_ending_them(cast: Cast, desk: Desk) -> None:
    phone = phone_of(cast)
    desk.sign_in(cast.handler)
    desk.wait(20)
    phone.get("/")

    assert "您的登入" in desk.text(desk.client.get(LIST))
    assert desk.client.post(LIST).headers["Location"].startswith(reverse("account_reauthenticate"))
    assert phone.get("/").status_code == 200


def test_signing_nobody_out_is_no_act(cast: Cast, desk: Desk) -> None:
    desk.sign_in(cast.handler)
    desk.client.post(LIST)
    assert not Entry.objects.filter(verb=Verb.SESSIONS_ENDED).exists()


def test_nobody_sees_or_ends_sessions_of_others(cast: Cast, desk: Desk) -> None:
    phone = phone_of(cast)
    desk.sign_in(cast.teacher)

    assert "10.0.0.7" not in desk.text(desk.client.get(LIST))
    desk.client.post(LIST)
    assert phone.get("/").status_code == 200


def test_a_session_planted_before_the_sign_in_is_worth_nothing_after_it(cast: Cast, desk: Desk) -> None:
    """Session fixation: the key changes with the sign-in, and a key that is made up is never taken on."""
    planted = SessionStore()
    planted["planted"] = True
    planted.save()
    for key in (planted.session_key, "x" * 32):
        victim, thief = Client(), Client()
        victim.cookies["sessionid"] = thief.cookies["sessionid"] = str(key)

        victim.post(LOGIN, {"login": "handler", "password": PASSWORD})

        assert victim.cookies["sessionid"].value != key
        assert victim.get("/").status_code == 200
        assert thief.get("/").status_code == 302
        victim.post(reverse("account_logout"))


def test_a_signed_out_key_is_dead(cast: Cast, desk: Desk) -> None:
    desk.sign_in(cast.handler)
    copy = Client()
    copy.cookies["sessionid"] = desk.client.cookies["sessionid"].value
    assert copy.get("/").status_code == 200

    desk.client.post(reverse("account_logout"))

    assert copy.get("/").status_code == 302


def test_a_changed_password_ends_the_other_sessions(cast: Cast, desk: Desk) -> None:
    phone = phone_of(cast)
    desk.sign_in(cast.handler)
    new = "四個字詞-Kw7lzrqx"

    desk.client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert phone.get("/").status_code == 302
    assert desk.client.get("/").status_code == 200
