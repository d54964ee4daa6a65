"""A passer-by scans the sticker, a guard confirms, 承辦人 repairs, the guard re-checks; the case says why there is no footage."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from accounts.choices import Feature
from cameras.models import Outage
from maintenance.models import Fault
from tests.browser.conftest import PHONE
from tests.conftest import switch_on
from tests.house.world import Sender

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page, Request

    from cameras.models import Camera
    from tests.conftest import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCREENS = 3
"""So many screens from the scan to the thanks, at most (issue 5)."""


@pytest.mark.parametrize("scripts", [True, False], ids=["script", "no-script"])
def test_a_fault_from_the_sticker_to_its_end(
    open_page: Callable[..., Page],
    sign_in: Callable[[Page, str], None],
    axe: Callable[[Page], None],
    cast: Cast,
    cameras: list[Camera],
    scripts: bool,
) -> None:
    switch_on(Feature.STICKERS)
    phone = open_page(PHONE, java_script_enabled=scripts)
    look = axe if scripts else lambda _page: None

    screens: list[str] = []
    phone.on("request", lambda request: screens.append(request.url) if _is_screen(request) else None)
    phone.goto(f"/C/{cameras[0].token}/")  # as the code on the sticker spells it
    look(phone)
    phone.get_by_text("黑畫面").click()
    phone.get_by_role("button", name="送出通報").dblclick()
    phone.get_by_role("heading", name="已收到通報").wait_for()
    look(phone)
    assert len(set(screens)) <= SCREENS
    fault = Fault.objects.get()
    assert (fault.code, fault.status, Outage.objects.count()) == ("C01", "unconfirmed", 0)

    sign_in(phone, "guard")
    phone.goto(f"/maintenance/faults/{fault.number}/")
    look(phone)
    phone.get_by_role("button", name="確認故障").click()
    phone.get_by_text("待處理").first.wait_for()
    assert Outage.objects.get().reference == fault.number

    # As if it had been so for days: a case asks for a time since then, of which there is nothing.
    Outage.objects.update(since=timezone.now() - dt.timedelta(hours=80))
    Fault.objects.update(reported_at=timezone.now() - dt.timedelta(hours=80))
    case = Sender(cast, cameras[:1], timezone.now()).submit()

    desk = open_page(PHONE, java_script_enabled=scripts)
    sign_in(desk, "handler")
    desk.goto(f"/requests/{case.number}/")
    desk.get_by_text(f"無影像：故障（{fault.number}）").first.wait_for()
    desk.goto(f"/maintenance/faults/{fault.number}/")
    desk.get_by_label("處理情形").fill("更換電源供應器後恢復正常")
    desk.get_by_role("button", name="登錄已修復").click()
    desk.get_by_text("已修復待複驗").first.wait_for()
    look(desk)
    assert Outage.objects.get().until is not None

    phone.goto(f"/maintenance/faults/{fault.number}/")
    phone.get_by_role("button", name="複驗合格，結案").click()
    phone.get_by_text("結案").first.wait_for()
    fault.refresh_from_db()
    assert fault.status == "closed"
    assert phone.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def _is_screen(request: Request) -> bool:
    return request.is_navigation_request() and request.method == "GET"
