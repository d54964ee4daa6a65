"""The click budgets of ruling 30 for asking, signing, viewing and printing, counted in a real browser on a phone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from requests.choices import Action, Proposal, Status
from requests.models import ReviewRequest
from retention.models import Hold
from tests.browser.conftest import PHONE
from tests.house.world import Sender

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

    from cameras.models import Camera
    from tests.conftest import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@dataclass
class Taps:
    """A thumb that counts."""

    count: int = 0

    def on(self, target: Locator) -> None:
        """Tap the first visible one."""
        target.locator("visible=true").first.click()
        self.count += 1


@pytest.fixture
def send(cast: Cast, cameras: list[Camera]) -> Sender:
    """The teacher, who has sent requests a moment ago."""
    return Sender(cast, cameras, timezone.now())


@pytest.fixture
def phone(open_page: Callable[..., Page], sign_in: Callable[[Page, str], None]) -> Callable[[str], Page]:
    """Return a function that opens a phone on which somebody has signed in just now."""

    def open_for(username: str) -> Page:
        page = open_page(PHONE, has_touch=True, is_mobile=True)
        sign_in(page, username)
        return page

    return open_for


def test_a_request_asks_eight_things_in_five_taps_four_texts_and_a_day(
    phone: Callable[[str], Page], cast: Cast, cameras: list[Camera]
) -> None:
    page, thumb = phone("teacher"), Taps()
    page.goto("/requests/new/")
    fields = page.locator("form.asking .field").evaluate_all(
        "all => all.filter(one => one.checkVisibility()).map(one => one.querySelector('legend, label, button').textContent)"
    )
    folded = page.locator("form.asking > .card__body > details > summary").count()
    assert len([one for one in fields if one != "下一步：檢查內容"]) == 6, fields
    assert (
        folded == 3
    )  # 超過兩小時; 附件; 申請日期、聯絡電話、調閱單位: eight things, and a sentence nobody needs by default
    thumb.on(page.get_by_label("我本人的權益"))
    page.get_by_label("與當事人關係").fill("本人")
    thumb.on(page.get_by_label("一樓川堂"))
    page.select_option("select[name=starts_at_day]", index=2)
    page.fill("input[name=starts_at_3]", "1235")
    page.fill("input[name=ends_at_3]", "1250")
    page.get_by_label("申請事由").fill("機車後照鏡在停車場毀損，想確認經過。")
    thumb.on(page.get_by_role("button", name="下一步：檢查內容"))
    thumb.on(page.get_by_label("我已閱讀並同意遵守附錄1 注意事項"))
    thumb.on(page.get_by_role("button", name="送出申請"))
    page.wait_for_url("**/submitted/")
    assert thumb.count == 5  # beside one choice of a day and four texts


def test_the_principal_decides_in_three_taps_from_the_notice(phone: Callable[[str], Page], send: Sender) -> None:
    case = send.submit()
    for person in (send.cast.handler, send.cast.supervisor):
        send.sign(case, person, Action.PROPOSE, Proposal.APPROVE)
    page, thumb = phone("principal"), Taps()
    page.goto("/notices/")
    thumb.on(page.get_by_text(f"請簽核調閱申請 {case.number}"))
    page.wait_for_url(f"**/requests/{case.number}/")
    thumb.on(page.get_by_role("link", name="核准", exact=True))
    thumb.on(page.get_by_role("button", name="確認核准並送出"))
    page.wait_for_url("**/")
    assert ReviewRequest.objects.get(pk=case.pk).status == Status.APPROVED
    assert thumb.count == 3


def test_the_principals_first_screen_says_what_a_decision_needs(phone: Callable[[str], Page], send: Sender) -> None:
    """Status, subject, who asks, until when, the footage, what was proposed: above the bar, without scrolling."""
    case = send.submit()
    for person in (send.cast.handler, send.cast.supervisor):
        send.sign(case, person, Action.PROPOSE, Proposal.APPROVE)
    page = phone("principal")
    page.goto(f"/requests/{case.number}/")
    bar = page.locator(".actbar").bounding_box()
    assert bar
    for said in ("待校長核定", "許喆安", "處理期限", "距離覆蓋還有", "總務主任 方瑀彤：擬准", "跌倒受傷。"):
        box = page.get_by_text(said).locator("visible=true").first.bounding_box()
        assert box, said
        assert box["y"] + box["height"] <= bar["y"], said


def test_the_handler_passes_a_case_on_in_three_clicks(phone: Callable[[str], Page], send: Sender) -> None:
    case = send.submit()
    page, thumb = phone("handler"), Taps()
    page.goto(f"/requests/{case.number}/")
    thumb.on(page.get_by_role("link", name="擬准並陳核"))
    thumb.on(page.get_by_label("是", exact=True))
    thumb.on(page.get_by_role("button", name="確認擬准並陳核"))
    page.wait_for_url("**/")
    assert ReviewRequest.objects.get(pk=case.pk).step == 2
    assert thumb.count == 3


def test_a_viewing_starts_in_two_taps_and_ends_in_two(phone: Callable[[str], Page], send: Sender) -> None:
    case = send.approved()
    page, thumb = phone("handler"), Taps()
    page.goto(f"/requests/{case.number}/")
    thumb.on(page.get_by_role("link", name="現在開始調閱"))
    thumb.on(page.get_by_role("button", name="已告知不得翻拍、複製，現在開始"))
    page.wait_for_url(f"**/requests/{case.number}/viewings/*/")
    assert thumb.count == 2
    thumb.on(page.get_by_role("link", name="結束調閱"))
    thumb.on(page.get_by_role("button", name="結束調閱"))
    page.wait_for_url(f"**/requests/{case.number}/")
    assert case.viewings.get().ended_at is not None
    assert thumb.count == 4


def test_appendix_1_is_one_click_from_its_case(phone: Callable[[str], Page], send: Sender) -> None:
    case = send.submit()
    page = phone("teacher")
    page.goto(f"/requests/{case.number}/")
    address = page.get_by_role("link", name="列印附錄1（PDF）").get_attribute("href")
    assert page.request.get(str(address)).body().startswith(b"%PDF-")


def test_the_register_is_one_click_from_its_list(phone: Callable[[str], Page], send: Sender) -> None:
    page = phone("handler")
    page.goto("/ledger/register/")
    address = page.locator("a[href*='register.pdf']:visible").first.get_attribute("href")
    assert page.request.get(str(address)).body().startswith(b"%PDF-")


def test_a_guard_has_footage_kept_in_two_taps(phone: Callable[[str], Page], cast: Cast, cameras: list[Camera]) -> None:
    page, thumb = phone("guard"), Taps()
    page.get_by_role("link", name="緊急留存影像").click()
    thumb.on(page.get_by_label("忠孝樓", exact=True))
    thumb.on(page.get_by_role("button", name="立即留存"))
    page.wait_for_url("**/")
    assert Hold.objects.get().cameras.count() == 2
    assert thumb.count == 2
    assert page.get_by_text("承辦人已收到通知").is_visible()
