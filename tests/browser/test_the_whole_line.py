"""The whole line in a real browser: teacher → 承辦人 → 處室主管 → 校長 → paper → viewing → register; guard; inspection.

At a desk and on a phone, with and without scripts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from requests.choices import Status
from requests.models import ReviewRequest
from tests.browser.conftest import PHONE, WIDE

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import APIResponse, Page

    from cameras.models import Camera
    from tests.conftest import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

KINDS = [
    pytest.param((WIDE, True), id="1280"),
    pytest.param((PHONE, True), id="390"),
    pytest.param((WIDE, False), id="1280-no-script"),
    pytest.param((PHONE, False), id="390-no-script"),
]


@pytest.fixture
def visit(
    request: pytest.FixtureRequest,
    open_page: Callable[..., Page],
    sign_in: Callable[[Page, str], None],
    axe: Callable[[Page], None],
) -> Callable[[str, str], Page]:
    """Return a function that opens a page as somebody, in a browser of their own, and checks it with axe."""
    viewport, scripts = request.param
    pages: dict[str, Page] = {}

    def go(username: str, path: str) -> Page:
        if username not in pages:
            pages[username] = open_page(viewport, java_script_enabled=scripts)
            sign_in(pages[username], username)
        page = pages[username]
        page.goto(path)
        if scripts:
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
        return page

    return go


def submit_as_teacher(page: Page) -> str:
    """Fill in 附錄1, check it, send it; return the case number."""
    page.get_by_label("職務需要").check()
    page.get_by_label("校安通報").check()
    page.get_by_label("與當事人關係").fill("導師")
    page.get_by_label("一樓川堂").check()
    page.get_by_label("三樓東側走廊").check()
    page.locator("select[name=starts_at_day]").select_option(index=2)  # yesterday
    page.fill("input[name=starts_at_3]", "1235")
    page.fill("input[name=ends_at_3]", "1250")
    page.get_by_label("申請事由").fill("學生於午休時間在走廊跌倒受傷，須釐清經過。")
    page.get_by_role("button", name="下一步：檢查內容").click()
    page.get_by_label("我已閱讀並同意遵守附錄1 注意事項").check()
    page.get_by_role("button", name="送出申請").click()
    page.wait_for_url("**/submitted/")
    return page.url.split("/")[-3]


def sign(page: Page, number: str, button: str) -> None:
    """Notice → case → act → confirm."""
    page.goto(f"/requests/{number}/")
    page.locator("a:visible", has_text=button).first.click()
    page.wait_for_url("**/sign/**")  # whole: what is counted at once is not waited for
    for yes in page.get_by_label("是", exact=True).all():
        yes.check()
    page.locator("button.btn--primary:visible").click()
    page.wait_for_url("**/")


def pdf(page: Page, path: str) -> APIResponse:
    """Fetch a paper as the browser would."""
    answer = page.request.get(path)
    assert answer.ok
    assert answer.body().startswith(b"%PDF-")
    return answer


@pytest.mark.parametrize("visit", KINDS, indirect=True)
def test_a_request_is_decided_printed_viewed_and_registered(
    visit: Callable[[str, str], Page], cast: Cast, cameras: list[Camera]
) -> None:
    number = submit_as_teacher(visit("teacher", "/requests/new/"))
    for username, button in (("handler", "擬准並陳核"), ("supervisor", "擬准並陳核"), ("principal", "核准")):
        home = visit(username, "/")
        assert home.get_by_role("link", name=number).count() == 1
        visit(username, f"/requests/{number}/")
        sign(visit(username, f"/requests/{number}/"), number, button)
    assert ReviewRequest.objects.get(number=number).status == Status.APPROVED

    pdf(visit("teacher", f"/requests/{number}/"), f"/requests/{number}/appendix-1.pdf")
    handler = visit("handler", f"/requests/{number}/")
    handler.get_by_role("link", name="現在開始調閱").click()
    handler.get_by_role("button", name="已告知不得翻拍、複製，現在開始").click()
    handler.get_by_role("link", name="結束調閱").click()
    handler.get_by_role("button", name="結束調閱").click()
    handler.wait_for_url(f"**/requests/{number}/")
    register = visit("principal", "/ledger/register/")
    assert register.get_by_role("link", name=number).count() == 1
    pdf(register, "/ledger/register.pdf")


@pytest.mark.parametrize("visit", KINDS, indirect=True)
def test_a_guard_logs_a_fault_in_three_taps(
    visit: Callable[[str, str], Page], cast: Cast, cameras: list[Camera]
) -> None:
    page = visit("guard", "/")
    page.get_by_role("main").get_by_role("link", name="回報故障").click()
    page.get_by_role("link", name="三樓東側走廊").click()
    page.get_by_role("button", name="黑畫面").click()
    page.wait_for_url("**/maintenance/faults/**")
    assert "黑畫面" in page.content()
    assert "黑畫面" in visit("handler", "/").content()


@pytest.mark.parametrize("visit", KINDS, indirect=True)
def test_the_handler_fills_appendix_2(visit: Callable[[str, str], Page], cast: Cast, cameras: list[Camera]) -> None:
    page = visit("handler", "/maintenance/inspections/new/")
    for choice in page.get_by_label("是", exact=True).all():
        choice.check()
    page.get_by_role("button", name="登錄").click()
    page.wait_for_url("**/maintenance/inspections/**")
    pdf(page, "/maintenance/appendix-2.pdf")
