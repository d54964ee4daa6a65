"""A missing child at 16:40; two who ask about one incident, of whom one sees nothing because a camera was broken."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from cameras.choices import OutageCause
from cameras.services import open_outage
from ledger.services import SYSTEM
from requests.choices import ViewingKind
from requests.models import ReviewRequest, ViewingSession
from requests.services.incidents import link_cases
from tests.house.world import Sender

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from cameras.models import Camera
    from tests.browser.conftest import Watch
    from tests.conftest import Cast

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


def test_a_missing_child(
    page_390: Page,
    sign_in: Callable[[Page, str], None],
    axe: Callable[[Page], None],
    watch: Watch,
    cast: Cast,
    cameras: list[Camera],
) -> None:
    """承辦人 has gone home; 總務主任 has 校長 on the telephone and looks with the teacher, on a phone."""
    page = page_390
    watch.expect(422, "/emergency/")
    sign_in(page, "supervisor")
    page.get_by_role("link", name="校內緊急調閱").click()
    page.get_by_role("button", name="立即開始").click()
    page.get_by_text("請選擇口頭同意的校長、處室主管或值班主管").first.wait_for()
    axe(page)
    page.get_by_label("走失").check()
    page.locator("select[name=account]").select_option(label="許喆安（五年三班導師）")
    page.get_by_label("與當事人關係").fill("導師")
    page.get_by_label("操場", exact=True).check()
    page.get_by_label("申請事由").fill("五年三班 7 號放學後未到安親班。")
    page.get_by_label("校長 蘇翊甯").check()
    page.get_by_label("在場人").fill("五年三班導師許喆安")
    page.get_by_role("button", name="立即開始").click()
    page.get_by_text("請於").first.wait_for()
    axe(page)
    case, viewing = ReviewRequest.objects.get(), ViewingSession.objects.get()
    assert (viewing.kind, viewing.escort_name) == (ViewingKind.EMERGENCY, "總務主任 方瑀彤")
    page.get_by_role("link", name="結束調閱").click()
    page.get_by_label("發現摘要").fill("16:07 由側門離校。")
    axe(page)
    page.get_by_role("button", name="結束調閱").click()
    page.get_by_text("待補核").first.wait_for()
    assert case.viewings.get().finding == "16:07 由側門離校。"


def test_two_of_one_incident_and_no_footage_for_one(
    page_no_script: Page, sign_in: Callable[[Page, str], None], cast: Cast, cameras: list[Camera]
) -> None:
    """Two taps to begin, two to end; the fault is chosen from those of the cameras."""
    now = timezone.now()
    send = Sender(cast, cameras, now)
    first, second = send.approved(), send.approved()
    link_cases(case_id=first.pk, other_number=str(second.number), actor=cast.handler, now=now)
    open_outage(
        camera=cameras[0], cause=OutageCause.FAULT, reference="F115-0001", since=now - dt.timedelta(days=5),
        actor=SYSTEM, now=now,
    )  # fmt: skip
    page = page_no_script
    sign_in(page, "handler")
    page.goto(f"/requests/{first.number}/")
    page.get_by_role("link", name="現在開始調閱").click()
    page.get_by_role("button", name="現在開始").click()
    page.get_by_role("link", name="結束調閱").click()
    page.get_by_role("button", name="結束調閱").click()
    page.goto(f"/requests/{second.number}/")
    page.get_by_role("link", name="現在開始調閱").click()
    page.get_by_role("button", name="現在開始").click()
    page.get_by_role("link", name="結束調閱").click()
    page.get_by_label("無影像", exact=True).check()
    page.get_by_text("沒有影像時：原因").click()
    page.get_by_label("無影像之原因").select_option("故障")
    page.get_by_label("故障單號").select_option("F115-0001")
    page.get_by_role("button", name="結束調閱").click()
    page.goto("/ledger/register/")
    assert page.get_by_text("無影像：故障（F115-0001）").is_visible()
    assert page.get_by_text(str(first.number)).first.is_visible()
