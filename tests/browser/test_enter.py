"""Enter, or 「前往」 on a phone, answers nothing where the buttons of a form are its answers: the page asks."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from accounts.choices import Feature
from maintenance.choices import FaultStatus, Symptom
from maintenance.models import DailyCheck, Fault
from maintenance.services import repair_fault, report_fault
from tests.browser.conftest import PHONE
from tests.conftest import switch_on
from tests.maintenance.looking import make_shift

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from cameras.models import Camera
    from tests.browser.conftest import Watch
    from tests.conftest import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HOUR = dt.timedelta(hours=1)


def test_enter_in_what_the_next_shift_must_know_does_not_say_that_all_is_well(
    open_page: Callable[..., Page],
    sign_in: Callable[[Page, str], None],
    axe: Callable[[Page], None],
    watch: Watch,
    cast: Cast,
    cameras: list[Camera],
) -> None:
    switch_on(Feature.DAILY_CHECK)
    today = timezone.localdate()
    make_shift(cast.handler, timezone.now(), starts=dt.time(0), ends=dt.time(0), weekdays=range(7), since=today)
    watch.expect(422, "/daily/")
    page = open_page(PHONE)
    sign_in(page, "guard")
    page.goto("/")
    page.get_by_role("link", name="有異常或要交接").click()
    page.get_by_text("交接事項", exact=True).click()
    page.get_by_label("交接事項").fill("側門施工")
    page.get_by_label("交接事項").press("Enter")
    page.get_by_text("沒有異常時請按「全部正常」的按鈕").wait_for()
    assert page.get_by_label("交接事項").input_value() == "側門施工"
    assert not DailyCheck.objects.exists()
    axe(page)
    page.get_by_role("button", name="本班全部正常").click()
    page.get_by_text("下一班尚未知悉").wait_for()
    assert DailyCheck.objects.get().handover == "側門施工"


def test_enter_in_what_was_seen_at_a_recheck_does_not_say_that_it_is_repaired(
    open_page: Callable[..., Page],
    sign_in: Callable[[Page, str], None],
    axe: Callable[[Page], None],
    watch: Watch,
    cast: Cast,
    cameras: list[Camera],
) -> None:
    now = timezone.now()
    fault = report_fault(
        camera=cameras[0], symptom=Symptom.BLACK, description="", form_key=uuid.uuid4(), reporter=cast.guard,
        now=now - HOUR,
    )  # fmt: skip
    repair_fault(fault_id=fault.pk, measures="換線", repaired_at=now, user=cast.handler, now=now)
    watch.expect(422, "/recheck/")
    page = open_page(PHONE)
    sign_in(page, "guard")
    page.goto(f"/maintenance/faults/{fault.number}/")
    page.get_by_label("複驗情形").fill("仍無畫面")
    page.get_by_label("複驗情形").press("Enter")
    page.get_by_text("請按「複驗合格，結案」或「不合格，退回處理」。").wait_for()
    assert Fault.objects.get().status == FaultStatus.REPAIRED
    axe(page)
    page.get_by_role("button", name="不合格，退回處理").click()
    page.get_by_text("複驗不合格：仍無畫面").first.wait_for()
