"""One-time links: the first administrator, an invitation, a forgotten password. Once, in time, or not at all."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.choices import Role
from accounts.models import OneTimeLink, School, SchoolPlan, User
from accounts.policies import roles_of
from ledger.choices import Verb
from ledger.models import Entry
from tests.conftest import PASSWORD

if TYPE_CHECKING:
    from tests.accounts.conftest import Desk
    from tests.conftest import Cast

NEW = "three quiet herons"
PASSWORDS = {"password1": NEW, "password2": NEW}
FIRST = {"school_name": "桃園市八德區瑞豐國民小學", "school_short_name": "瑞豐國小", "name": "Maria Santos"}


def command(name: str, *arguments: str) -> str:
    out = io.StringIO()
    call_command(name, *arguments, "--json", stdout=out)
    return str(json.loads(out.getvalue())["link"]).removeprefix("http://127.0.0.1:8000")


@pytest.mark.django_db
def test_the_first_link_makes_the_administrator_and_founds_the_school_once(desk: Desk) -> None:
    link = command("first_administrator")
    page = desk.text(desk.client.get(link))
    assert "建立第一位系統管理人員" in page
    assert "學校全名" in page

    used = desk.client.post(link, {**FIRST, "username": "Maria", **PASSWORDS})

    person = User.objects.get(username="maria")
    assert used.headers["Location"] == "/accounts/login/"
    assert roles_of(person, desk.now.date()) == {Role.ADMINISTRATOR}
    assert (School.objects.get().short_name, SchoolPlan.objects.get().steps.count()) == ("瑞豐國小", 3)
    assert desk.sign_in(person, NEW).headers["Location"] == "/"
    again = desk.client.post(link, {**FIRST, "username": "second", **PASSWORDS})
    assert again.status_code == 410
    assert User.objects.count() == 1
    assert [entry.verb for entry in Entry.objects.order_by("sequence")][:5] == [
        Verb.LINK_ISSUED,
        Verb.SCHOOL_FOUNDED,
        Verb.PLAN_MADE,
        Verb.ACCOUNT_MADE,
        Verb.LINK_USED,
    ]


@pytest.mark.django_db
def test_the_first_link_is_good_for_thirty_minutes_and_a_new_one_ends_it(desk: Desk) -> None:
    first = command("first_administrator")
    second = command("first_administrator")
    assert desk.client.get(first).status_code == 410
    desk.wait(29)
    assert desk.client.get(second).status_code == 200
    desk.wait(2)
    assert desk.client.get(second).status_code == 410


def test_there_is_no_first_link_where_an_administrator_is(cast: Cast, desk: Desk) -> None:
    with pytest.raises(CommandError, match="已有系統管理人員"):
        call_command("first_administrator")


def test_wrong_used_and_expired_links_answer_the_same(cast: Cast, desk: Desk) -> None:
    link = command("invite", "新老師", "--role", "staff", "--username", "newcomer")
    used = desk.client.post(link, {"username": "newcomer", **PASSWORDS})
    assert used.status_code == 302
    expired = command("invite", "另一人", "--role", "staff", "--username", "other")
    desk.wait(3 * 24 * 60 + 1)

    answers = [Client().get(path) for path in (link, expired, "/accounts/link/nothing/")]

    assert {answer.status_code for answer in answers} == {410}
    assert len({answer.content for answer in answers}) == 1
    assert "向系統管理人員或承辦人索取新的連結" in desk.text(answers[0])


def test_an_invited_person_chooses_name_and_password(cast: Cast, desk: Desk) -> None:
    link = command("invite", "新老師", "--role", "staff", "--title", "三年一班導師")

    taken = desk.client.post(link, {"username": "teacher", **PASSWORDS})
    bad = desk.client.post(link, {"username": "王老師", **PASSWORDS})
    differ = desk.client.post(link, {"username": "wang", "password1": NEW, "password2": NEW + "!"})
    weak = desk.client.post(link, {"username": "wang", "password1": "password", "password2": "password"})
    fine = desk.client.post(link, {"username": "wang", **PASSWORDS})

    assert "已有人使用" in desk.text(taken)
    assert "小寫英文字母" in desk.text(bad)
    assert "兩次輸入的新密碼不同" in desk.text(differ)
    assert weak.context["form"].errors["password1"]
    assert fine.status_code == 302
    person = User.objects.get(username="wang")
    assert (person.name, person.appointments.get().title) == ("新老師", "三年一班導師")
    assert desk.sign_in(person, NEW).status_code == 302


def test_who_keeps_the_name_he_was_invited_by_may_type_it_in_capitals(cast: Cast, desk: Desk) -> None:
    link = command("invite", "新老師", "--role", "staff", "--username", "teach")

    assert desk.client.post(link, {"username": "Teach", **PASSWORDS}).status_code == 302
    assert desk.sign_in(User.objects.get(username="teach"), NEW).status_code == 302


def test_inviting_an_account_that_exists_opens_it_anew_and_adds_the_role(cast: Cast, desk: Desk) -> None:
    link = command("invite", "Maria Santos", "--role", "handler", "--username", "administrator")

    assert roles_of(cast.administrator, desk.now.date()) == {Role.ADMINISTRATOR, Role.HANDLER}
    assert desk.client.post(link, PASSWORDS).status_code == 302
    User.objects.filter(pk=cast.administrator.pk).update(is_active=False)
    with pytest.raises(CommandError, match="已停用"):
        call_command("invite", "Maria Santos", "--role", "handler", "--username", "administrator")


def issue(desk: Desk, person: User) -> str:
    response = desk.client.post(reverse("accounts:link-issue", args=[person.pk]))
    assert response.status_code == 200
    assert "data:image/svg+xml" in desk.text(response)
    return str(response.context["address"]).removeprefix("http://127.0.0.1:8000")


def test_a_forgotten_password_is_set_anew_by_a_link_on_paper_and_ends_the_sessions(cast: Cast, desk: Desk) -> None:
    teacher_at_home = Client()
    teacher_at_home.post("/accounts/login/", {"login": "teacher", "password": PASSWORD})
    desk.sign_in(cast.handler)
    link = issue(desk, cast.teacher)
    stranger = Client()

    page = stranger.get(link)
    renamed = stranger.post(link, {"username": "somebody-else", **PASSWORDS})

    assert "帳號 teacher" in page.content.decode()
    assert renamed.status_code == 302
    cast.teacher.refresh_from_db()
    assert cast.teacher.username == "teacher", "only an account nobody has opened yet may still be named"
    assert cast.teacher.check_password(NEW)
    assert teacher_at_home.get("/accounts/me/").status_code == 302
    assert OneTimeLink.objects.get().token_sha256 not in link


def test_who_was_locked_out_before_he_asked_for_a_link_signs_in_at_once(cast: Cast, desk: Desk) -> None:
    at_home = Client()
    for name in ("teacher", "supervisor"):
        for _ in range(5):
            locked = at_home.post("/accounts/login/", {"login": name, "password": "wrong wrong wrong"})
    assert locked.status_code == 429
    desk.sign_in(cast.handler)

    Client(REMOTE_ADDR="10.0.0.9").post(issue(desk, cast.teacher), PASSWORDS)

    assert at_home.post("/accounts/login/", {"login": "teacher", "password": NEW}).status_code == 302
    other = Client().post("/accounts/login/", {"login": "supervisor", "password": PASSWORD})
    assert other.status_code == 429, "nobody else's lock is lifted"


def test_a_link_dies_with_the_account_and_with_the_next_link(cast: Cast, desk: Desk) -> None:
    desk.sign_in(cast.administrator)
    first, second = issue(desk, cast.teacher), issue(desk, cast.teacher)

    assert desk.client.get(first).status_code == 410
    assert desk.client.get(second).status_code == 200
    User.objects.filter(pk=cast.teacher.pk).update(is_active=False)
    assert desk.client.get(second).status_code == 410


@pytest.mark.parametrize(
    ("who", "whom", "status"),
    [
        ("administrator", "principal", 200),
        ("administrator", "administrator", 403),
        ("handler", "teacher", 200),
        ("handler", "guard", 200),
        ("handler", "principal", 403),
        ("handler", "supervisor", 403),
        ("handler", "administrator", 403),
        ("handler", "handler", 403),
        ("principal", "teacher", 404),
        ("teacher", "colleague", 404),
    ],
)
def test_who_may_open_whose_account(cast: Cast, desk: Desk, who: str, whom: str, status: int) -> None:
    """承辦人 who could open the 校長's account could decide his own proposal."""
    desk.sign_in(getattr(cast, who))
    url = reverse("accounts:link-issue", args=[getattr(cast, whom).pk])

    assert (desk.client.get(url).status_code, desk.client.post(url).status_code) == (status, status)
    assert OneTimeLink.objects.exists() == (status == 200)
