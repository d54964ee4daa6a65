"""代填 at the counter: with scripts the applicant signs with the finger, without them a scan is attached."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from requests.models import ReviewRequest
from tests.browser.conftest import PHONE, WIDE

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import FilePayload, Page

    from cameras.models import Camera
    from tests.conftest import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PDF = b"%PDF-1.4\n%%EOF\n"


def type_in(page: Page) -> None:
    """Type in what a mother wrote on paper, up to the check page."""
    page.goto("/requests/")
    page.get_by_role("link", name="代填申請").click()
    page.get_by_label("法定代理人", exact=True).check()
    page.get_by_label("申請人", exact=True).fill("高𣕑宇")
    page.get_by_label("與當事人關係").fill("母親")
    page.get_by_label("一樓川堂").check()
    page.select_option("select[name=starts_at_day]", index=3)
    page.fill("input[name=starts_at_3]", "1535")
    page.fill("input[name=ends_at_3]", "1550")
    page.get_by_label("申請事由").fill("小孩放學時在川堂跌倒，想了解經過。")
    page.get_by_label("聯絡電話").fill("03-0000000")
    page.get_by_label("調閱單位").fill("五年三班家長")
    page.get_by_role("button", name="下一步：檢查內容").click()
    page.wait_for_url("**/check/")


def send(page: Page) -> ReviewRequest:
    """Accept the note for the applicant and send."""
    page.get_by_label("已將附錄1").check()
    page.get_by_role("button", name="送出申請").click()
    page.wait_for_url("**/submitted/")
    return ReviewRequest.objects.get()


@pytest.mark.parametrize("viewport", [WIDE, PHONE])
def test_a_signature_drawn_by_hand_is_kept(
    open_page: Callable[..., Page],
    sign_in: Callable[[Page, str], None],
    axe: Callable[[Page], None],
    cast: Cast,
    cameras: list[Camera],
    viewport: dict[str, int],
) -> None:
    page = open_page(viewport)
    sign_in(page, "handler")
    type_in(page)
    axe(page)
    paper = page.locator("canvas")
    paper.scroll_into_view_if_needed()
    box = paper.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 60, steps=8)
    page.mouse.up()
    page.get_by_text("已將簽名放入").wait_for()
    page.get_by_role("button", name="清除重簽").click()
    assert page.evaluate("document.querySelector('input[name=signed_form]').files.length") == 0
    page.mouse.move(box["x"] + 20, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 160, box["y"] + 30, steps=8)
    page.mouse.up()
    page.get_by_text("已將簽名放入").wait_for()
    case = send(page)
    assert case.signed_form is not None
    assert case.signed_form.content_type == "image/png"
    axe(page)


def test_without_scripts_a_scan_is_attached(
    page_no_script: Page, sign_in: Callable[[Page, str], None], cast: Cast, cameras: list[Camera]
) -> None:
    sign_in(page_no_script, "handler")
    type_in(page_no_script)
    assert not page_no_script.locator("canvas").is_visible()
    scan: FilePayload = {"name": "簽名.pdf", "mimeType": "application/pdf", "buffer": PDF}
    page_no_script.get_by_label("申請人簽名之附錄1").set_input_files(scan)
    case = send(page_no_script)
    assert case.signed_form is not None


def test_what_does_not_apply_is_not_shown(
    page_no_script: Page, sign_in: Callable[[Page, str], None], cast: Cast, cameras: list[Camera]
) -> None:
    page = page_no_script
    sign_in(page, "handler")
    page.goto("/requests/enter/")
    need, basis = page.get_by_text("為何需要", exact=True), page.get_by_text("依據", exact=True)
    standing, boxes = page.get_by_text("申請人身分查驗（"), page.locator("input[name=starts_at_0]")
    assert [one.is_visible() for one in (need, basis, standing, boxes)] == [False] * 4
    page.get_by_label("教職員工", exact=True).check()
    assert need.is_visible()
    page.get_by_label("職務需要").check()
    assert basis.is_visible()
    page.get_by_label("監護人", exact=True).check()
    assert [one.is_visible() for one in (need, basis, standing)] == [False, False, True]
    page.select_option("select[name=starts_at_day]", "other")
    assert boxes.is_visible()
