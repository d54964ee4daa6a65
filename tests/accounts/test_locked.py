"""Idle locks: the same person proves himself again; what was typed meanwhile is kept and never executed (issue 9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.selectors.kept import KEPT, STILL_UNSENT
from accounts.services.kept import NOT_KEPT, STAYS_KEPT
from ledger.choices import Verb
from ledger.models import Entry
from maintenance.models import Fault
from tests.conftest import PASSWORD

if TYPE_CHECKING:
    from cameras.models import Camera
    from tests.accounts.conftest import Desk
    from tests.conftest import Cast

NEW_FAULT = "/maintenance/faults/new/C01/"
LOCKED = "/accounts/locked/"
WORDS = "畫面左側有水漬"
FAULT = {"symptom": "other", "description": WORDS, "form_key": "3f1f8e2e-1e8e-4b7e-9a35-0a3f1a9d6f10"}


@pytest.fixture
def left(cast: Cast, cameras: list[Camera], desk: Desk) -> Desk:
    """The handler filled in a fault and went away for 31 minutes."""
    desk.sign_in(cast.handler)
    desk.client.get(NEW_FAULT)
    desk.wait(31)
    return desk


def unlock(desk: Desk, password: str = PASSWORD, page: str = NEW_FAULT) -> str:
    """Prove oneself on the locked page; return where that leads, or what the page says."""
    answer = desk.client.post(LOCKED, {"proof_password": password, "next": page})
    return answer.headers.get("Location") or desk.text(answer)


def test_after_half_an_hour_every_page_leads_to_the_locked_one(left: Desk) -> None:
    for page in ("/", NEW_FAULT, "/requests/", "/accounts/me/", "/accounts/mfa/", "/accounts/password/change/"):
        assert left.client.get(page).headers["Location"] == f"{LOCKED}?next={page}"
    page = left.text(left.client.get(f"{LOCKED}?next={NEW_FAULT}"))
    assert "請游承堃（帳號 handler）本人確認身分" in page
    assert f'value="{NEW_FAULT}"' in page
    assert "待辦" not in page, "nothing of what waits for the person stands on it"
    assert "通知" not in page


@pytest.mark.counted_elsewhere
def test_who_works_on_is_never_locked_before_twelve_hours(cast: Cast, desk: Desk) -> None:
    desk.sign_in(cast.handler)
    for _ in range(24):
        assert desk.client.get("/").status_code == 200
        desk.wait(29)
    assert desk.client.get("/").status_code == 200
    desk.wait(25)
    assert desk.client.get("/").headers["Location"] == "/accounts/login/?next=/"
    assert (
        not Session.objects.filter(expire_date__gt=desk.now)
        .exclude(session_data="")
        .filter(pk__in=UserSession.objects.values("session_key"))
    )


def test_the_same_person_goes_on_where_he_was(left: Desk) -> None:
    assert unlock(left) == NEW_FAULT
    assert left.client.get(NEW_FAULT).status_code == 200
    entry = Entry.objects.latest("sequence")
    assert (entry.verb, entry.account) == (Verb.UNLOCKED, "handler")


def test_a_post_made_meanwhile_is_kept_sealed_and_shown_again_never_executed(left: Desk) -> None:
    refused = left.client.post(NEW_FAULT, FAULT, headers={"referer": f"http://testserver{NEW_FAULT}"})

    assert refused.headers["Location"] == f"{LOCKED}?next={NEW_FAULT}"
    assert STAYS_KEPT in left.text(left.client.get(LOCKED))
    assert not Fault.objects.exists()
    assert WORDS not in repr(left.client.session.items())
    assert left.client.session[KEPT]
    assert unlock(left) == NEW_FAULT
    page = left.text(left.client.get(NEW_FAULT))
    assert STILL_UNSENT in page
    assert WORDS in page
    assert not Fault.objects.exists()
    assert left.client.post(NEW_FAULT, FAULT).status_code == 302
    assert Fault.objects.get().description == WORDS


def test_a_decision_posted_from_a_locked_page_decides_nothing(cast: Cast, desk: Desk) -> None:
    desk.sign_in(cast.administrator)
    desk.wait(31)
    page = reverse("reports:departure", args=[cast.teacher.pk])

    desk.client.post(page, {"proof_password": PASSWORD})

    cast.teacher.refresh_from_db()
    assert cast.teacher.is_active
    assert KEPT not in desk.client.session, "a means of sign-in is kept nowhere"


def test_files_are_not_kept_and_that_is_said(left: Desk) -> None:
    left.client.post(NEW_FAULT, {"photo": SimpleUploadedFile("走廊.png", b"\x89PNG", "image/png")})

    assert NOT_KEPT in left.text(left.client.get(LOCKED))


def test_wrong_passwords_count_and_the_fifth_locks_for_fifteen_minutes(left: Desk) -> None:
    for _ in range(4):
        assert "密碼不正確，請重新輸入。" in unlock(left, "wrong wrong wrong")
    assert "已暫停確認身分15分鐘" in unlock(left, "wrong wrong wrong")
    assert "已暫停確認身分15分鐘" in unlock(left)
    assert Entry.objects.filter(verb=Verb.SIGN_IN_FAILED).count() == 5
    assert left.client.get("/").status_code == 302
    left.wait(16)
    assert unlock(left) == NEW_FAULT


def test_nothing_given_opens_nothing(left: Desk) -> None:
    assert "請輸入密碼或驗證碼" in unlock(left, "")
    assert left.client.get("/").status_code == 302


def test_a_fresh_proof_does_not_open_what_is_locked_since(cast: Cast, desk: Desk, settings: object) -> None:
    settings.IDLE_MINUTES = 5  # type: ignore[attr-defined]
    desk.sign_in(cast.handler)
    desk.client.get("/")
    desk.wait(6)

    assert "請輸入密碼或驗證碼" in unlock(desk, "")


def test_somebody_else_signs_out_and_finds_nothing_of_it(cast: Cast, left: Desk) -> None:
    left.client.post(NEW_FAULT, FAULT)

    assert left.client.post(reverse("account_logout")).status_code == 302
    left.sign_in(cast.guard)

    assert WORDS not in left.text(left.client.get(NEW_FAULT))


@pytest.mark.parametrize("page", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_the_way_on_stays_in_the_house(left: Desk, page: str) -> None:
    assert unlock(left, page=page) == "/"


def test_the_locked_page_of_an_open_sign_in_leads_on(cast: Cast, desk: Desk) -> None:
    desk.sign_in(cast.handler)
    desk.client.get("/")

    assert desk.client.get(f"{LOCKED}?next={NEW_FAULT}").headers["Location"] == NEW_FAULT


def test_a_part_of_a_page_asks_for_the_whole_page_again(left: Desk) -> None:
    answer = left.client.get("/requests/", headers={"HX-Request": "true"})

    assert answer.headers["HX-Refresh"] == "true"
    assert answer.content == b""


def test_after_twelve_hours_text_waits_for_the_next_sign_in(cast: Cast, left: Desk) -> None:
    left.wait(12 * 60)
    refused = left.client.post(NEW_FAULT, FAULT)
    assert refused.headers["Location"] == f"/accounts/login/?next={NEW_FAULT}"

    left.sign_in(cast.handler)

    assert WORDS in left.text(left.client.get(NEW_FAULT))
    assert not Fault.objects.exists()


def test_a_new_sign_in_begins_twelve_new_hours(cast: Cast, desk: Desk) -> None:
    desk.sign_in(cast.handler)
    desk.client.get("/")
    desk.wait(11 * 60)
    desk.client.post(reverse("account_logout"))
    desk.sign_in(cast.handler)
    desk.client.get("/")
    desk.wait(25)
    assert desk.client.get("/").status_code == 200


def test_open_pages_stay_open_while_locked(left: Desk) -> None:
    assert left.client.get("/health/").status_code == 200
    assert left.client.get("/track/").status_code == 200
