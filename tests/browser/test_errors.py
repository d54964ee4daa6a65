"""附錄1 sent with nothing filled in, in a real browser: named, focused, led to each field, nothing lost (ux.md §7.10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import PHONE, WIDE
from tests.browser.test_every_page import OVERFLOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from cameras.models import Camera
    from tests.browser.conftest import Watch
    from tests.conftest import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DANGLING = """() => [...document.querySelectorAll('[aria-describedby], [aria-labelledby], label[for]')].flatMap(one =>
  ['aria-describedby', 'aria-labelledby', 'for'].flatMap(name => (one.getAttribute(name) || '').split(' '))
).filter(id => id && !document.getElementById(id))"""
FOCUSED_IN = """id => { const one = document.getElementById(id);
  return one === document.activeElement || one.contains(document.activeElement); }"""


@pytest.mark.parametrize("view", [pytest.param(WIDE, id="1280"), pytest.param(PHONE, id="390")])
@pytest.mark.parametrize("path", ["/requests/new/", "/requests/enter/"])
def test_every_error_leads_to_its_field_and_what_was_typed_stays(
    open_page: Callable[..., Page],
    sign_in: Callable[[Page, str], None],
    axe: Callable[[Page], None],
    watch: Watch,
    cast: Cast,
    cameras: list[Camera],
    path: str,
    view: dict[str, int],
) -> None:
    watch.expect(422, path)
    page = open_page(view)
    sign_in(page, "handler")
    page.goto(path)
    page.get_by_label("申請事由").fill("機車後照鏡毀損。")
    page.get_by_role("button", name="下一步：檢查內容").click()
    page.wait_for_load_state()
    assert page.title().startswith("錯誤：")
    assert page.evaluate("document.activeElement.className") == "errsum"
    assert page.get_by_label("申請事由").input_value() == "機車後照鏡毀損。"
    links = page.locator(".errsum a").all()
    assert len(links) >= 4
    for link in links:
        target, said = str(link.get_attribute("href")).removeprefix("#"), link.inner_text()
        link.click()
        assert page.evaluate(FOCUSED_IN, target), f"{said} leads nowhere"
        assert page.get_by_text(said).count() >= 2, f"{said} stands above and beside its field"
    assert page.locator("[aria-invalid=true]").count() >= 4
    assert page.evaluate(DANGLING) == []
    assert page.evaluate(OVERFLOW) == 0
    axe(page)
