"""附錄1 sent and a case decided with the keyboard alone (ux.md §7 item 4): no pointer, Tab in the order of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from requests.choices import Action, Proposal, Status
from requests.models import ReviewRequest
from tests.browser.conftest import WIDE
from tests.house.world import Sender

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from cameras.models import Camera
    from tests.conftest import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STOPS = 150
NAME = """() => {
  const one = document.activeElement;
  const labels = one.labels ? [...one.labels].map(label => label.textContent) : [];
  return [one.getAttribute('aria-label') || '', one.name || '', ...labels, one.textContent].join('|').replace(/\\s+/g, '');
}"""


class Keys:
    """A person without a mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, words: str) -> Keys:
        """Press Tab until the focus stands on what carries `words`."""
        for _ in range(STOPS):
            if words in str(self.page.evaluate(NAME)) and self.page.evaluate(
                "document.activeElement !== document.body"
            ):
                return self
            self.page.keyboard.press("Tab")
        raise AssertionError(f"no Tab stop says {words}")

    def press(self, key: str) -> Keys:
        self.page.keyboard.press(key)
        return self

    def type(self, text: str) -> Keys:
        self.page.keyboard.insert_text(text)
        return self


@pytest.fixture
def keys(open_page: Callable[..., Page], sign_in: Callable[[Page, str], None]) -> Callable[[str, str], Keys]:
    """Return a function that opens a page as somebody, hands on the keyboard."""

    def sit_down(username: str, path: str) -> Keys:
        page = open_page(WIDE)
        sign_in(page, username)
        page.goto(path)
        return Keys(page)

    return sit_down


def test_a_teacher_sends_appendix_1(keys: Callable[[str, str], Keys], cast: Cast, cameras: list[Camera]) -> None:
    hands = keys("teacher", "/requests/new/")
    hands.to("need").press("Space")
    hands.to("與當事人關係").type("本人")
    hands.to("一樓川堂").press("Space")
    hands.to("starts_at").press("ArrowDown").press("ArrowDown")
    hands.press("Tab").type("0010")
    hands.to("ends_at").press("Tab").type("0020")
    hands.to("申請事由").type("機車停放於校門口時遭擦撞。")
    hands.to("下一步：檢查內容").press("Enter")
    hands.page.wait_for_url("**/check/")
    hands.to("我已閱讀並同意").press("Space")
    hands.to("送出申請").press("Enter")
    hands.page.wait_for_url("**/submitted/")
    case = ReviewRequest.objects.get()
    assert (case.status, case.number is not None) == (Status.IN_REVIEW, True)


def test_the_chain_decides(keys: Callable[[str, str], Keys], cast: Cast, cameras: list[Camera]) -> None:
    case = Sender(cast, cameras, timezone.now()).submit()
    for username, link, button in (
        ("handler", "擬准並陳核", "確認擬准並陳核"),
        ("supervisor", "擬准並陳核", "確認擬准並陳核"),
        ("principal", "核准", "確認核准並送出"),
    ):
        hands = keys(username, f"/requests/{case.number}/")
        hands.to(link).press("Enter")
        hands.page.wait_for_url("**/sign/**")
        if username == "handler":
            hands.to("is_necessary").press("Space")
        hands.to(button).press("Enter")
        hands.page.wait_for_url("**/")
    assert ReviewRequest.objects.get().status == Status.APPROVED


def test_a_director_returns_a_case(keys: Callable[[str, str], Keys], cast: Cast, cameras: list[Camera]) -> None:
    send = Sender(cast, cameras, timezone.now())
    case = send.submit()
    send.sign(case, cast.handler, Action.PROPOSE, Proposal.APPROVE)
    hands = keys("supervisor", f"/requests/{case.number}/")
    hands.to("退回補正").press("Enter")
    hands.page.wait_for_url("**/sign/**")
    hands.to("意見").type("請敘明時段。")
    hands.to("確認退回補正並送出").press("Enter")
    hands.page.wait_for_url("**/")
    assert ReviewRequest.objects.get().status == Status.RETURNED
