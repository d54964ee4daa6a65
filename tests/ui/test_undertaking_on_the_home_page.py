"""Who has to do with footage is asked for the 保密切結 on his home page until he has signed it (肆、一; 肆、二)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.urls import reverse

from accounts.services import register_device, set_device_code

if TYPE_CHECKING:
    import datetime as dt

    from django.test import Client

    from tests.conftest import Cast

pytestmark = pytest.mark.usefixtures("at_now")
ASKED = "請閱讀並簽署保密切結"


@pytest.mark.parametrize("who", ["handler", "supervisor", "principal", "guard", "administrator", "auditor"])
def test_whoever_has_to_do_with_footage_is_asked_until_he_signs(client: Client, cast: Cast, who: str) -> None:
    client.force_login(getattr(cast, who))
    home = client.get("/").content.decode()
    assert ASKED in home
    assert f'href="{reverse("accounts:me")}#undertaking"' in home

    client.post(reverse("accounts:undertaking"), {"is_read": "on"})

    assert ASKED not in client.get("/").content.decode()


def test_a_teacher_is_not_asked(client: Client, cast: Cast) -> None:
    client.force_login(cast.teacher)
    assert ASKED not in client.get("/").content.decode()


def test_in_the_guard_room_where_his_own_page_does_not_open_it_says_where(
    client: Client, cast: Cast, now: dt.datetime
) -> None:
    _, token = register_device(name="警衛室電腦", actor=cast.administrator, now=now)
    set_device_code(user=cast.guard, code="480915", now=now)
    client.cookies[settings.GUARD_DEVICE_COOKIE] = token
    client.post(reverse("accounts:device-sign-in"), {"person": "guard", "device_code": "480915"})
    home = client.get("/").content.decode()
    assert ASKED in home
    assert "於「我的帳號」簽署" in home
