"""CSV and ODS as spreadsheets save them are read cell for cell; what we write is read back as it was and runs nothing."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from files.rules import MOST_ROWS, Sheet, SheetUnreadable, read_sheet, write_csv, write_ods

NS = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)
SHEET = Sheet(("編號", "名稱"), ((2, ("C01", "川堂")), (4, ("C02", ""))))
CELL = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp", "Cn"]), max_size=12)
ROWS = st.lists(st.tuples(CELL, CELL).filter(any), max_size=6)


def ods(rows: str, *, head: str = "", name: str = "content.xml") -> bytes:
    """An ODS file whose first table has these rows."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        table = f"<table:table>{rows}</table:table><table:table><table:table-row/></table:table>"
        package.writestr(name, f"{head}<office:document-content {NS}>{table}</office:document-content>")
    return out.getvalue()


def cell(text: str, attributes: str = "") -> str:
    return f"<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>"


def blanks(number: str) -> str:
    run = cell(f"<text:s text:c='{number}'/>")
    return f"<table:table-row>{run}</table:table-row>"


HEADINGS = f"<table:table-row>{cell('甲')}{cell('乙')}{cell('丙')}{cell('丁')}</table:table-row>"


@pytest.mark.parametrize(
    "content",
    [
        "編號,名稱\r\nC01,川堂\r\n\r\nC02,\r\n".encode("utf-8-sig"),
        "編號,名稱\nC01, 川堂 \n,,,\nC02\n".encode(),
        "編號\t名稱\r\nC01\t川堂\r\n\r\nC02\t\r\n".encode("utf-16"),
        "編號;名稱\nC01;川堂\n;\nC02;\n".encode("cp950"),
    ],
)
def test_a_csv_file_is_read_however_it_was_saved(content: bytes) -> None:
    assert read_sheet(content) == SHEET


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "沒有資料"),
        (b"\r\n , \r\n", "沒有資料"),
        (b"%PDF-1.4\0\x01", "請上傳 ODS 或 CSV"),
        (b"\xff\xfe\x00\xd8", "請上傳 ODS 或 CSV"),
        (b"\x81\xff\xff", "請上傳 ODS 或 CSV"),
        (b"a,b\n1,2,3\n", "第 2 列的欄數"),
        (b"x" * (2 * 1024 * 1024 + 1), "超過 2 MB"),
        (b"a\n" + b"1\n" * (MOST_ROWS + 1), f"最多匯入 {MOST_ROWS} 列"),
        (b"a\n" + b"1" * 200_000, "無法讀取這個 CSV"),
        (b",".join([b"a"] * 61), "第 1 列的欄數"),
        (b"PK\x03\x04 no package", "請另存為 ODS 或 CSV"),
        (ods(HEADINGS, name="xl/workbook.xml"), "請另存為 ODS 或 CSV"),
        (ods("<table:table-row>"), "請另存為 ODS 或 CSV"),
        (ods(HEADINGS + blanks("x")), "請另存為 ODS 或 CSV"),
        (
            ods(HEADINGS + blanks("99999999999")),
            "請另存為 ODS 或 CSV",
        ),
        (ods(HEADINGS, head='<!DOCTYPE x [<!ENTITY a "aaaa">]>'), "請另存為 ODS 或 CSV"),
        (
            ods(f"{HEADINGS}<table:table-row table:number-rows-repeated='9999999'>{cell('1')}</table:table-row>"),
            "最多匯入",
        ),
    ],
)
def test_what_is_no_sheet_is_refused_with_what_to_do(content: bytes, says: str) -> None:
    with pytest.raises(SheetUnreadable, match=says):
        read_sheet(content)


def test_a_package_that_swells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("files.rules.ods.LARGEST_XML", 100)
    with pytest.raises(SheetUnreadable):
        read_sheet(ods(HEADINGS))


def test_a_package_of_endless_blank_rows_is_refused() -> None:
    blank = "<table:table-row table:number-rows-repeated='9999'><table:table-cell/></table:table-row>"
    with pytest.raises(SheetUnreadable):
        read_sheet(ods(HEADINGS + blank * 60))


def test_a_package_without_a_table_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("content.xml", f"<office:document-content {NS}/>")
    with pytest.raises(SheetUnreadable):
        read_sheet(out.getvalue())


def test_repeated_and_typed_cells_keep_their_column() -> None:
    """LibreOffice writes neighbours that are alike once, with a count; numbers and days as values beside what it shows."""
    rows = [
        "<table:table-row>"
        + cell("同", "table:number-columns-repeated='2'")
        + f"<table:table-cell table:number-columns-repeated='1'/>{cell('末')}"
        "<table:table-cell table:number-columns-repeated='16380'/></table:table-row>",
        "<table:table-row table:number-rows-repeated='3'><table:table-cell table:number-columns-repeated='16384'/></table:table-row>",
        "<table:table-row>"
        + cell("NT$12,000", 'office:value-type="currency" office:value="12000.0"')
        + cell("109年1月2日", 'office:value-type="date" office:date-value="2020-01-02T00:00:00"')
        + cell("109/1/2", 'office:value-type="date" office:date-value="0109-01-02"')
        + cell("TRUE", 'office:value-type="boolean" office:boolean-value="true"')
        + "</table:table-row>",
        "<table:table-row>"
        + cell("FALSE", 'office:value-type="boolean" office:boolean-value="false"')
        + cell("甲<text:s text:c='2'/>乙<text:tab/><text:span>丙</text:span><text:line-break/>丁")
        + "<table:table-cell><office:annotation><text:p>批註</text:p></office:annotation><text:p>字</text:p><text:p>二</text:p></table:table-cell>"
        + "<table:covered-table-cell/></table:table-row>",
        "<table:table-row table:number-rows-repeated='1048560'><table:table-cell/></table:table-row>",
    ]
    assert read_sheet(ods(HEADINGS + "".join(rows))).rows == (
        (2, ("同", "同", "", "末")),
        (6, ("12000", "2020-01-02", "109/01/02", "是")),
        (7, ("否", "甲  乙\t丙\n丁", "字\n二", "")),
    )


def test_a_remark_within_a_text_and_what_is_no_cell_are_not_read() -> None:
    remark = "<office:annotation><text:p>批註</text:p></office:annotation>"
    row = f"<table:table-row><office:forms/>{cell(f'大{remark}門')}<office:event-listeners/>{cell('走廊')}</table:table-row>"
    assert read_sheet(ods(HEADINGS + row)).rows == ((2, ("大門", "走廊", "", "")),)


@pytest.mark.counted_elsewhere
@settings(max_examples=60)
@given(ROWS)
def test_what_is_written_is_read_back(rows: list[tuple[str, str]]) -> None:
    expected = tuple(enumerate(rows, start=2))
    assert read_sheet(write_csv(("編號", "名稱"), rows)).rows == expected
    assert read_sheet(write_ods("清冊", ("編號", "名稱"), rows)).rows == expected


@pytest.mark.parametrize("text", ["=1+1", "+886", "-1", "@SUM(A1)", "＝1", "'=1"])
def test_no_cell_of_a_csv_file_is_a_formula(text: str) -> None:
    assert f"'{text}" in write_csv(("甲",), [(text,)]).decode("utf-8-sig")
    assert read_sheet(write_csv(("甲",), [(text,)])).rows == ((2, (text,)),)


def test_an_apostrophe_somebody_typed_stays() -> None:
    assert read_sheet("名稱\n'川堂\n".encode()).rows == ((2, ("'川堂",)),)
