"""A refused request: its letter is written in three presses; the mother follows the case by the code on her receipt."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from requests.choices import Action, LetterKind, Proposal
from requests.models import Letter
from requests.services.standing import check_standing_of, keep_signed_form
from tests.browser.conftest import PHONE
from tests.letters.conftest import content, issued, mothers, signs
from tests.printing.reader import pages, squeeze
from tests.review.acts import scan

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from playwright.sync_api import Page

    from requests.models import ReviewRequest
    from tests.conftest import Cast
    from tests.review.conftest import Signs

__all__ = ["content", "mothers", "signs"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def now() -> dt.datetime:
    """The browser's own time."""
    return timezone.now()


@pytest.fixture
def refused_case(mothers: ReviewRequest, cast: Cast, signs: Signs, now: dt.datetime) -> ReviewRequest:
    """What the mother asked, refused by 校長."""
    given = {"case_id": mothers.pk, "actor": cast.handler, "now": now}
    keep_signed_form(scan=scan(now), **given)  # type: ignore[arg-type]
    check_standing_of(
        identity_checked=True, guardianship_confirmed=True, protection_order="no", **given  # type: ignore[arg-type]
    )  # fmt: skip
    for who in (cast.handler, cast.supervisor):
        signs(mothers, who, Action.PROPOSE, proposal=Proposal.REFUSE, opinion="時段不符。", grounds=("PROC-2",))
    return signs(mothers, cast.principal, Action.REFUSE, opinion="時段不符。", grounds=("PROC-2",))


def test_a_refused_request_with_its_letter_and_its_tracking_page(
    refused_case: ReviewRequest,
    cast: Cast,
    now: dt.datetime,
    page_1280: Page,
    open_page: Callable[..., Page],
    sign_in: Callable[[Page, str], None],
    axe: Callable[[Page], None],
) -> None:
    page = page_1280
    sign_in(page, "handler")
    page.goto(f"/requests/{refused_case.number}/")
    page.get_by_role("link", name="擬駁回通知").click()
    axe(page)
    page.get_by_role("button", name="儲存並發出").click()
    page.get_by_role("button", name="確認發出").click()
    page.get_by_text("已發出駁回通知").wait_for()
    axe(page)
    assert Letter.objects.get().issued_at is not None
    page.get_by_role("link", name="登錄送達").click()
    page.get_by_label("當面交付").check()
    page.get_by_role("button", name="登錄送達").click()
    page.get_by_text("已登錄送達").wait_for()

    receipt = issued(refused_case, LetterKind.RECEIPT, cast.handler, now)
    page.goto(f"/requests/{refused_case.number}/letters/{receipt.pk}/")
    token = page.locator("form[action$='code.pdf'] input[name=csrfmiddlewaretoken]").get_attribute("value") or ""
    sheet = page.request.post(f"{page.url}code.pdf", form={"csrfmiddlewaretoken": token}, headers={"referer": page.url})
    words = squeeze("".join(one.extract_text() for one in pages(sheet.body())))
    [code] = re.findall(r"查詢碼：([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})", words)

    phone = open_page(PHONE)
    phone.goto("/track/")
    axe(phone)
    phone.get_by_label("案號").fill(str(refused_case.number))
    phone.get_by_label("查詢碼").fill(code.lower())
    phone.get_by_role("button", name="查詢辦理情形").click()
    phone.get_by_text("不予核准").wait_for()
    phone.get_by_text("已核定").wait_for()
    axe(phone)
    assert "高𣕑宇" not in phone.content()
