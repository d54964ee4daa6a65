"""Which passwords are refused, by the link that opens an account and by 變更密碼 alike; and how old one may be."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.hashers import check_password
from django.urls import reverse

from accounts.models import FormerPassword, User
from accounts.services import issue_link
from accounts.services.passwords import TOO_COMMON, TOO_SHORT, TOO_SIMILAR, USED_BEFORE
from tests.conftest import PASSWORD

if TYPE_CHECKING:
    from pytest_django import Settings

    from tests.accounts.conftest import Desk
    from tests.conftest import Cast

CHANGE = "/accounts/password/change/"
BEFORE = USED_BEFORE.format(times=3)


def change(desk: Desk, old: str, new: str) -> str:
    answer = desk.client.post(CHANGE, {"oldpassword": old, "password1": new, "password2": new})
    return "" if answer.status_code == 302 else desk.text(answer)


REFUSED = [
    ("Kw7-lzr!qxy", TOO_SHORT.format(length=12)),
    ("Password2026!!", TOO_COMMON),
    ("123456789012", TOO_COMMON),
    ("aaaaaaaaaaaa", TOO_COMMON),
    ("handler-handler", TOO_SIMILAR),
    ("my-HANDLER-Kw7lzr", TOO_SIMILAR),
    ("游承堃-Kw7-lzrqxy", TOO_SIMILAR),
]


@pytest.mark.parametrize(("password", "sentence"), REFUSED)
def test_a_bad_password_is_refused_with_what_to_do(cast: Cast, desk: Desk, password: str, sentence: str) -> None:
    desk.sign_in(cast.handler)

    assert sentence in change(desk, PASSWORD, password)
    cast.handler.refresh_from_db()
    assert cast.handler.check_password(PASSWORD)


@pytest.mark.parametrize(("password", "sentence"), [*REFUSED, (PASSWORD, BEFORE)])
def test_so_it_is_by_a_one_time_link(cast: Cast, desk: Desk, password: str, sentence: str) -> None:
    """The first sign-in of everybody: nobody is given a password, one sets it oneself."""
    token = issue_link(person_id=cast.handler.pk, actor=cast.administrator, now=desk.now)

    answer = desk.client.post(
        reverse("accounts:link", args=[token]), {"password1": password, "password2": password, "username": "handler"}
    )

    assert sentence in desk.text(answer)


def test_an_account_just_made_opens_with_no_password_at_all(cast: Cast, desk: Desk) -> None:
    person = User.objects.create_user("newcomer", "新進")
    assert not person.has_usable_password()
    assert not FormerPassword.objects.filter(user=person).exists()
    for guess in ("", "newcomer", person.password):
        desk.client.post("/accounts/login/", {"login": "newcomer", "password": guess})
        assert desk.client.get("/").status_code == 302


def test_the_present_and_the_three_before_it_are_barred_the_fourth_is_not(cast: Cast, desk: Desk) -> None:
    passwords = [PASSWORD, *(f"四個字詞-Kw7lzr-{number}" for number in range(4))]
    desk.sign_in(cast.handler)
    for old, new in pairwise(passwords):
        desk.wait(1)
        assert change(desk, old, new) == ""

    for barred in passwords[1:]:
        assert BEFORE in change(desk, passwords[-1], barred)
    assert change(desk, passwords[-1], PASSWORD) == ""
    assert FormerPassword.objects.filter(user=cast.handler).count() == 4
    assert not any(check_password(passwords[1], row.encoded) for row in FormerPassword.objects.all())


def test_the_number_and_the_length_are_settings(cast: Cast, desk: Desk, settings: Settings) -> None:
    settings.PASSWORD_HISTORY, settings.PASSWORD_LENGTH = 0, 16
    desk.sign_in(cast.handler)

    assert "16個字元" in change(desk, PASSWORD, "Kw7-lzr!qxy-yyz")
    assert change(desk, PASSWORD, "Kw7-lzr!qxy-yyzz") == ""
    assert change(desk, "Kw7-lzr!qxy-yyzz", PASSWORD) == ""


def test_a_password_does_not_age_by_default(cast: Cast, desk: Desk) -> None:
    desk.wait(60 * 24 * 400)
    assert desk.sign_in(cast.handler).headers["Location"] == "/"
    assert desk.client.get("/").status_code == 200


def test_where_it_does_nothing_else_works_until_it_is_changed(cast: Cast, desk: Desk, settings: Settings) -> None:
    settings.PASSWORD_DAYS = 90
    FormerPassword.objects.update(set_at=desk.now)
    desk.wait(60 * 24 * 90)
    desk.sign_in(cast.handler)

    for page in ("/", "/requests/", "/accounts/me/", "/accounts/mfa/"):
        assert desk.client.get(page).headers["Location"] == f"{CHANGE}?next={page}"
    assert "您的密碼已超過使用期限" in desk.text(desk.client.get(CHANGE))
    assert desk.client.post("/maintenance/faults/new/C01/", {"description": "漏水"}).status_code == 302
    assert change(desk, PASSWORD, "四個字詞-Kw7lzrqx") == ""
    assert desk.client.get("/").status_code == 200
