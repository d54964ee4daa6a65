"""The two pages of sign-in that need a state to be seen: a guard's on a 警衛室裝置, and the locked one. Without scripts, too."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.services import set_device_code
from accounts.services.watching import WATCH
from tests.conftest import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from cameras.models import Camera
    from tests.conftest import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def leave_for(minutes: float) -> None:
    """Let every sign-in have been idle for so long."""
    for row in Session.objects.all():
        store = SessionStore(row.session_key)
        if WATCH in store:
            began, seen, awake = store[WATCH]
            store[WATCH] = [began, seen - dt.timedelta(minutes=minutes).seconds, awake]
            store.save()


@pytest.mark.parametrize("kind", ["page_390", "page_no_script"])
def test_a_registered_browser_lets_a_guard_in_with_six_digits(
    request: pytest.FixtureRequest,
    kind: str,
    sign_in: Callable[[Page, str], None],
    axe: Callable[[Page], None],
    cast: Cast,
    cameras: list[Camera],
) -> None:
    page: Page = request.getfixturevalue(kind)
    look = axe if kind == "page_390" else lambda _: None  # axe is a script itself
    set_device_code(user=cast.guard, code="480915", now=timezone.now())
    sign_in(page, "administrator")
    page.goto("/accounts/devices/new/")
    page.fill("[name=name]", "警衛室電腦")
    page.get_by_role("button", name="登錄這台裝置").click()
    page.wait_for_url("**/accounts/devices/")
    page.goto("/accounts/logout/")
    page.get_by_role("button", name="登出系統").click()
    page.wait_for_url("**/accounts/guard/")
    look(page)

    page.get_by_label("巴奈・古拉斯").check()
    page.fill("[name=device_code]", "480915")
    page.press("[name=device_code]", "Enter")

    page.wait_for_url("**/")
    assert page.get_by_role("link", name="回報故障").first.is_visible()
    assert page.get_by_role("link", name="通知").count() == 0
    look(page)


def test_a_locked_page_opens_where_one_was_with_what_one_typed(
    page_390: Page, sign_in: Callable[[Page, str], None], axe: Callable[[Page], None], cast: Cast, cameras: list[Camera]
) -> None:
    page = page_390
    sign_in(page, "guard")
    page.goto("/maintenance/faults/new/C01/")
    page.get_by_text("先加上說明或照片").click()
    page.fill("textarea", "畫面左側有水漬")
    leave_for(31)

    page.locator("button[name=symptom][value=other]").click()
    page.wait_for_url("**/accounts/locked/**")
    axe(page)
    page.fill("[name=proof_password]", PASSWORD)
    page.get_by_role("button", name="解除鎖定").click()

    page.wait_for_url("**/maintenance/faults/new/C01/")
    assert page.input_value("textarea") == "畫面左側有水漬"
