"""Each clause of the plan is broken on purpose; 稽核 opens the report in a browser and reads which one, and how."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import time_machine
from playwright.sync_api import expect

from reports.forms.periods import query_of
from reports.rules import CLAUSES
from tests.browser.conftest import PHONE, WIDE
from tests.reports.clauses import ROWS, well_kept

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from playwright.sync_api import Page

    from cameras.models import Camera
    from reports.rules import Duty
    from tests.browser.conftest import Watch
    from tests.conftest import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SEEN_WHEN_SIGNING = "6.3"
"""The ledger is read through when 承辦人 signs, not when somebody looks."""
IN_CI = ("4.3b", "5.4", "附錄2")
READ = [
    pytest.param(one, id=one.key, marks=[] if one.key in IN_CI else pytest.mark.long)
    for one in CLAUSES
    if one.key != SEEN_WHEN_SIGNING
]


@pytest.mark.parametrize("duty", READ)
def test_the_auditor_reads_that_it_was_broken_and_how(
    open_page: Callable[..., Page],
    sign_in: Callable[[Page, str], None],
    cast: Cast,
    cameras: list[Camera],
    now: dt.datetime,
    duty: Duty,
) -> None:
    place = well_kept(cast, cameras, now)
    ROWS[duty.key].broken(place)
    with time_machine.travel(place.now):
        page = open_page(WIDE)
        sign_in(page, "auditor")
        page.goto(f"/reports/compliance/?{query_of(place.span)}")
        row = page.locator(f"[id='c{duty.key}']")
        expect(row.get_by_role("rowheader")).to_have_text(duty.reference)
        expect(row.locator(".tag").last).to_have_text("未符合")
        expect(row).to_contain_text(ROWS[duty.key].named)
        expect(page.get_by_role("link", name=f"{duty.reference} {duty.title}")).to_be_visible()


def test_a_row_changed_behind_the_ledger_stands_in_the_way_of_who_signs(
    open_page: Callable[..., Page],
    sign_in: Callable[[Page, str], None],
    watch: Watch,
    cast: Cast,
    cameras: list[Camera],
    now: dt.datetime,
) -> None:
    watch.expect(422, "^/reports/compliance/")
    place = well_kept(cast, cameras, now)
    ROWS[SEEN_WHEN_SIGNING].broken(place)
    with time_machine.travel(place.now):
        page = open_page(PHONE)
        sign_in(page, "handler")
        page.goto(f"/reports/compliance/?{query_of(replace(place.span, last=place.now.date()))}")
        page.get_by_role("button", name="辦理本期間之簽核").click()
        page.get_by_role("button", name="簽署並送處室主管").click()
        expect(page.get_by_role("alert")).to_contain_text("未符合者均須填寫說明與改善措施：陸、三（管養責任）")
        page.get_by_label("說明（陸、三 管養責任）").fill("已保留現場，洽主機操作人員查明。")
        page.get_by_label("改善措施（陸、三 管養責任）").fill("每日查驗並限制主機登入。")
        page.get_by_role("button", name="簽署並送處室主管").click()
        expect(page.locator("main")).to_contain_text("存取紀錄核對不符")
