"""附錄1 filled in while the session ends on the server: nothing typed is lost, nothing is sent unasked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.contrib.sessions.models import Session

from accounts.selectors.kept import STILL_UNSENT
from accounts.services.kept import IS_KEPT
from requests.models import ReviewRequest
from tests.conftest import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from cameras.models import Camera
    from tests.browser.conftest import Watch
    from tests.conftest import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BOXES = {
    "relation": "本人", "starts_at_0": "114", "starts_at_1": "11", "starts_at_2": "20", "starts_at_3": "1235",
    "ends_at_3": "1250", "reason": "學生於午休時間在走廊跌倒受傷，須釐清經過。",
}  # fmt: skip
TICKS = ("我本人的權益", "一樓川堂", "三樓東側走廊")


def fill_in(page: Page) -> None:
    page.goto("/requests/new/")
    for label in TICKS:
        page.get_by_label(label).check()
    page.select_option("[name=starts_at_day]", "other")
    for name, text in BOXES.items():
        page.fill(f"[name={name}]", text)


def next_step(page: Page) -> None:
    page.get_by_role("button", name="下一步：檢查內容").click()


def assert_everything_stands_there(page: Page) -> None:
    assert page.input_value("[name=starts_at_day]") == "other"
    assert {name: page.input_value(f"[name={name}]") for name in BOXES} == BOXES
    assert all(page.get_by_label(label).is_checked() for label in TICKS)


@pytest.mark.parametrize("kind", ["page_1280", "page_no_script"])
def test_what_was_typed_stands_there_again_after_sign_in_and_is_sent_by_hand(
    request: pytest.FixtureRequest,
    kind: str,
    sign_in: Callable[[Page, str], None],
    cast: Cast,
    cameras: list[Camera],
) -> None:
    page: Page = request.getfixturevalue(kind)
    sign_in(page, "teacher")
    fill_in(page)
    Session.objects.all().delete()

    next_step(page)
    assert IS_KEPT in page.inner_text("#messages")
    page.fill("input[name=login]", "teacher")
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/requests/new/")

    assert STILL_UNSENT in page.inner_text("#messages")
    assert_everything_stands_there(page)
    assert not ReviewRequest.objects.exists()

    next_step(page)
    page.get_by_label("我已閱讀並同意遵守附錄1 注意事項").check()
    page.get_by_role("button", name="送出申請").click()
    page.wait_for_url("**/submitted/")
    assert f"/{ReviewRequest.objects.get().number}/" in page.url


def test_after_signing_in_again_in_another_window_the_form_is_simply_sent(
    page_1280: Page, sign_in: Callable[[Page, str], None], cast: Cast, cameras: list[Camera]
) -> None:
    sign_in(page_1280, "teacher")
    fill_in(page_1280)
    Session.objects.all().delete()
    sign_in(page_1280.context.new_page(), "teacher")

    next_step(page_1280)

    page_1280.wait_for_url("**/check/")


def test_a_form_of_somebody_else_is_refused_and_going_back_finds_the_text(
    page_1280: Page, watch: Watch, sign_in: Callable[[Page, str], None], cast: Cast, cameras: list[Camera]
) -> None:
    watch.expect(403, "/requests/new/")
    sign_in(page_1280, "teacher")
    fill_in(page_1280)
    Session.objects.all().delete()
    sign_in(page_1280.context.new_page(), "colleague")

    next_step(page_1280)
    assert "表單已過期" in page_1280.inner_text("h1")
    page_1280.go_back()

    assert_everything_stands_there(page_1280)
    assert not ReviewRequest.objects.exists()
    next_step(page_1280)
    page_1280.wait_for_url("**/check/")
