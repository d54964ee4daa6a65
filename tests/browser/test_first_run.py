"""An empty school, set up by its first administrator from the one-time link to the first case, without demo data."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from accounts.services import issue_first_link
from files.rules import write_csv
from reports.selectors import setup_of
from requests.models import ReviewRequest
from tests.browser.conftest import PHONE, WIDE
from tests.browser.test_the_whole_line import submit_as_teacher
from tests.roc import roc

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from playwright.sync_api import FilePayload, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SECRET = "kayak-lantern-77-moss"
PEOPLE = [
    ("you.ck", "游承堃", "承辦人", "事務組長", "總務處", "115/08/01", ""),
    ("fang.yt", "方瑀彤", "處室主管", "總務主任", "總務處", "115/08/01", ""),
    ("su.yn", "蘇翊甯", "校長", "校長", "校長室", "115/08/01", ""),
    ("bana", "巴奈・古拉斯", "警衛", "警衛", "警衛室", "115/08/01", ""),
    ("hsu.ja", "許喆安", "教職員", "五年三班導師", "教務處", "115/08/01", ""),
]
CAMERAS = [
    ("C01", "一樓川堂", "忠孝樓", "NVR1", "走廊及樓梯", "川堂全景", "維護校園安全", "否", "", "109/01/01", ""),
    ("C02", "三樓東側走廊", "忠孝樓", "NVR1", "走廊及樓梯", "走廊東半", "維護校園安全", "否", "", "109/01/01", ""),
]

KINDS = [
    pytest.param((WIDE, True), id="1280"),
    pytest.param((PHONE, True), id="390"),
    pytest.param((WIDE, False), id="1280-no-script"),
]


def sheet(headings: str, rows: Sequence[Sequence[str]]) -> FilePayload:
    """Return a CSV as a clerk would hand it in."""
    return {"name": "匯入.csv", "mimeType": "text/csv", "buffer": write_csv(headings.split(","), rows)}


def import_sheet(page: Page, path: str, file: FilePayload) -> None:
    page.goto(path)
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="檢查檔案").click()
    page.get_by_role("button", name=re.compile("確認匯入")).click()
    page.get_by_text("已匯入").wait_for()


def open_account(page: Page, path: str, username: str) -> None:
    """Open a one-time link, set the password, sign in."""
    page.goto(path)
    set_password(page, username)


def set_password(page: Page, username: str) -> None:
    page.fill("[name=password1]", SECRET)
    page.fill("[name=password2]", SECRET)
    page.get_by_role("button", name="設定密碼").click()
    page.fill("[name=login]", username)
    page.fill("[name=password]", SECRET)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "/accounts/login/" not in url)


def with_its_people(page: Page) -> dict[str, str]:
    """Fill in school, plan and people; return the one-time link of each."""
    page.get_by_role("link", name="填寫學校資料").click()
    page.get_by_label("電話").fill("03-0000000")
    page.get_by_label("地址").fill("330 桃園市示範區和平路1號")
    page.get_by_role("button", name="儲存學校資料").click()
    page.get_by_role("link", name="設定進度").click()
    page.get_by_role("link", name="確認計畫數值").click()
    page.get_by_role("button", name="確認計畫數值").click()
    page.get_by_text("已確認本校計畫數值").wait_for()
    import_sheet(page, "/people/import/", sheet("帳號,姓名,角色,職稱,處室,起始日,到期日", PEOPLE))
    page.get_by_role("link", name="發給單次連結").click()
    page.get_by_role("button", name="發給單次連結").click()
    slips = page.locator(".slip")
    return {one[0]: slips.filter(has_text=one[1]).locator("code").inner_text() for one in PEOPLE}


def with_its_cameras(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="新增主機").click()
    page.get_by_label("編號").fill("NVR1")
    page.get_by_label("名稱").fill("警衛室主機")
    page.get_by_role("button", name="新增主機").click()
    headings = "編號,名稱,地點,主機,區域類型,涵蓋說明,設置目的,收音,最低保存日數,啟用日,停用日"
    import_sheet(page, "/cameras/import/", sheet(headings, CAMERAS))


@pytest.mark.parametrize("kind", KINDS)
def test_from_the_one_time_link_to_the_first_case(
    kind: tuple[dict[str, int], bool], open_page: Callable[..., Page], axe: Callable[[Page], None]
) -> None:
    viewport, scripts = kind
    token = issue_first_link(operator="主機操作人員", now=timezone.now())
    page = open_page(viewport, java_script_enabled=scripts)
    page.goto(f"/accounts/link/{token}/")
    page.get_by_label("學校全名").fill("桃園市示範區和平國民小學")
    page.get_by_label("表單上的校名").fill("和平國小")
    page.get_by_label("您的姓名").fill("羅湘喬")
    page.get_by_label("帳號").fill("luo.hc")
    set_password(page, "luo.hc")
    page.get_by_role("heading", name="開始使用前的設定").wait_for()
    if scripts:
        axe(page)

    links = with_its_people(page)
    with_its_cameras(page)
    page.goto("/")
    assert page.locator(".setup li").count() == 4, "帳號開通, 影像保存日數, 寄信, 金鑰另存"

    for username, *_ in PEOPLE:
        own = open_page(viewport, java_script_enabled=scripts)
        open_account(own, "/" + links[username].split("/", 3)[3], username)
        if username == "you.ck":
            own.goto("/setup/")
            own.get_by_role("link", name="登錄影像查核").click()
            own.get_by_label("主機", exact=True).select_option("NVR1")
            for name, text in roc("earliest_day", timezone.localdate() - dt.timedelta(days=20)).items():
                own.fill(f"[name={name}]", text)
            own.get_by_role("button", name="登錄查核").click()
        if username == "hsu.ja":
            own.goto("/requests/new/")
            own.get_by_label("聯絡電話").fill("03-0000000 分機 312")
            submit_as_teacher(own)
    assert [step.title for step in setup_of(timezone.now()).missing] == ["寄信", "金鑰另存"]
    assert ReviewRequest.objects.get().applicant_name == "許喆安"
    page.goto("/setup/")
    if scripts:
        axe(page)
