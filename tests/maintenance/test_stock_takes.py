"""盤點: everything ticked by itself, differences explained, countersigned by another; hidden until it is switched on."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from accounts.choices import Feature, Role
from accounts.services import appoint
from ledger import services as ledger
from ledger.models import Entry
from ledger.services import SYSTEM
from maintenance.choices import TickResult
from maintenance.models import StockTake, StockTakeItem
from maintenance.services import (
    StockTakeError,
    close_stock_take,
    move_equipment,
    open_stock_take,
    return_stock_take,
    scrap_equipment,
    sign_stock_take,
    tick_item,
)
from tests.conftest import switch_on
from tests.maintenance.equipment import enter
from tests.shared import shared

if TYPE_CHECKING:
    from django.test import Client

    from tests.conftest import Cast

pytestmark = pytest.mark.usefixtures("at_now")
TODAY = dt.date(2026, 11, 23)


@shared
def taken(cast: Cast, now: dt.datetime) -> StockTake:
    """Of 115, two things; a third was scrapped before."""
    switch_on(Feature.STOCK_TAKE)
    for number in "123":
        thing = enter(cast.handler, now, suffix=number)
    scrap_equipment(equipment_id=thing.pk, scrapped_on=TODAY, scrap_number="1", user=cast.handler, now=now)
    return open_stock_take(year=115, user=cast.handler, now=now)


def tick(cast: Cast, now: dt.datetime, *results: tuple[str, str, str]) -> None:
    for item, (result, found_at, remark) in zip(StockTakeItem.objects.order_by("pk"), results, strict=True):
        tick_item(
            item_id=item.pk, result=TickResult(result), found_at=found_at, remark=remark, user=cast.handler, now=now
        )


def last_sentence() -> str:
    return ledger.sentence(Entry.objects.latest("sequence"))


def page(client: Client, name: str, *args: Any, **data: str) -> str:
    return client.get(reverse(f"maintenance:{name}", args=args), data).content.decode()


@pytest.mark.parametrize("who", ["handler", "supervisor", "auditor"])
def test_a_school_that_has_not_switched_it_on_has_no_such_page(
    client: Client, cast: Cast, taken: StockTake, who: str
) -> None:
    switch_on()
    client.force_login(getattr(cast, who))
    for name, args in (
        ("stock-takes", []),
        ("stock-take", [115]),
        ("stock-take-pdf", [115]),
        ("stock-take-close", [115]),
    ):
        assert client.get(reverse(f"maintenance:{name}", args=args)).status_code == 404
    assert "盤點" not in page(client, "equipment-list")
    assert "盤點紀錄" not in page(client, "equipment", StockTakeItem.objects.all()[0].equipment_id)


def test_it_opens_once_a_year_with_what_is_in_use(client: Client, cast: Cast, now: dt.datetime) -> None:
    switch_on(Feature.STOCK_TAKE)
    client.force_login(cast.handler)
    address = reverse("maintenance:stock-takes")
    assert "設備帳沒有在用的設備" in client.post(address, {"year": "115"}).content.decode()
    enter(cast.handler, now)
    answer = client.post(address, {"year": "115"})
    assert answer["Location"] == reverse("maintenance:stock-take", args=[115])
    assert last_sentence() == "事務組長 游承堃開始115年度盤點，應盤 1 件"
    assert "115 年度</option>" not in client.get(address).content.decode()
    client.post(address, {"year": "114"})
    assert "開始新的盤點" not in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("year", "says"), [(115, "已經開始盤點"), (113, "只能盤點 114 或 115 年度"), (116, "只能盤點")]
)
def test_no_other_year_and_no_year_twice(cast: Cast, taken: StockTake, now: dt.datetime, year: int, says: str) -> None:
    with pytest.raises(StockTakeError, match=says):
        open_stock_take(year=year, user=cast.handler, now=now)


def test_only_the_handler_opens_and_only_where_it_is_switched_on(cast: Cast, now: dt.datetime) -> None:
    with pytest.raises(StockTakeError, match="未啟用"):
        open_stock_take(year=115, user=cast.handler, now=now)
    switch_on(Feature.STOCK_TAKE)
    with pytest.raises(StockTakeError, match="只有承辦人"):
        open_stock_take(year=115, user=cast.supervisor, now=now)


def test_one_tap_says_it_is_there_and_the_next_is_in_view(client: Client, cast: Cast, taken: StockTake) -> None:
    client.force_login(cast.handler)
    item = taken.items.all()[0]
    address = reverse("maintenance:stock-take", args=[115])
    answer = client.post(f"{address}?view=left", {"item": str(item.pk)})
    assert answer["Location"] == f"{address}?view=left#item-{item.pk}"
    item.refresh_from_db()
    assert (item.result, item.ticked_by) == ("present", "事務組長 游承堃")
    assert last_sentence() == "事務組長 游承堃登錄115年度盤點：3140403-12-1 在"
    assert client.post(address, {"item": "x"}).status_code == 404
    assert page(client, "stock-take", 115, view="left").count('id="item-') == 1
    client.post(address, {"item": str(taken.items.all()[1].pk)})
    assert "全部盤點過了" in page(client, "stock-take", 115, view="left")
    assert "沒有差異" in page(client, "stock-take", 115, view="differs")


def test_something_elsewhere_says_where(client: Client, cast: Cast, taken: StockTake) -> None:
    client.force_login(cast.handler)
    item = taken.items.all()[0]
    address = reverse("maintenance:stock-take-item", args=[115, item.pk])
    assert "請選擇盤點結果。" in client.post(address, {"remark": "移走"}).content.decode()
    refused = client.post(address, {"result": "elsewhere", "remark": "移走"}).content.decode()
    assert "位置不符時，請填實際位置。" in refused
    assert 'value="移走"' in refused
    client.post(address, {"result": "elsewhere", "found_at": "倉庫", "remark": "移走"})
    assert "實際位置：倉庫" in page(client, "stock-take", 115, view="differs")
    client.post(address, {"result": "present", "found_at": "倉庫"})
    item.refresh_from_db()
    assert item.found_at == "", "it was found after all"


def test_it_closes_when_everything_was_looked_for_and_explained(
    client: Client, cast: Cast, taken: StockTake, now: dt.datetime
) -> None:
    client.force_login(cast.handler)
    address = reverse("maintenance:stock-take-close", args=[115])
    assert "還有 2 件尚未盤點" in client.post(address, {"conclusion": "相符"}).content.decode()
    tick(cast, now, ("present", "", ""), ("absent", "", ""))
    assert "請先填寫差異說明：3140403-12-2。" in client.post(address, {"conclusion": "相符"}).content.decode()
    tick(cast, now, ("present", "", ""), ("absent", "", "送修中"))
    assert "請填寫盤點結論。" in client.post(address, {"conclusion": ""}).content.decode()
    assert "送修中" in client.get(address).content.decode()
    client.post(address, {"conclusion": "一件送修"})
    assert last_sentence() == "事務組長 游承堃完成115年度盤點並陳核，差異 1 件"
    assert cast.supervisor.notices.get().text == "115年度盤點待您覆核"
    assert client.get(reverse("maintenance:stock-take-item", args=[115, taken.items.all()[0].pk])).status_code == 403
    with pytest.raises(StockTakeError, match="待主管覆核"):
        tick(cast, now, ("present", "", ""), ("present", "", ""))


@shared
def closed(cast: Cast, taken: StockTake, now: dt.datetime) -> StockTake:
    tick(cast, now, ("present", "", ""), ("to_scrap", "", "損壞"))
    return close_stock_take(year=115, conclusion="一件待報廢", user=cast.handler, now=now)


def test_another_person_countersigns_and_then_it_stands(client: Client, cast: Cast, closed: StockTake) -> None:
    client.force_login(cast.handler)
    assert client.post(reverse("maintenance:stock-take-sign", args=[115]), {"save": "1"}).status_code == 403
    client.force_login(cast.supervisor)
    assert "覆核" in page(client, "stock-take", 115)
    client.post(reverse("maintenance:stock-take-sign", args=[115]), {"save": "1"})
    closed.refresh_from_db()
    assert (closed.status, closed.signed_by) == ("signed", cast.supervisor)
    assert client.post(reverse("maintenance:stock-take-return", args=[115]), {"reason": "再看"}).status_code == 403
    assert client.get(reverse("maintenance:stock-take-pdf", args=[115])).content.startswith(b"%PDF")


def test_who_closed_it_does_not_countersign_even_in_two_posts(cast: Cast, closed: StockTake, now: dt.datetime) -> None:
    appoint(
        user=cast.handler, role=Role.SUPERVISOR, title="代理主任", office="總務處", since=TODAY, actor=SYSTEM, now=now
    )
    with pytest.raises(StockTakeError, match="完成盤點者以外"):
        sign_stock_take(year=115, user=cast.handler, now=now)
    assert sign_stock_take(year=115, user=cast.supervisor, now=now).signed_at == now


def test_a_return_says_why_and_opens_it_again(client: Client, cast: Cast, closed: StockTake, now: dt.datetime) -> None:
    client.force_login(cast.supervisor)
    assert (
        "請填寫退回原因。"
        in client.post(reverse("maintenance:stock-take-return", args=[115]), {"reason": ""}).content.decode()
    )
    client.post(reverse("maintenance:stock-take-return", args=[115]), {"reason": "請再確認倉庫"})
    assert cast.handler.notices.get().text == "115年度盤點經主管退回"
    client.force_login(cast.handler)
    assert "請再確認倉庫" in page(client, "stock-take", 115)
    assert "退回重盤" in page(client, "stock-takes")
    close_stock_take(year=115, conclusion="已確認", user=cast.handler, now=now)
    with pytest.raises(StockTakeError, match="待主管覆核"):
        close_stock_take(year=115, conclusion="再一次", user=cast.handler, now=now)
    with pytest.raises(StockTakeError, match="完成盤點者以外的處室主管退回"):
        return_stock_take(year=115, reason="", user=cast.handler, now=now)


def test_the_list_keeps_where_the_books_had_it(cast: Cast, taken: StockTake, now: dt.datetime) -> None:
    item = taken.items.all()[0]
    move_equipment(
        equipment_id=item.equipment_id, moved_on=TODAY, reason="", keeper="甲", unit="乙", location="丙", user=cast.handler,
        now=now,
    )  # fmt: skip
    item.refresh_from_db()
    assert (item.location, item.equipment.location) == ("忠孝樓", "丙")


def test_a_reader_sees_and_prints_but_ticks_nothing(client: Client, cast: Cast, taken: StockTake) -> None:
    client.force_login(cast.principal)
    assert "其他情形" not in page(client, "stock-take", 115)
    assert client.post(reverse("maintenance:stock-take", args=[115]), {"item": "1"}).status_code == 403
    assert client.post(reverse("maintenance:stock-takes"), {"year": "114"}).status_code == 403
    assert client.get(reverse("maintenance:stock-take-pdf", args=[115])).status_code == 200
