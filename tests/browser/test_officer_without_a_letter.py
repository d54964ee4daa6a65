"""A police officer without a letter: checked and kept, shown on an oral consent; the letter comes, then the copy goes."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pdfplumber
import pytest
from django.utils import timezone

from requests import policies
from requests.models import ReviewRequest
from tests.agency.conftest import BODY, consented, copied, granted
from tests.browser.conftest import PHONE, WIDE
from tests.review.conftest import signs

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from cameras.models import Camera
    from requests.models import CopyRelease
    from tests.conftest import Cast
    from tests.review.conftest import Signs

__all__ = ["signs"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def take_in(page: Page) -> ReviewRequest:
    """The officer stands at the counter: who he is, whom the school called, what he asks for."""
    page.goto("/requests/")
    page.get_by_role("link", name="公文", exact=True).click()
    page.get_by_role("link", name="人員到場（公文未到）").click()
    page.get_by_label("機關", exact=True).fill(BODY)
    page.get_by_label("人員姓名").fill("葉𣕑安")
    page.get_by_label("服務證號").fill("警 4471")
    page.get_by_label("調閱事由").fill("追查車輛去向，公文後補。")
    page.get_by_label("回撥電話").fill("03-0000110")
    page.get_by_label("接聽人").fill("值班台 高員")
    page.get_by_label("一樓川堂").check()
    page.select_option("select[name=starts_at_day]", index=3)
    page.fill("input[name=starts_at_3]", "1535")
    page.fill("input[name=ends_at_3]", "1550")
    page.get_by_label("請求複製").check()
    page.get_by_role("button", name="登錄並留存影像").click()
    page.get_by_text("待補送").wait_for()
    return ReviewRequest.objects.get()


def enter_letter(page: Page) -> None:
    """The letter comes by fax."""
    page.get_by_role("link", name="登錄補送的公文").click()
    page.get_by_label("來文字號").fill("德警分刑字第1150031234號")
    page.get_by_label("傳真").check()
    today = timezone.localdate()
    for place, number in enumerate((today.year - 1911, today.month, today.day)):
        page.fill(f"input[name=dated_on_{place}]", str(number))
    for label, text in (
        ("法令依據", "刑事訴訟法第230條"),
        ("調閱目的", "偵辦竊盜案件"),
        ("範圍", "川堂"),
        ("用途", "作為證據"),
    ):
        page.get_by_label(label).fill(text)
    page.get_by_role("button", name="登錄公文").click()
    page.get_by_text("德警分刑字第1150031234號").first.wait_for()


def hand_over(page: Page, axe: Callable[[Page], None]) -> None:
    """Prepare the copy; the officer signs with his finger."""
    page.get_by_role("link", name="備妥交付之複製本").click()
    page.get_by_label("媒體標籤").fill("交付-115-01")
    page.get_by_role("button", name="備妥").click()
    page.get_by_role("link", name="登錄交付").click()
    assert page.get_by_label("領取人姓名").input_value() == "葉𣕑安", "who came is expected to receive it"
    paper = page.locator("canvas")
    paper.scroll_into_view_if_needed()
    box = paper.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 160, box["y"] + 60, steps=8)
    page.mouse.up()
    page.get_by_text("已收到簽名").wait_for()
    axe(page)
    page.get_by_role("button", name="登錄交付").click()
    page.get_by_text("已交付", exact=True).wait_for()


def test_kept_at_once_shown_on_consent_and_handed_over_when_the_letter_is_there(
    open_page: Callable[..., Page],
    sign_in: Callable[[Page, str], None],
    axe: Callable[[Page], None],
    cast: Cast,
    cameras: list[Camera],
    signs: Signs,
) -> None:
    page, now = open_page(WIDE), timezone.now()
    sign_in(page, "handler")
    case = take_in(page)
    axe(page)
    assert not policies.viewing_allowed(case, now)
    consented(case, cast, now)
    copied(case, cast, now)
    assert policies.viewing_allowed(case, now)
    granted(case, cast, signs, now=now)
    page.reload()
    page.get_by_text("公文尚未到校").wait_for()
    enter_letter(page)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    hand_over(page, axe)
    release: CopyRelease = case.releases.get()
    paper = page.context.request.get(f"/requests/{case.number}/releases/1/receipt.pdf").body()
    with pdfplumber.open(io.BytesIO(paper)) as pdf:
        words = "".join(pdf.pages[0].extract_text().split())
        assert len(pdf.pages[0].images) == 1, "what he drew"
    assert all(text in words for text in ("葉𣕑安", "警4471", release.copy.sha256, "德警分刑字第1150031234號函"))
