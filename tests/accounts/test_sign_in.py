"""Sign-in by account name: open to nobody else, counted by axes alone, written in the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.urls import reverse

from accounts.models import User
from ledger.choices import Verb
from ledger.models import Entry
from tests.conftest import PASSWORD

if TYPE_CHECKING:
    from tests.accounts.conftest import Desk
    from tests.conftest import Cast

LOGIN = "/accounts/login/"


def verbs() -> list[tuple[str, str]]:
    """What the ledger says since everybody was appointed."""
    appointed = Entry.objects.filter(verb=Verb.POST_GIVEN).latest("sequence").sequence
    return [(entry.verb, entry.subject) for entry in Entry.objects.filter(sequence__gt=appointed).order_by("sequence")]


def test_the_right_password_leads_home_and_the_ledger_says_who(cast: Cast, desk: Desk) -> None:
    response = desk.sign_in(cast.handler)

    assert (response.status_code, response.headers["Location"]) == (302, "/")
    entry = Entry.objects.latest("sequence")
    assert (entry.verb, entry.actor, entry.account, entry.origin) == (
        Verb.SIGNED_IN,
        "事務組長 游承堃",
        "handler",
        "127.0.0.1",
    )


def test_account_names_are_typed_in_any_case(cast: Cast, desk: Desk) -> None:
    response = desk.client.post(LOGIN, {"login": " Handler ", "password": PASSWORD})

    assert response.status_code == 302


def test_wrong_password_and_unknown_account_get_the_same_answer(cast: Cast, desk: Desk) -> None:
    known = desk.client.post(LOGIN, {"login": "handler", "password": "wrong wrong wrong"})
    unknown = desk.client.post(LOGIN, {"login": "nobody", "password": "wrong wrong wrong"})

    assert known.status_code == unknown.status_code
    assert "帳號或密碼不正確，請重新輸入。" in desk.text(known)
    assert known.context["form"].errors == unknown.context["form"].errors
    assert verbs() == [(Verb.SIGN_IN_FAILED, "handler"), (Verb.SIGN_IN_FAILED, "（不明帳號）")]


@pytest.mark.parametrize("name", ["handler", "nobody"])
def test_five_wrong_ones_lock_known_and_unknown_names_for_fifteen_minutes(cast: Cast, desk: Desk, name: str) -> None:
    for _ in range(4):
        assert desk.client.post(LOGIN, {"login": name, "password": "wrong wrong wrong"}).status_code == 200
    fifth = desk.client.post(LOGIN, {"login": name.upper(), "password": "wrong wrong wrong"})
    right = desk.client.post(LOGIN, {"login": name, "password": PASSWORD})

    assert fifth.status_code == right.status_code == 429
    assert "暫停登入15分鐘" in desk.text(fifth)
    assert len(verbs()) == 5, "what a locked name still tries is refused unread and not recorded"
    desk.wait(16)
    after = desk.client.post(LOGIN, {"login": name, "password": PASSWORD})
    assert after.status_code == (302 if name == "handler" else 200)


def test_the_lock_is_for_one_name_at_one_address(cast: Cast, desk: Desk) -> None:
    for _ in range(5):
        desk.client.post(LOGIN, {"login": "principal", "password": "wrong wrong wrong"})

    elsewhere = Client(REMOTE_ADDR="10.0.0.9")
    assert desk.sign_in(cast.handler).status_code == 302
    assert elsewhere.post(LOGIN, {"login": "principal", "password": PASSWORD}).status_code == 302


def test_a_right_password_forgets_the_wrong_ones(cast: Cast, desk: Desk) -> None:
    for _ in range(3):
        for _ in range(4):
            desk.sign_in(cast.handler, "wrong wrong wrong")
        assert desk.sign_in(cast.handler).status_code == 302
        desk.client.post(reverse("account_logout"))


def test_nothing_that_was_typed_is_kept_with_a_count(cast: Cast, desk: Desk) -> None:
    desk.client.post(LOGIN + "?next=/secret", {"login": "handler", "password": "my other password", "opinion": "病歷"})

    [attempt] = AccessAttempt.objects.all()
    assert (attempt.get_data, attempt.post_data) == ("", "")


@pytest.mark.parametrize("closed", [{"is_active": False}, {"expires_on": "2026-11-22"}])
def test_a_closed_account_is_told_so_only_after_the_right_password(
    cast: Cast, desk: Desk, closed: dict[str, object]
) -> None:
    User.objects.filter(pk=cast.handler.pk).update(**closed)

    wrong = desk.sign_in(cast.handler, "wrong wrong wrong")
    right = desk.sign_in(cast.handler)

    assert "帳號或密碼不正確" in desk.text(wrong)
    assert right.headers["Location"] == reverse("account_inactive")
    assert "已停用或已過使用期限" in desk.text(desk.client.get(reverse("account_inactive")))
    assert "_auth_user_id" not in desk.client.session


def test_a_session_dies_with_the_account(cast: Cast, desk: Desk) -> None:
    desk.sign_in(cast.handler)
    assert desk.client.get("/accounts/me/").status_code == 200

    User.objects.filter(pk=cast.handler.pk).update(is_active=False)

    assert desk.client.get("/accounts/me/").status_code == 302


def test_signing_out_is_recorded_and_leads_to_the_sign_in_page(cast: Cast, desk: Desk) -> None:
    desk.sign_in(cast.handler)

    assert "確定要登出嗎" in desk.text(desk.client.get(reverse("account_logout")))
    response = desk.client.post(reverse("account_logout"))

    assert response.headers["Location"] == LOGIN
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert verbs()[-1] == (Verb.SIGNED_OUT, "handler")
    assert "您已登出。" in desk.text(desk.client.get(LOGIN))


def test_the_session_key_changes_at_sign_in_and_what_is_shown_is_kept_nowhere(cast: Cast, desk: Desk) -> None:
    desk.client.get(LOGIN)
    session = desk.client.session
    session["planted"] = "1"
    session.save()
    before = session.session_key

    desk.sign_in(cast.handler)

    assert desk.client.session.session_key != before
    assert desk.client.get("/accounts/me/").headers["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize(
    "path", ["signup/", "password/reset/", "email/", "confirm-email/", "password/set/", "mfa/webauthn/login/"]
)
def test_what_the_school_does_not_offer_does_not_exist(cast: Cast, desk: Desk, path: str) -> None:
    desk.sign_in(cast.handler)

    assert desk.client.get(f"/accounts/{path}").status_code == 404


def test_a_redirect_after_sign_in_stays_on_this_site(cast: Cast, desk: Desk) -> None:
    away = desk.client.post(LOGIN + "?next=https://evil.example/", {"login": "handler", "password": PASSWORD})

    assert away.headers["Location"] == "/"


def test_changing_the_password_ends_the_other_devices(cast: Cast, desk: Desk) -> None:
    other = Client()
    other.post(LOGIN, {"login": "handler", "password": PASSWORD})
    desk.sign_in(cast.handler)
    url = reverse("account_change_password")
    new = "three quiet herons"

    wrong = desk.client.post(url, {"oldpassword": "wrong", "password1": new, "password2": new})
    short = desk.client.post(url, {"oldpassword": PASSWORD, "password1": "short", "password2": "short"})
    differ = desk.client.post(url, {"oldpassword": PASSWORD, "password1": new, "password2": new + "!"})
    right = desk.client.post(url, {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert "目前的密碼不正確，請重新輸入。" in desk.text(wrong)
    assert short.context["form"].errors["password1"]
    assert differ.context["form"].errors["password2"] == ["兩次輸入的新密碼不同，請重新輸入。"]
    assert right.status_code == 302
    assert desk.client.get("/accounts/me/").status_code == 200
    assert other.get("/accounts/me/").status_code == 302
    assert [verb for verb, _ in verbs()][-2:] == [Verb.SIGN_IN_FAILED, Verb.PASSWORD_CHANGED]


def test_the_list_of_devices_ends_the_others(cast: Cast, desk: Desk) -> None:
    other = Client(headers={"user-agent": "Old guard-room PC"})
    other.post(LOGIN, {"login": "handler", "password": PASSWORD})
    desk.sign_in(cast.handler)
    url = reverse("usersessions_list")

    assert "Old guard-room PC" in desk.text(desk.client.get(url))
    assert desk.client.post(url).status_code == 302

    assert other.get("/accounts/me/").status_code == 302
    assert "已登出其他裝置。" in desk.text(desk.client.get(url))
