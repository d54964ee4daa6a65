from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from printing.documents import advance
from printing.documents.books import PADDING
from reports.documents import COLUMNS, HAND, RegisterRow, render_register
from tests.printing import reader

if TYPE_CHECKING:
    from printing.documents import Furniture

pytestmark = pytest.mark.counted_elsewhere

HEADINGS = [
    "編號",
    "申請（收文）日期",
    "申請人或機關（字號）",
    "與當事人關係",
    "事由",
    "攝影機地點",
    "影像時段",
    "核定",
    "調閱起迄",
    "陪同人員",
    "在場人",
    "留存檔／交付",
    "備註",
]
HEAD = "帳本第 1234 筆，雜湊 9f86d081"


@pytest.fixture
def row() -> RegisterRow:
    return RegisterRow(
        number="115-0037\n緊急",
        applied_on="115/11/19",
        applicant="五年三班導師\n許喆安",
        relation="導師",
        reason="學生於午休時間在走廊遭推擠跌倒，需釐清經過。",
        places="忠孝樓三樓東側走廊（C02）",
        footage_period="115/11/11\n12:35 至\n12:50",
        decision="准予調閱\n115/11/23",
        viewed="115/11/23\n10:05 至\n10:30",
        escort="游承堃",
        present="許喆安、巴奈・古拉斯",
        copy="E115-0012",
        remarks="",
    )


def test_the_columns_are_those_of_the_ruling(row: RegisterRow, bare_furniture: Furniture) -> None:
    (page,) = reader.pages(render_register([row], "瑞豐國小", bare_furniture, period="115年11月", ledger_head=HEAD))
    header, first, *_ = reader.cells(page)
    assert header == HEADINGS
    assert first == [reader.squeeze(value) for value in dataclasses.astuple(row)]
    assert page.width > page.height
    text = page.extract_text()
    assert "瑞豐國小監錄系統調閱登記簿" in text
    assert HEAD in text


def test_a_blank_page_prints_with_rows_to_write_in(bare_furniture: Furniture) -> None:
    (page,) = reader.pages(render_register([], "瑞豐國小", bare_furniture))
    header, *rows = reader.cells(page)
    assert header == HEADINGS
    assert rows == [[""] * 13] * 8
    assert "承辦人處室主管校長" in reader.squeeze(page.extract_text())


def test_rows_are_never_split_and_every_page_has_header_and_signatures(
    row: RegisterRow, bare_furniture: Furniture
) -> None:
    rows = [dataclasses.replace(row, number=f"115-{n:04d}", reason=f"事{n}由" * (n * 3)) for n in range(1, 20)]
    pages = reader.pages(render_register(rows, "瑞豐國小", bare_furniture, ledger_head=HEAD))
    assert len(pages) > 2
    printed = []
    for page in pages:
        header, *body = reader.cells(page)
        assert header == HEADINGS
        text = reader.squeeze(page.extract_text())
        assert "承辦人處室主管校長" in text
        assert reader.squeeze(HEAD) in text
        printed += [cells for cells in body if any(cells)]
    assert [(cells[0], cells[4]) for cells in printed] == [(value.number, value.reason) for value in rows]


def test_text_stays_in_its_column(row: RegisterRow, bare_furniture: Furniture) -> None:
    (page,) = reader.pages(render_register([row], "瑞豐國小", bare_furniture))
    (table,) = page.find_tables()
    for left, top, right, bottom in (cell for cell in table.cells if cell):
        inside = page.crop((left, top, right, bottom))
        assert all(left <= char["x0"] and char["x1"] <= right + 0.1 for char in inside.chars)
    narrowest = (17 - 2 * PADDING) / (HAND.size * 25.4 / 72)
    assert sum(map(advance, "115/11/23")) <= narrowest


def test_a_reason_higher_than_a_page_names_the_form(row: RegisterRow, bare_furniture: Furniture) -> None:
    pages = reader.pages(render_register([dataclasses.replace(row, reason="緣" * 2000)], "瑞豐國小", bare_furniture))
    assert len(pages) == 1
    assert reader.cells(pages[0])[1][4].endswith(HAND.cut)


def test_the_columns_fill_the_sheet() -> None:
    assert sum(width for _, width in COLUMNS) == 269
