"""個人資料保護法第8條: the six points stand complete on the check page, from the school's and its plan's data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from accounts.models import School, SchoolPlan
from requests import rules
from requests.documents.privacy import privacy_points
from tests.printing import reader
from tests.review.test_asking_pages import Typed, typed

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.conftest import Cast

__all__ = ["typed"]

POINTS = (
    "1. 機關名稱",
    "2. 蒐集之目的",
    "3. 個人資料之類別",
    "4. 利用之期間、地區、對象及方式",
    "5. 您依個人資料保護法第3條得行使之權利及方式",
    "6. 不提供時對您權益之影響",
)
RIGHTS = ("查詢或閱覽", "製給複製本", "補充或更正", "停止蒐集處理或利用", "刪除")


@pytest.fixture
def page(client: Client, cast: Cast, typed: Typed, at_now: None) -> str:
    School.objects.update(phone="03-0000000", address="桃園市八德區示範路1號")
    SchoolPlan.objects.update(paper_years=3)
    client.force_login(cast.teacher)
    check = client.post(reverse("review:new"), typed)["Location"]
    return client.get(check).content.decode()


def test_all_six_points_are_told_in_order(page: str) -> None:
    places = [page.index(point) for point in POINTS]
    assert places == sorted(places)
    for right in RIGHTS:
        assert right in page
    for said in ("期間：", "地區：", "對象：", "方式："):
        assert said in page


def test_they_say_what_this_school_and_its_plan_say(page: str) -> None:
    assert "桃園市八德區瑞豐國民小學（桃園市八德區示範路1號，電話 03-0000000）。" in page
    assert "至少保存 3 年" in page
    assert "（監視錄影系統管理實施計畫）" in page
    assert "身分證號得不填寫，不影響申請。" in page


def test_note_1_of_the_form_stands_before_the_box(page: str) -> None:
    assert page.index("影像資料僅供申請目的之使用") < page.index("我已閱讀並同意遵守附錄1 注意事項")


def test_every_word_of_the_notice_is_filled_in() -> None:
    told = rules.privacy_notice(agency="某校", contact="", plan="某計畫", years=1)
    assert len(told) == len(POINTS)
    assert not any("{" in text for _, text in told)


# --- For who asks on paper --------------------------------------------------------------------------------------------------


@pytest.fixture
def sheet(client: Client, cast: Cast, at_now: None) -> Callable[[], str]:
    """Print the sheet that is handed out with a blank 附錄1, and read it."""

    def read() -> str:
        client.force_login(cast.handler)
        [page] = reader.pages(client.get(reverse("review:privacy")).content)
        return reader.squeeze(page.extract_text())

    return read


def test_the_sheet_beside_the_blank_form_says_all_six_points_on_one_page(sheet: Callable[[], str]) -> None:
    School.objects.update(phone="03-0000000", address="桃園市八德區示範路1號")
    said = sheet()
    assert "瑞豐國小監視器攝錄資料調閱申請個人資料蒐集告知" in said
    for point, text in privacy_points(SchoolPlan.objects.get()):
        assert reader.squeeze(point + text) in said
    assert "（桃園市八德區示範路1號，電話03-0000000）" in said


@pytest.mark.parametrize(
    ("required", "says"),
    [
        ([], "身分證號得不填寫，不影響申請。"),
        (["staff"], "身分證號得不填寫，不影響申請。"),
        (["guardian", "representative", "pupil"], "身分證號為必填。"),
        (["guardian"], "申請人為監護人時，身分證號為必填；其他申請人得不填寫，不影響申請。"),
    ],
)
def test_it_says_of_whom_the_plan_requires_a_number(sheet: Callable[[], str], required: list[str], says: str) -> None:
    SchoolPlan.objects.update(id_number_required_for=required)
    assert says in sheet()


@pytest.mark.parametrize("where", ["review:enter", "reports:print"])
def test_who_takes_a_request_on_paper_finds_it(client: Client, cast: Cast, at_now: None, where: str) -> None:
    client.force_login(cast.handler)
    assert f'href="{reverse("review:privacy")}"' in client.get(reverse(where)).content.decode()
