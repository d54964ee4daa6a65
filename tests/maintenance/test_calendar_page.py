"""The calendar of inspections: what is due, done and overdue, in a table and in words."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from tests.maintenance.looking import inspect
from tests.roc import roc

if TYPE_CHECKING:
    from django.test import Client

    from tests.conftest import Cast

pytestmark = pytest.mark.usefixtures("at_now")
ADDRESS = "/maintenance/calendar/"


def test_a_month_shows_what_was_done_and_what_is_due(client: Client, cast: Cast, now: dt.datetime) -> None:
    client.force_login(cast.supervisor)
    assert "尚無檢查保養紀錄" in client.get(ADDRESS).content.decode()
    past = dt.date(2026, 11, 3)
    row = inspect(cast.handler, now, inspected_on=past, picture_is_clear=False, remarks="C02 模糊")
    client.post(f"/maintenance/inspections/{row.pk}/", roc("rechecked_on", past))
    page = client.get(ADDRESS).content.decode()
    assert "115年11月檢查月曆" in page
    assert f'<a href="/maintenance/inspections/{row.pk}/">已檢查，有異常</a>' in page
    assert "已複查" in page
    assert 'aria-current="date"' in page
    assert "檢查保養期限" not in page
    due = client.get(ADDRESS, {"month": "116-05"}).content.decode()
    assert "116年5月3日（一）</time>：檢查保養期限" in due
    assert "建議檢查日（學期開始）" in client.get(ADDRESS, {"month": "116-02"}).content.decode()
    assert "115年11月檢查月曆" in client.get(ADDRESS, {"month": "nonsense"}).content.decode()


def test_a_recheck_stands_in_its_own_month(client: Client, cast: Cast, now: dt.datetime) -> None:
    client.force_login(cast.supervisor)
    row = inspect(cast.handler, now, inspected_on=dt.date(2026, 10, 30), picture_is_clear=False, remarks="C02 模糊")
    client.post(f"/maintenance/inspections/{row.pk}/", roc("rechecked_on", dt.date(2026, 11, 4)))
    mark = f'<a href="/maintenance/inspections/{row.pk}/">'
    page = client.get(ADDRESS, {"month": "115-11"}).content.decode()
    assert f"115年11月4日（三）</time>：{mark}已複查</a>" in page
    assert "已檢查" not in page
    before = client.get(ADDRESS, {"month": "115-10"}).content.decode()
    assert f"{mark}已檢查，有異常</a>" in before
    assert "已複查" not in before


def test_what_is_overdue_stands_on_today(client: Client, cast: Cast, now: dt.datetime) -> None:
    inspect(cast.handler, now, inspected_on=dt.date(2026, 5, 20))
    client.force_login(cast.guard)
    page = client.get(ADDRESS).content.decode()
    assert "檢查保養逾期 3 日" in page
    assert "115年11月20日（五）</time>：檢查保養期限" in page


def test_a_period_that_cannot_be_read_is_asked_for_again(client: Client, cast: Cast, now: dt.datetime) -> None:
    client.force_login(cast.handler)
    page = client.get("/maintenance/appendix-2.pdf", {"from": "前天"}, follow=True).content.decode()
    assert "列印期間：" in page
    assert client.get("/maintenance/appendix-2.pdf", {"from": "115/02/01", "until": ""}).status_code == 200
