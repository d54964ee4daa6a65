"""財產清冊 and 盤點清冊 on paper, cell by cell."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from accounts.choices import Feature
from maintenance.choices import TickResult
from maintenance.documents import render_equipment_book, render_stock_take
from maintenance.documents.books import COLUMNS, STOCK_TAKE_COLUMNS
from maintenance.selectors import items_of
from maintenance.services import close_stock_take, open_stock_take, scrap_equipment, sign_stock_take, tick_item
from printing.documents import Book, Furniture, render_book
from printing.documents.books import PLAIN_HAND, WIDTH
from tests.conftest import switch_on
from tests.maintenance.equipment import enter
from tests.printing import reader

if TYPE_CHECKING:
    from cameras.models import Camera
    from tests.conftest import Cast

TODAY = dt.date(2026, 11, 23)


@pytest.fixture
def paper(now: dt.datetime) -> Furniture:
    return Furniture(reference="", printed_at=now, printed_by="游承堃", url="", is_demo=False)


@pytest.mark.parametrize("columns", [COLUMNS, STOCK_TAKE_COLUMNS])
def test_the_columns_fill_the_sheet(columns: tuple[tuple[str, int], ...]) -> None:
    assert sum(width for _, width in columns) == WIDTH


def test_the_book_says_of_each_thing_what_the_books_say(
    cast: Cast, cameras: list[Camera], now: dt.datetime, paper: Furniture
) -> None:
    thing = enter(cast.handler, now, camera=cameras[0], restriction="yes", remarks="汰換中")
    gone = enter(cast.handler, now, suffix="", cost=9000, brand="", recorder=cameras[0].recorder)
    gone = scrap_equipment(
        equipment_id=gone.pk, scrapped_on=TODAY, scrap_number="總字第1號", user=cast.handler, now=now
    )
    (page,) = reader.pages(render_equipment_book([thing, gone], "瑞豐國小", paper, note="共 2 件"))
    header, first, second, *blank = reader.cells(page)
    assert header == [heading.replace("｜", "") for heading, _ in COLUMNS]
    assert first == [
        "1", "3140403-12-1", "財產", "網路攝影機", "晶睿IB9365", "RF0001", "113/01/02", "12,800", "5", "游承堃總務處",
        "忠孝樓", "C01汰換中限制廠牌（未核准）",
    ]  # fmt: skip
    assert (second[1], second[2], second[4]) == ("3140403-12", "非消耗品", "IB9365")
    assert second[-1] == "NVR1115/11/23報廢（總字第1號）"
    assert blank
    assert not any(any(row) for row in blank)
    text = reader.squeeze(page.extract_text())
    assert text.startswith("瑞豐國小監視錄影設備財產清冊共2件")
    assert "經管人承辦人處室主管校長" in text
    assert page.width > page.height


def test_a_blank_book_has_rows_to_write_in(paper: Furniture) -> None:
    (page,) = reader.pages(render_equipment_book([], "瑞豐國小", paper))
    _, *rows = reader.cells(page)
    assert rows == [[""] * len(COLUMNS)] * 12


def test_rows_stay_whole_and_every_page_is_signed(paper: Furniture) -> None:
    rows = [(str(number), f"第{number}件" * number) for number in range(1, 40)]
    pages = reader.pages(render_book(Book("冊", (("項次", 19), ("名稱", 250)), rows, ("承辦人",)), paper))
    printed = [cells for page in pages for cells in reader.cells(page)[1:] if any(cells)]
    assert [tuple(cells) for cells in printed] == rows
    assert len(pages) > 3
    assert all("承辦人" in page.extract_text() for page in pages)


def test_a_cell_higher_than_a_page_says_that_it_was_cut(paper: Furniture) -> None:
    (page,) = reader.pages(render_book(Book("冊", (("備註", 269),), [("字" * 9000,)], ()), paper))
    assert reader.cells(page)[1][0].endswith(PLAIN_HAND.cut)


@pytest.mark.counted_elsewhere
def test_the_stock_take_prints_what_was_found_and_who_answers_for_it(
    cast: Cast, now: dt.datetime, paper: Furniture
) -> None:
    switch_on(Feature.STOCK_TAKE)
    enter(cast.handler, now)
    taken = open_stock_take(year=115, user=cast.handler, now=now)
    (page,) = reader.pages(render_stock_take(taken, items_of(taken), "瑞豐國小", paper))
    assert reader.cells(page)[1][6:] == ["", "", "", ""]
    assert "承辦人處室主管校長" in reader.squeeze(page.extract_text())
    tick_item(
        item_id=taken.items.get().pk, result=TickResult.ELSEWHERE, found_at="倉庫", remark="施工暫置", user=cast.handler,
        now=now,
    )  # fmt: skip
    close_stock_take(year=115, conclusion="一件暫置", user=cast.handler, now=now)
    taken = sign_stock_take(year=115, user=cast.supervisor, now=now)
    (page,) = reader.pages(render_stock_take(taken, items_of(taken), "瑞豐國小", paper))
    assert reader.cells(page)[1] == [
        "1", "3140403-12-1", "網路攝影機", "晶睿IB9365", "游承堃", "忠孝樓", "位置不符", "倉庫", "施工暫置", "115/11/2309:00",
    ]  # fmt: skip
    text = reader.squeeze(page.extract_text())
    assert "瑞豐國小115年度監視錄影設備盤點清冊已覆核" in text
    assert "承辦人游承堃115/11/23處室主管方瑀彤115/11/23校長" in text
