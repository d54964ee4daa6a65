"""What stands on every page: who one is, where one may go, what must always be seen; and the pages for what went wrong."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from cctv_admin import views
from work.models import Notice

if TYPE_CHECKING:
    import datetime as dt

    from pytest_django import Settings

    from accounts.models import School
    from tests.conftest import Cast


@pytest.fixture
def guide(client: Client, cast: Cast, settings: Settings) -> str:
    settings.DEMO = True
    client.force_login(cast.principal)
    return client.get("/dev/ui/").content.decode()


def test_the_page_is_traditional_chinese_of_taiwan_with_a_skip_link_first(guide: str) -> None:
    assert '<html lang="zh-Hant-TW">' in guide
    assert re.search(r"<body[^>]*>\s*<a class=\"skip\" href=\"#main\">跳到主要內容</a>", guide)
    assert "<title>元件一覽｜監視錄影系統管理</title>" in guide


def test_the_head_names_the_school_the_person_and_their_title(guide: str) -> None:
    assert "瑞豐國小" in guide
    assert "<b>蘇翊甯</b><small>校長</small>" in guide
    assert "待核定" in guide


def test_the_title_of_a_page_with_errors_begins_with_the_word(client: Client, cast: Cast, settings: Settings) -> None:
    settings.DEMO = True
    client.force_login(cast.handler)
    page = client.get("/dev/ui/", {"state": "errors"}).content.decode()
    assert page.count("<title>錯誤：元件一覽｜") == 1


def test_unread_notices_are_counted(client: Client, cast: Cast, settings: Settings, now: dt.datetime) -> None:
    settings.DEMO = True
    Notice.objects.create(recipient=cast.handler, text="案 115-0001 待擬辦", created_at=now)
    client.force_login(cast.handler)
    page = client.get("/dev/ui/")
    assert page.context["masthead"].unread == 1


@pytest.mark.parametrize("demo", [True, False])
def test_a_demonstration_says_so_on_every_page(client: Client, cast: Cast, settings: Settings, demo: bool) -> None:
    settings.DEMO = demo
    client.force_login(cast.handler)
    assert ("示範資料，非真實人事" in client.get("/nowhere/").content.decode()) is demo


@pytest.mark.parametrize(("secure", "warned"), [(False, True), (True, False)])
def test_plain_http_is_said_on_every_page(
    client: Client, cast: Cast, settings: Settings, secure: bool, warned: bool
) -> None:
    settings.ALLOW_HTTP = True
    client.force_login(cast.handler)
    assert ("未加密的 HTTP" in client.get("/nowhere/", secure=secure).content.decode()) is warned


def test_a_page_without_a_session_has_no_menu_and_no_script_of_htmx(school: School) -> None:
    page = render_to_string("404.html", {"school": school})
    assert 'class="nav"' not in page
    assert "htmx" not in page
    assert "瑞豐國小" in page


def test_htmx_comes_with_a_configuration_that_keeps_the_policy(guide: str) -> None:
    assert '"includeIndicatorStyles":false' in guide
    assert '"allowEval":false' in guide
    assert "htmx-2.min.js" in guide
    assert "style=" not in guide
    assert re.search(r"<script(?![^>]*\ssrc=)", guide) is None


def test_a_missing_page_says_what_to_do(client: Client, cast: Cast) -> None:
    client.force_login(cast.teacher)
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert "請從通知或清單重新開啟" in answer.content.decode()


def test_a_forbidden_act_names_the_post_one_signed_in_with(cast: Cast) -> None:
    request = RequestFactory().get("/")
    request.user = cast.guard
    answer = views.forbidden(request)
    assert answer.status_code == 403
    assert "您目前以「警衛」登入。" in answer.content.decode()


def test_our_own_fault_is_told_without_the_database() -> None:
    answer = views.server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert "這是系統的問題" in answer.content.decode()


def test_a_form_with_a_stale_token_is_explained(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.teacher)
    answer = client.post("/requests/new/")
    assert answer.status_code == 403
    assert "表單已過期，請重新送出" in answer.content.decode()


def test_a_broken_request_is_explained_without_the_database(client: Client) -> None:
    answer = client.get("/health/", headers={"host": "elsewhere.test"})
    assert answer.status_code == 400
    assert "無法處理這個要求" in answer.content.decode()


def test_the_manifest_names_icons_that_exist(client: Client) -> None:
    answer = client.get("/manifest.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    content = answer.json()
    assert content["name"] == "監視錄影系統管理"
    assert {icon["sizes"] for icon in content["icons"]} == {"any", "192x192", "512x512"}
