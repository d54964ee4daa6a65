"""A sheet of rows, read from CSV or ODS as people save them, and written so that what is read back is the same."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import tablib

from files.rules.ods import OdsError, rows_of_ods

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

CSV = "text/csv; charset=utf-8"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
LARGEST_SHEET = 2 * 1024 * 1024
MOST_ROWS = 2000
MOST_COLUMNS = 60
ZIP = b"PK\x03\x04"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
BEGINS_A_FORMULA = tuple("=+-@＝＋－＠\t\r'")
"""What a spreadsheet may take for a formula (OWASP: CSV injection), and the mark that stops it."""
DELIMITERS = ",\t;"


class SheetUnreadable(ValueError):
    """The file is no sheet we can read; its text is the Chinese sentence to show beside the field."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The headings of the first row, and every row below that is not empty with its number as a spreadsheet shows it."""

    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read_sheet(content: bytes) -> Sheet:
    """Return the sheet in a file: ODS, or CSV in UTF-8 (with or without BOM), UTF-16 or Big5, by comma, tab or semicolon.

    A row has as many cells as there are headings. Raises `SheetUnreadable`.
    """
    if len(content) > LARGEST_SHEET:
        raise SheetUnreadable("檔案超過 2 MB，請分成幾個檔案匯入。")
    rows = [(number, _trimmed(cells)) for number, cells in enumerate(_rows(content), start=1)]
    filled = [(number, cells) for number, cells in rows if cells]
    if not filled:
        raise SheetUnreadable("檔案中沒有資料，請確認內容後重新上傳。")
    (_, headings), *body = filled
    if len(body) > MOST_ROWS:
        raise SheetUnreadable(f"一次最多匯入 {MOST_ROWS} 列，請分成幾個檔案。")
    width = len(headings)
    too_wide = next((number for number, cells in body if len(cells) > width), None)
    if width > MOST_COLUMNS or too_wide:
        raise SheetUnreadable(f"第 {too_wide or 1} 列的欄數比標題列多，請確認檔案格式。")
    return Sheet(headings, tuple((number, cells + ("",) * (width - len(cells))) for number, cells in body))


def _rows(content: bytes) -> list[list[str]]:
    if content.startswith(ZIP):
        try:
            return rows_of_ods(content, most_rows=MOST_ROWS + 1, most_columns=MOST_COLUMNS)
        except OdsError as error:
            raise SheetUnreadable("無法讀取這個檔案：請另存為 ODS 或 CSV 後再上傳。") from error
    text = _decoded(content)
    first = text.partition("\n")[0]
    try:
        parsed = list(csv.reader(io.StringIO(text, newline=""), delimiter=max(DELIMITERS, key=first.count)))
    except csv.Error as error:
        raise SheetUnreadable("無法讀取這個 CSV 檔：請以試算表軟體重新存檔後再上傳。") from error
    return [[_without_guard(cell) for cell in cells] for cells in parsed]


def _decoded(content: bytes) -> str:
    if content.startswith(UTF_16):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp950")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise SheetUnreadable("請上傳 ODS 或 CSV 檔；CSV 請以 UTF-8 編碼儲存。")


def _trimmed(cells: Iterable[str]) -> tuple[str, ...]:
    """Return the cells without blanks around them and without empty ones at the end."""
    trimmed = [cell.strip() for cell in cells]
    while trimmed and not trimmed[-1]:
        trimmed.pop()
    return tuple(trimmed)


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith(BEGINS_A_FORMULA) else cell


def _without_guard(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(BEGINS_A_FORMULA) else cell


def write_csv(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a CSV file in UTF-8 with BOM, as Excel wants it; no cell is a formula."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([_guarded(cell) for cell in cells] for cells in (headings, *rows))
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def write_ods(title: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return an ODS file whose cells are all text: a number keeps its zeros, and nothing is a formula."""
    data = tablib.Dataset(*rows, headers=list(headings), title=title)
    content: bytes = data.export("ods")
    return content
