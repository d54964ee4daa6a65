"""A court's letter with a copy: taken in, granted, copied, handed over for a signed receipt, answered by 函覆, closed."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pdfplumber
import pytest
from django.utils import timezone

from requests.models import ReviewRequest
from tests.agency.conftest import copied, granted
from tests.browser.conftest import WIDE
from tests.house.world import PDF
from tests.review.conftest import signs

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from cameras.models import Camera
    from tests.conftest import Cast
    from tests.review.conftest import Signs

__all__ = ["signs"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

COURT = "臺灣桃園地方法院"
NUMBER = "桃院增刑和115訴字第482號"
ANSWER = "瑞小總字第1150009001號"


def fill_today(page: Page, name: str) -> None:
    today = timezone.localdate()
    for place, number in enumerate((today.year - 1911, today.month, today.day)):
        page.fill(f"input[name={name}_{place}]", str(number))


def take_in(page: Page) -> ReviewRequest:
    """The letter states all four items of 伍、二 and asks for a copy."""
    page.goto("/requests/agency/")
    page.get_by_role("link", name="登錄公文").click()
    for label, text in (
        ("來文機關", COURT),
        ("來文字號", NUMBER),
        ("法令依據", "刑事訴訟法第133條"),
        ("調閱目的", "審理115年度訴字第482號案件"),
        ("範圍", "一樓川堂"),
        ("用途", "作為證據"),
    ):
        page.get_by_role("textbox", name=label).fill(text)
    fill_today(page, "dated_on")
    page.get_by_label("一樓川堂").check()
    page.select_option("select[name=starts_at_day]", index=3)
    page.fill("input[name=starts_at_3]", "1535")
    page.fill("input[name=ends_at_3]", "1550")
    page.get_by_label("請求複製").check()
    page.get_by_role("button", name="登錄公文並留存影像").click()
    page.get_by_text(NUMBER).first.wait_for()
    return ReviewRequest.objects.get()


def hand_over(page: Page) -> None:
    """The clerk of the court signs the printed 簽收單; its scan is kept."""
    page.get_by_role("link", name="備妥交付之複製本").click()
    page.get_by_label("媒體標籤").fill("交付-115-01")
    page.get_by_role("button", name="備妥").click()
    page.get_by_role("link", name="登錄交付").click()
    for label, text in (("領取人姓名", "黎𣕑真"), ("單位", "刑事紀錄科"), ("服務證號", "院 0213")):
        page.get_by_role("textbox", name=label).fill(text)
    page.locator("input[name=receipt]").set_input_files(
        {"name": "簽收單.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    page.get_by_role("button", name="登錄交付").click()
    page.get_by_text("已交付", exact=True).wait_for()


def answer(page: Page) -> None:
    """函覆 is drafted from the case, issued, and gets its number from the office of documents."""
    page.get_by_role("link", name="擬函覆").click()
    page.get_by_role("button", name="儲存並發出").click()
    page.get_by_role("button", name="確認發出").click()
    page.get_by_text("已發出函覆").wait_for()
    page.get_by_role("link", name="登錄發文字號").click()
    page.get_by_label("發文字號").fill(ANSWER)
    page.get_by_role("button", name="登錄", exact=True).click()
    page.get_by_text(ANSWER).first.wait_for()


def test_a_courts_letter_is_answered_by_letter_and_its_copy_signed_for(
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
    granted(case, cast, signs, now=now)
    copied(case, cast, now)
    page.reload()
    hand_over(page)
    page.get_by_role("link", name="結案", exact=True).first.wait_for(state="detached")
    answer(page)
    pdf = page.context.request.get(f"/requests/{case.number}/letters/{case.letters.get().pk}/letter.pdf").body()
    with pdfplumber.open(io.BytesIO(pdf)) as paper:
        words = "".join("".join(one.extract_text().split()) for one in paper.pages)
    assert all(text in words for text in (COURT, NUMBER, ANSWER))
    page.goto(f"/requests/{case.number}/")
    axe(page)
    page.get_by_role("link", name="結案", exact=True).click()
    page.get_by_role("button", name="結案").click()
    page.get_by_text("已結案").first.wait_for()
    case.refresh_from_db()
    assert case.closed_at is not None
