"""Ruling 26: guards sign in on a registered 警衛室裝置 with name and code, for checks, faults and 緊急留存 only."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from accounts import services
from accounts.choices import Feature, Role
from accounts.models import DeviceCode, GuardDevice, User
from accounts.services.errors import NotAllowed, PeopleError
from ledger.choices import Verb
from ledger.models import Entry
from ledger.services import SYSTEM, sentence
from maintenance.services import add_shift
from reports.choices import MoveKind
from reports.services.staff import Leaving, let_go
from tests.conftest import PASSWORD, switch_on

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as HttpResponse

    from cameras.models import Camera
    from tests.accounts.conftest import Desk
    from tests.conftest import Cast

GUARD = "/accounts/guard/"
CODE = "480915"
WRONG = "姓名與個人識別碼不符"


@pytest.fixture
def room(cast: Cast, cameras: list[Camera], desk: Desk) -> Desk:
    """A registered browser in the guard room; the guard has a code."""
    _, token = services.register_device(name="警衛室電腦", actor=cast.administrator, now=desk.now)
    services.set_device_code(user=cast.guard, code=CODE, now=desk.now)
    desk.client.cookies[django_settings.GUARD_DEVICE_COOKIE] = token
    return desk


def enter(desk: Desk, code: str = CODE, person: str = "guard", **more: str) -> HttpResponse:
    return desk.client.post(GUARD, {"person": person, "device_code": code, **more})


def test_a_guard_enters_with_name_and_code_and_the_ledger_says_where(room: Desk) -> None:
    assert room.client.get("/").headers["Location"] == f"{GUARD}?next=/"
    page = room.text(room.client.get(GUARD))
    assert "巴奈・古拉斯" in page
    assert "游承堃" not in page

    assert enter(room, next="/maintenance/faults/new/").headers["Location"] == "/maintenance/faults/new/"

    assert room.client.get("/").status_code == 200
    entry = Entry.objects.latest("sequence")
    assert sentence(entry) == "警衛 巴奈・古拉斯於警衛室裝置「警衛室電腦」以個人識別碼登入"
    assert "警衛室電腦" in room.text(room.client.get("/")) or entry.verb == Verb.SIGNED_IN_AT_DEVICE


def test_elsewhere_there_is_no_such_page(room: Desk) -> None:
    for token in ("", "made-up"):
        stranger = Client()
        stranger.cookies[django_settings.GUARD_DEVICE_COOKIE] = token
        for answer in (stranger.get(GUARD), stranger.post(GUARD, {"person": "guard", "device_code": CODE})):
            assert answer.status_code == 404
        assert stranger.get("/").headers["Location"] == "/accounts/login/?next=/"


OPEN = (
    "/", "/maintenance/faults/", "/maintenance/faults/new/", "/maintenance/faults/new/C01/", "/maintenance/cameras/C01/",
    "/retention/holds/emergency/", )  # fmt: skip
SHUT = (
    "/retention/hand-checks/new/",
    "/requests/", "/requests/looks/", "/requests/new/", "/accounts/me/", "/accounts/me/code/", "/accounts/sessions/", "/accounts/mfa/",
    "/accounts/password/change/", "/accounts/reauthenticate/", "/accounts/people/", "/notices/", "/plan/", "/rules/",
    "/retention/", "/retention/holds/", "/ledger/", "/ledger/register/", "/print/", "/maintenance/inspections/",
    "/requests/115-0001/", "/accounts/devices/",
)  # fmt: skip


def test_a_code_opens_checks_faults_and_emergencies_only(room: Desk) -> None:
    enter(room)

    assert {page: room.client.get(page).status_code for page in OPEN} == dict.fromkeys(OPEN, 200)
    assert {page: room.client.get(page).status_code for page in SHUT} == dict.fromkeys(SHUT, 403)
    assert "改以帳號與密碼登入" in room.text(room.client.get("/requests/"))


def test_acts_elsewhere_are_refused_too(cast: Cast, room: Desk) -> None:
    enter(room)
    for page in ("/accounts/me/undertaking/", "/notices/read/", "/requests/looks/new/", "/accounts/me/code/"):
        assert room.client.post(page, {"is_read": "on"}).status_code == 403
    assert not cast.guard.undertakings.exists()


@pytest.mark.counted_elsewhere
def test_no_page_offers_what_a_code_does_not_open(room: Desk) -> None:
    enter(room)
    for page in OPEN:
        text = room.text(room.client.get(page))
        links = {one.split('"')[0] for one in text.split('href="')[1:]}
        shut = [link for link in links if link.startswith("/") and room.client.get(link).status_code == 403]
        assert shut == [], page


def test_who_is_more_than_a_guard_uses_a_password(cast: Cast, room: Desk) -> None:
    services.give_post(
        person_id=cast.guard.pk, role=Role.HANDLER, title="代理組長", office="", since=room.now.date(),
        actor=cast.administrator, now=room.now,
    )  # fmt: skip

    assert "巴奈" not in room.text(enter(room))
    with pytest.raises(NotAllowed):
        services.set_device_code(user=cast.guard, code=CODE, now=room.now)
    with pytest.raises(NotAllowed):
        services.set_device_code(user=cast.handler, code=CODE, now=room.now)


def test_a_guard_who_becomes_more_is_out_with_the_next_page(cast: Cast, room: Desk) -> None:
    enter(room)
    services.give_post(
        person_id=cast.guard.pk, role=Role.HANDLER, title="代理組長", office="", since=room.now.date(),
        actor=cast.administrator, now=room.now,
    )  # fmt: skip
    assert room.client.get("/").headers["Location"] == f"{GUARD}?next=/"


@pytest.mark.parametrize(
    ("person", "code"), [("guard", "480916"), ("guard", ""), ("guard", PASSWORD), ("handler", CODE), ("nobody", CODE)]
)
def test_wrong_names_and_codes_open_nothing(room: Desk, person: str, code: str) -> None:
    assert enter(room, code, person).status_code == 200
    assert room.client.get("/").status_code == 302


def test_the_fifth_wrong_code_locks_the_name_here_for_fifteen_minutes(cast: Cast, room: Desk) -> None:
    for _ in range(4):
        assert WRONG in room.text(enter(room, "111119"))
    assert enter(room, "111119").status_code == 429
    assert enter(room).status_code == 429
    assert room.sign_in(cast.guard).status_code == 429, "one count for code and password"
    assert Entry.objects.filter(verb=Verb.SIGN_IN_FAILED, subject="guard").count() == 5
    room.wait(16)
    assert enter(room).status_code == 302


def test_a_right_code_forgets_the_wrong_ones(room: Desk) -> None:
    for _ in range(3):
        for _ in range(4):
            enter(room, "111119")
        assert enter(room).status_code == 302
        room.client.post(reverse("account_logout"))


def test_the_hasher_runs_once_whatever_is_wrong(cast: Cast, room: Desk, hashed: list[str]) -> None:
    enter(room)
    room.client.post(reverse("account_logout"))
    right, hashed[:] = len(hashed), []
    enter(room, "111119")
    wrong, hashed[:] = len(hashed), []
    for _ in range(4):
        enter(room, "111119")
    hashed.clear()
    enter(room)
    assert (right, wrong, len(hashed)) == (1, 1, 1)


def test_signing_out_leads_back_to_the_names(room: Desk) -> None:
    enter(room)
    assert room.client.post(reverse("account_logout")).headers["Location"] == GUARD
    assert room.client.get("/").status_code == 302


def test_a_signed_in_person_needs_no_second_one(room: Desk) -> None:
    enter(room)
    assert room.client.get(GUARD).headers["Location"] == "/"


def test_a_guard_signs_in_with_the_password_here_as_everywhere(cast: Cast, room: Desk) -> None:
    assert "警衛以個人識別碼登入" in room.text(room.client.get("/accounts/login/"))
    room.sign_in(cast.guard)
    assert room.client.get("/accounts/me/").status_code == 200


def test_without_shifts_the_sign_in_lasts_twelve_hours(room: Desk) -> None:
    enter(room)
    room.wait(12 * 60 - 1)
    assert room.client.get("/").status_code == 200
    room.wait(1)
    assert room.client.get("/").headers["Location"] == f"{GUARD}?next=/"


def test_with_shifts_it_does_not_lock_until_the_shift_ends(cast: Cast, cameras: list[Camera], room: Desk) -> None:
    switch_on(Feature.DAILY_CHECK)
    add_shift(
        name="日班", starts=dt.time(7), ends=dt.time(12), weekdays=list(range(5)), since=room.now.date(), user=cast.handler,
        now=room.now,
    )  # fmt: skip
    enter(room)  # 09:00
    room.wait(3 * 60 + 29)
    assert room.client.get("/").status_code == 200
    room.wait(31)
    refused = room.client.post("/maintenance/faults/new/C01/", {"symptom": "other", "description": "漏水"})
    assert refused.headers["Location"] == f"{GUARD}?next=/maintenance/faults/new/C01/"
    enter(room)
    assert "漏水" in room.text(room.client.get("/maintenance/faults/new/C01/")), "kept for the same guard"


def test_a_withdrawn_device_is_out_with_the_next_page(cast: Cast, room: Desk) -> None:
    enter(room)
    device = GuardDevice.objects.get()
    services.withdraw_device(device_id=device.pk, actor=cast.administrator, now=room.now)

    assert room.client.get("/").headers["Location"] == "/accounts/login/?next=/"
    assert room.client.get(GUARD).status_code == 404
    with pytest.raises(PeopleError, match="已撤銷"):
        services.withdraw_device(device_id=device.pk, actor=cast.administrator, now=room.now)


def test_a_session_does_not_move_to_another_browser(room: Desk) -> None:
    enter(room)
    thief = Client()
    thief.cookies["sessionid"] = room.client.cookies["sessionid"].value

    assert thief.get("/").headers["Location"] == "/accounts/login/?next=/"


def test_a_withdrawn_code_ends_the_guards_sign_ins(cast: Cast, room: Desk) -> None:
    enter(room)
    services.withdraw_device_code(person_id=cast.guard.pk, actor=cast.administrator, now=room.now)

    assert room.client.get("/").status_code == 302
    assert not DeviceCode.objects.exists()
    assert "還沒有警衛設定個人識別碼" in room.text(room.client.get(GUARD))
    with pytest.raises(PeopleError, match="沒有個人識別碼"):
        services.withdraw_device_code(person_id=cast.guard.pk, actor=cast.administrator, now=room.now)


def test_a_disabled_guard_is_out(cast: Cast, room: Desk) -> None:
    enter(room)
    let_go(leaving=Leaving(cast.guard.pk, MoveKind.CLOSING, None), actor=cast.administrator, now=room.now)

    assert room.client.get("/").status_code == 302
    assert "巴奈" not in room.text(room.client.get(GUARD))


@pytest.mark.parametrize("role", ["teacher", "handler", "supervisor", "principal", "guard", "auditor"])
def test_only_the_administrator_keeps_devices_and_codes(cast: Cast, room: Desk, role: str) -> None:
    actor: User = getattr(cast, role)
    device = GuardDevice.objects.get()
    for act in (
        lambda: services.register_device(name="別台", actor=actor, now=room.now),
        lambda: services.withdraw_device(device_id=device.pk, actor=actor, now=room.now),
        lambda: services.withdraw_device_code(person_id=cast.guard.pk, actor=actor, now=room.now),
    ):
        with pytest.raises((NotAllowed, PermissionDenied)):
            act()
    assert GuardDevice.objects.get().withdrawn_at is None
    assert DeviceCode.objects.exists()


def test_the_administrator_registers_the_browser_he_sits_at(cast: Cast, desk: Desk) -> None:
    desk.sign_in(cast.administrator)
    desk.wait(16)
    page = reverse("accounts:device-new")
    assert "請輸入密碼或驗證碼" in desk.text(desk.client.post(page, {"name": "警衛室平板"}))
    assert not GuardDevice.objects.exists()

    assert desk.client.post(page, {"name": "警衛室平板", "proof_password": PASSWORD}).status_code == 302

    cookie = desk.client.cookies[django_settings.GUARD_DEVICE_COOKIE]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert cookie.value not in repr(GuardDevice.objects.values_list()), "the token itself is kept nowhere"
    shown = desk.text(desk.client.get(reverse("accounts:devices")))
    assert "這台裝置" in shown
    assert "登錄這台裝置</a>" not in shown


def test_withdrawing_by_page(cast: Cast, room: Desk) -> None:
    room.client.cookies.clear()
    room.sign_in(cast.administrator)
    device = GuardDevice.objects.get()
    for page in (
        reverse("accounts:device-withdraw", args=[device.pk]),
        reverse("accounts:device-code-withdraw", args=[cast.guard.pk]),
    ):
        room.wait(16)
        assert "密碼不正確" in room.text(room.client.post(page, {"proof_password": "wrong wrong wrong"}))
        assert room.client.post(page, {"proof_password": PASSWORD}).status_code == 302
        assert 'class="err"' in room.text(room.client.post(page)), "done already"
    assert GuardDevice.objects.get().withdrawn_at
    assert not DeviceCode.objects.exists()


CODES = [
    ("48091", "48091", "個人識別碼請用六位數字"),
    ("abcdef", "abcdef", "個人識別碼請用六位數字"),
    ("123456", "123456", "太容易猜中"),
    ("480915", "480916", "兩次輸入的個人識別碼不同"),
    ("", "", "請填寫新的個人識別碼"),
]


@pytest.mark.parametrize(("first", "second", "said"), CODES)
def test_bad_codes_are_refused(cast: Cast, desk: Desk, first: str, second: str, said: str) -> None:
    desk.sign_in(cast.guard)
    answer = desk.client.post(reverse("accounts:device-code"), {"device_code1": first, "device_code2": second})

    assert said in desk.text(answer)
    assert not DeviceCode.objects.exists()


@pytest.mark.parametrize("code", ["48091", "123456"])
def test_the_service_refuses_them_too(cast: Cast, desk: Desk, code: str) -> None:
    with pytest.raises(PeopleError):
        services.set_device_code(user=cast.guard, code=code, now=desk.now)


def test_a_guard_sets_the_own_code_after_a_proof(cast: Cast, desk: Desk) -> None:
    desk.sign_in(cast.guard)
    desk.wait(16)
    page, code = reverse("accounts:device-code"), {"device_code1": CODE, "device_code2": CODE}
    assert "請輸入密碼或驗證碼" in desk.text(desk.client.post(page, code))
    assert not DeviceCode.objects.exists()

    assert desk.client.post(page, code | {"proof_password": PASSWORD}).status_code == 302

    assert CODE not in DeviceCode.objects.get().encoded
    assert sentence(Entry.objects.latest("sequence")) == "警衛 巴奈・古拉斯設定個人識別碼"
    assert "立即失效" in desk.text(desk.client.get(page))


def test_who_is_no_guard_has_no_code(cast: Cast, desk: Desk) -> None:
    desk.sign_in(cast.handler)
    assert desk.client.get(reverse("accounts:device-code")).status_code == 404


@pytest.mark.parametrize("page", ["https://evil.example/", "//evil.example/x"])
def test_the_way_on_stays_in_the_house(room: Desk, page: str) -> None:
    assert enter(room, next=page).headers["Location"] == "/"


def test_nothing_of_a_code_is_kept_after_a_time_out() -> None:
    from accounts.rules import is_secret_field  # noqa: PLC0415

    assert all(is_secret_field(name) for name in ("device_code", "device_code1", "device_code2"))


def test_two_guards_choose_by_name(cast: Cast, room: Desk) -> None:
    other = User.objects.create_user("guard2", "馬躍・比吼", PASSWORD)
    services.appoint(
        user=other, role=Role.GUARD, title="警衛", office="警衛室", since=room.now.date(), actor=SYSTEM, now=room.now
    )
    services.set_device_code(user=other, code="731946", now=room.now)

    assert WRONG in room.text(enter(room, CODE, "guard2"))
    assert enter(room, "731946", "guard2").status_code == 302
    assert "馬躍・比吼" in room.text(room.client.get("/"))
