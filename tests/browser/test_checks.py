"""The half-year inspection of 36 cameras in one sitting with a lost connection, and the guard's shift on a phone."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.choices import Feature
from cameras.services import add_camera
from ledger.services import SYSTEM
from maintenance.models import CheckedCamera, DailyCheck, Fault, Inspection
from maintenance.services import start_work_list
from tests.browser.conftest import PHONE, WIDE
from tests.conftest import switch_on
from tests.maintenance.looking import make_shift
from tests.roc import roc

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from cameras.models import Camera
    from tests.browser.conftest import Watch
    from tests.conftest import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BEFORE = 3
"""So many cameras are found well before the connection is lost."""


@pytest.fixture
def thirty_six(cameras: list[Camera]) -> list[Camera]:
    first, now = cameras[0], timezone.now()
    facts = {
        "place": "仁愛樓",
        "recorder": first.recorder,
        "area_type": "corridor",
        "installed_on": dt.date(2020, 1, 1),
    }
    return cameras + [
        add_camera(code=f"C{number:02d}", name=f"第{number}支", actor=SYSTEM, now=now, **facts)
        for number in range(5, 37)
    ]


@pytest.mark.parametrize(("size", "scripts"), [(PHONE, True), (WIDE, False)], ids=["390", "1280-no-script"])
def test_36_cameras_in_one_sitting_and_what_was_saved_outlives_the_connection(
    open_page: Callable[..., Page],
    sign_in: Callable[[Page, str], None],
    watch: Watch,
    cast: Cast,
    thirty_six: list[Camera],
    size: dict[str, int],
    scripts: bool,
) -> None:
    page = open_page(size, java_script_enabled=scripts)
    sign_in(page, "handler")
    page.goto("/maintenance/inspections/")
    page.get_by_text("逐項檢查（選用）").click()
    page.get_by_role("button", name="開始逐項檢查").click()
    page.wait_for_url("**/checklists/*/")
    address = page.url
    for number in range(1, BEFORE + 1):
        page.locator(f"#camera-C{number:02d} form button").click()
        page.locator(f"#camera-C{number:02d} .tag--ok").wait_for()
    assert page.locator("#progress").inner_text().strip() == f"已檢 {BEFORE}／38 項"

    page.context.set_offline(True)
    with page.expect_event("requestfailed"):
        page.locator("#camera-C04 form button").click()
    if scripts:
        page.locator("#camera-C04").get_by_text("沒有連上伺服器，這一項還沒有儲存").wait_for()
    page.context.set_offline(False)
    watch.seen.clear()  # a browser without a connection says so
    assert CheckedCamera.objects.count() == BEFORE
    page.goto(address)
    assert page.locator("#progress").inner_text().strip() == f"已檢 {BEFORE}／38 項"

    page.locator("#camera-C36").get_by_role("link").click()
    page.get_by_label("遮蔽").check()
    page.get_by_label("說明").fill("樹枝")
    page.get_by_role("button", name="儲存這一支").click()
    page.get_by_role("button", name="其餘 32 支全部正常").click()
    page.locator("#recorder-NVR1").get_by_role("link").click()
    for name, value in roc("earliest_day", timezone.localdate() - dt.timedelta(days=20)).items():
        page.fill(f"[name={name}]", value)
    page.get_by_label("校時差（秒）").fill("0")
    page.get_by_role("button", name="儲存這部主機").click()
    page.locator("#system").get_by_role("link").click()
    page.get_by_role("button", name="儲存系統項目").wait_for()
    page.wait_for_load_state()
    for well in page.get_by_label("正常", exact=True).all():
        well.check()
    page.get_by_role("button", name="儲存系統項目").click()
    page.get_by_role("link", name="填入附錄2").click()
    page.get_by_role("button", name="登錄檢查").click()
    page.wait_for_url("**/inspections/*/")
    row = Inspection.objects.get()
    assert (row.recorder_works, row.equipment_works, row.picture_is_clear) == (True, False, True)
    assert row.remarks == f"C36（{Fault.objects.get().number}）"


def test_a_session_that_ended_asks_to_sign_in_and_no_camera_leaves_the_list(
    open_page: Callable[..., Page], sign_in: Callable[[Page, str], None], cast: Cast, cameras: list[Camera]
) -> None:
    work_list = start_work_list(user=cast.handler, now=timezone.now())
    page = open_page(PHONE)
    sign_in(page, "handler")
    page.goto(f"/maintenance/checklists/{work_list.pk}/")
    Session.objects.all().delete()
    page.locator("#camera-C01 form button").click()
    page.wait_for_url("**/accounts/login/**")
    assert not CheckedCamera.objects.filter(condition="normal").exists()


@pytest.mark.parametrize("scripts", [True, False], ids=["script", "no-script"])
def test_the_guards_shift_on_a_phone_one_tap_then_an_exception_in_the_next(
    open_page: Callable[..., Page],
    sign_in: Callable[[Page, str], None],
    axe: Callable[[Page], None],
    cast: Cast,
    cameras: list[Camera],
    scripts: bool,
) -> None:
    switch_on(Feature.DAILY_CHECK)
    now = timezone.now()
    whole_day = {"starts": dt.time(0), "ends": dt.time(0), "weekdays": range(7), "since": timezone.localdate(now)}
    for name in ("甲班", "乙班"):
        make_shift(cast.handler, now, name=name, **whole_day)
    page = open_page(PHONE, java_script_enabled=scripts)
    sign_in(page, "guard")
    page.goto("/")
    if scripts:
        axe(page)
    page.get_by_role("button", name="本班全部正常").first.click()
    page.wait_for_url("**/daily/**")
    assert DailyCheck.objects.count() == 1

    page.goto("/")
    page.get_by_role("link", name="有異常或要交接").click()
    if scripts:
        axe(page)
    page.get_by_text("有異常", exact=True).click()
    page.get_by_text("忠孝樓").first.click()
    page.get_by_label("C02 三樓東側走廊").select_option("moved")
    page.get_by_role("button", name="登錄異常，開立故障單").click()
    page.get_by_text("故障單").first.wait_for()
    if scripts:
        axe(page)
    fault = Fault.objects.get()
    assert (fault.code, fault.symptom) == ("C02", "moved")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
