"""The pages that are open without a session, as a browser sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from accounts.models import School
    from tests.browser.conftest import Watch

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("desk", ["page_1280", "page_390"])
def test_the_certificate_page_reads_well_at_both_widths(
    desk: str, request: pytest.FixtureRequest, school: School, axe: Callable[[Page], None]
) -> None:
    page: Page = request.getfixturevalue(desk)
    page.goto("/help/certificate/")
    assert page.inner_text("h1") == "安裝憑證"
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    axe(page)


@pytest.mark.parametrize("slug", ["index", "guard", "sign-in", "paper"])
def test_pages_of_the_manual_read_well_on_a_desk_a_phone_and_a_small_phone(
    slug: str, page_1280: Page, page_390: Page, school: School, axe: Callable[[Page], None]
) -> None:
    for page, widths in ((page_1280, (1280,)), (page_390, (390, 320))):
        for width in widths:
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(f"/help/{slug}/")
            assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
            broken = "[...document.images].filter(one => one.naturalWidth === 0).length"
            assert page.evaluate(broken) == 0
            axe(page)


def test_on_paper_the_manual_is_its_text_only(page_1280: Page, school: School) -> None:
    page_1280.goto("/help/paper/")
    page_1280.emulate_media(media="print")
    assert page_1280.is_visible(".help__text")
    assert not page_1280.is_visible(".help__toc")
    assert not page_1280.is_visible(".help__all")


def test_the_certificate_page_needs_no_scripts(page_no_script: Page, school: School) -> None:
    page_no_script.goto("/help/certificate/")
    assert page_no_script.inner_text("h1") == "安裝憑證"


def test_a_missing_page_is_noticed_unless_expected(page_1280: Page, school: School, watch: Watch) -> None:
    page_1280.goto("/help/certificate/authority.crt")
    assert watch.seen == ["answer 404: /help/certificate/authority.crt"]
    watch.seen.clear()
    watch.expect(404, r"^/help/")
    page_1280.goto("/help/certificate/authority.crt")
    assert watch.seen == []


def test_what_the_policy_forbids_is_noticed(page_1280: Page, school: School, watch: Watch) -> None:
    page_1280.goto("/help/certificate/")
    with page_1280.expect_console_message(lambda message: "style-src" in message.text):
        page_1280.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')")
    with page_1280.expect_console_message(lambda message: "img-src" in message.text):
        page_1280.evaluate("new Image().src = 'http://192.0.2.1/x.png'")
    noticed = "\n".join(watch.seen)
    assert "style-src" in noticed
    assert "img-src" in noticed
    watch.seen.clear()
