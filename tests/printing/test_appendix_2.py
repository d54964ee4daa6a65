from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from maintenance.documents import ROWS_A_PAGE, InspectionRow, render_appendix_2
from tests.printing import reader

if TYPE_CHECKING:
    from printing.documents import Furniture

HEADER = ["檢查日期", "監視主機是否正常運作", "錄影監材是否正常運轉", "視訊是否清晰", "保養檢(複)查人", "備考"]
BLANK_ROW = ["年月日", "□是□否", "□是□否", "□是□否", "", ""]
FOOT = "備註：管理單位應定期檢查監錄系統運作狀況，發現故障，立即報修。"


def inspection(day: int, remarks: str = "") -> InspectionRow:
    return InspectionRow(
        inspected_on=dt.date(2026, 1, 1) + dt.timedelta(days=day),
        recorder_works=True,
        equipment_works=False,
        picture_is_clear=True,
        inspector="游承堃",
        rechecker="巴奈・古拉斯",
        remarks=remarks,
    )


def test_the_blank_form_has_sixteen_rows_of_the_plan(bare_furniture: Furniture) -> None:
    (page,) = reader.pages(render_appendix_2([], "瑞豐國小", bare_furniture))
    assert reader.cells(page) == [HEADER, *[BLANK_ROW] * ROWS_A_PAGE]
    text = reader.squeeze(page.extract_text())
    assert text.startswith("瑞豐國小監視錄影系統紀錄表附錄2")
    assert FOOT in text
    assert (round(page.width), round(page.height)) == (595, 842)


def test_a_filled_row_ticks_and_names_and_the_rest_stays_blank(bare_furniture: Furniture) -> None:
    rows = [inspection(40, "C21 斷訊，故障單 F115-0018")]
    (page,) = reader.pages(render_appendix_2(rows, "瑞豐國小", bare_furniture))
    assert reader.cells(page)[1:] == [
        ["115年2月10日", "■是□否", "□是■否", "■是□否", "檢游承堃複巴奈・古拉斯", "C21斷訊，故障單F115-0018"],
        *[BLANK_ROW] * (ROWS_A_PAGE - 1),
    ]


def test_rows_have_one_height_filled_or_not(bare_furniture: Furniture) -> None:
    (blank,) = reader.pages(render_appendix_2([], "瑞豐國小", bare_furniture))
    rows = [inspection(day, "主機時間快四十二秒，已校正，其餘正常") for day in range(ROWS_A_PAGE)]
    (full,) = reader.pages(render_appendix_2(rows, "瑞豐國小", bare_furniture))
    assert reader.rules_across(full) == reader.rules_across(blank)


def test_the_seventeenth_row_stands_on_a_second_page_under_the_header(bare_furniture: Furniture) -> None:
    rows = [inspection(day) for day in range(ROWS_A_PAGE + 1)]
    pages = reader.pages(render_appendix_2(rows, "瑞豐國小", bare_furniture))
    assert [reader.cells(page)[0] for page in pages] == [HEADER, HEADER]
    assert reader.cells(pages[1])[2:] == [BLANK_ROW] * (ROWS_A_PAGE - 1)
    assert all(FOOT in reader.squeeze(page.extract_text()) for page in pages)


@pytest.mark.counted_elsewhere
@pytest.mark.parametrize("number", [0, 1, 16, 17, 40])
def test_every_row_stands_in_its_cells_and_unused_rows_stay_blank(bare_furniture: Furniture, number: int) -> None:
    rows = [inspection(day, f"第{day}筆") for day in range(number)]
    pages = reader.pages(render_appendix_2(rows, "瑞豐國小", bare_furniture))
    tables = [reader.cells(page) for page in pages]
    assert len(pages) == max(-(-number // ROWS_A_PAGE), 1)
    assert [table[0] for table in tables] == [HEADER] * len(pages)
    printed = [row for table in tables for row in table[1:]]
    assert printed[:number] == [
        [f"{row.inspected_on.year - 1911}年{row.inspected_on.month}月{row.inspected_on.day}日", "■是□否", "□是■否", "■是□否",
         "檢游承堃複巴奈・古拉斯", row.remarks]
        for row in rows
    ]  # fmt: skip
    assert printed[number:] == [BLANK_ROW] * (len(pages) * ROWS_A_PAGE - number)


def test_three_faults_and_the_count_of_the_rest_fit_into_the_cell(bare_furniture: Furniture) -> None:
    remarks = "C05（F115-0005）、C06（F115-0006）、C07（F115-0007）等19支，詳附表"
    (page,) = reader.pages(render_appendix_2([inspection(40, remarks)], "瑞豐國小", bare_furniture))
    assert reader.cells(page)[1][5] == remarks


def test_long_remarks_go_on_to_a_continuation_page(bare_furniture: Furniture) -> None:
    remarks = "".join(f"C{number:02d}斷訊，" for number in range(29))
    pages = reader.pages(render_appendix_2([inspection(40, remarks)], "瑞豐國小", bare_furniture))
    text = reader.squeeze(pages[1].extract_text())
    assert text.startswith("續頁1")
    shown = reader.cells(pages[0])[1][5].removesuffix("（詳續頁）")
    assert "115/02/10備考（續）" + remarks.removeprefix(shown) in text
