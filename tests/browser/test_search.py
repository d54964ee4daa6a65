"""搜尋 by keys alone: "/" goes to the box from any page, Enter asks, Tab reaches what was found; and without scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import WIDE

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from cameras.models import Camera
    from tests.conftest import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FOCUSED = "document.activeElement.id"
MOST_STOPS = 40


def tab_to(page: Page, text: str) -> bool:
    """Walk by Tab until what has the focus says `text`."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if text in page.evaluate("document.activeElement.innerText || ''"):
            return True
    return False


def test_a_slash_goes_to_the_box_and_tab_to_what_was_found(
    page_1280: Page,
    sign_in: Callable[[Page, str], None],
    axe: Callable[[Page], None],
    cast: Cast,
    cameras: list[Camera],
) -> None:
    sign_in(page_1280, "handler")
    page_1280.goto("/requests/")
    page_1280.keyboard.press("/")
    assert page_1280.evaluate(FOCUSED) == "find-desk"
    page_1280.keyboard.type("操場")
    page_1280.keyboard.press("Enter")
    page_1280.wait_for_url("**/search/**")
    axe(page_1280)
    assert tab_to(page_1280, "C03")
    page_1280.keyboard.press("Enter")
    page_1280.wait_for_url("**/cameras/C03/")

    page_1280.goto("/search/")
    page_1280.locator("main [name=q]").focus()
    page_1280.keyboard.type("1/2")
    assert page_1280.evaluate(FOCUSED) == "id_q", "who writes a slash writes a slash"
    assert page_1280.locator("main [name=q]").input_value() == "1/2"


def test_the_key_can_be_switched_off_and_stays_off(
    page_1280: Page, sign_in: Callable[[Page, str], None], cast: Cast
) -> None:
    sign_in(page_1280, "teacher")
    page_1280.goto("/search/")
    page_1280.get_by_role("button", name="停用這個快速鍵").click()
    page_1280.get_by_role("button", name="啟用這個快速鍵").wait_for()
    page_1280.goto("/")
    page_1280.keyboard.press("/")
    assert page_1280.evaluate(FOCUSED) != "find-desk"
    page_1280.goto("/search/")
    page_1280.get_by_role("button", name="啟用這個快速鍵").click()
    page_1280.get_by_role("button", name="停用這個快速鍵").wait_for()
    page_1280.wait_for_load_state()
    page_1280.keyboard.press("/")
    assert page_1280.evaluate(FOCUSED) == "find-desk"


def test_on_a_phone_the_box_stands_in_the_menu(
    page_390: Page, sign_in: Callable[[Page, str], None], axe: Callable[[Page], None], cast: Cast, cameras: list[Camera]
) -> None:
    sign_in(page_390, "handler")
    page_390.locator(".menu > summary").click()
    axe(page_390)
    page_390.locator("#find-menu").fill("C03")
    page_390.locator("#find-menu").press("Enter")
    page_390.wait_for_url("**/cameras/C03/")


def test_without_scripts_it_is_a_form_like_any_other(
    open_page: Callable[..., Page], sign_in: Callable[[Page, str], None], cast: Cast, cameras: list[Camera]
) -> None:
    page = open_page(WIDE, java_script_enabled=False)
    sign_in(page, "guard")
    page.locator("#find-desk").fill("操場")
    page.locator("#find-desk").press("Enter")
    page.get_by_role("link", name="C04").wait_for()
    assert "快速鍵" not in page.locator("main").inner_text()
