"""The cells of an OpenDocument spreadsheet, repeated ones repeated. (tablib leaves repeated cells out: columns shift.)"""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST_XML = 32 * 1024 * 1024
TOO_MANY_ROWS = 100_000
MOST_BLANKS = 1000
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")
FIRST_GREGORIAN_YEAR = 1000
"""A spreadsheet that was told 109/1/1 may have kept the year 109: then it is 民國."""


class OdsError(ValueError):
    """The file is no spreadsheet of OpenDocument, or a hostile one."""


def rows_of_ods(content: bytes, *, most_rows: int, most_columns: int) -> list[list[str]]:
    """Return the text of every cell of the first table; what is larger than asked is cut. Raises `OdsError`."""
    rows: list[list[str]] = []
    for row in _table(content).iter(f"{TABLE}table-row"):
        cells: list[str] = []
        for cell in row:
            if cell.tag in CELLS:
                cells += [_text_of(cell)] * min(_times(cell, "columns"), most_columns + 1 - len(cells))
        rows += [cells] * min(_times(row, "rows"), most_rows + 1)
        if len(rows) > TOO_MANY_ROWS:
            raise OdsError
    return rows


def _table(content: bytes) -> Element:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package, package.open("content.xml") as file:
            xml = file.read(LARGEST_XML + 1)
        if len(xml) > LARGEST_XML:
            raise OdsError
        table = fromstring(xml, forbid_dtd=True).find(f".//{TABLE}table")
    except (zipfile.BadZipFile, zlib.error, KeyError, OSError, RuntimeError, NotImplementedError) as error:
        raise OdsError from error
    except (ParseError, DefusedXmlException) as error:
        raise OdsError from error
    if table is None:
        raise OdsError
    return table  # type: ignore[no-any-return] # defusedxml has no types


def _times(element: Element, what: str) -> int:
    said = element.get(f"{TABLE}number-{what}-repeated", "1")
    return max(int(said), 1) if said.isdecimal() else 1


def _text_of(cell: Element) -> str:
    """Return what a cell says: a number and a day as they are, not as they are shown; a remark beside it is not its text."""
    kind = cell.get(f"{OFFICE}value-type", "")
    if kind in {"float", "currency", "percentage"}:
        return cell.get(f"{OFFICE}value", "").removesuffix(".0")
    if kind == "date":
        return _day(cell.get(f"{OFFICE}date-value", ""))
    if kind == "boolean":
        return "是" if cell.get(f"{OFFICE}boolean-value") == "true" else "否"
    return "\n".join("".join(_spoken(paragraph)) for paragraph in cell.findall(f"{TEXT}p"))


def _day(value: str) -> str:
    year, *rest = value.partition("T")[0].split("-")
    return (
        "/".join((str(int(year)), *rest))
        if year.isdecimal() and int(year) < FIRST_GREGORIAN_YEAR
        else "-".join((year, *rest))
    )


def _blanks(run: Element) -> int:
    """Return how many blanks a run stands for. Raises `OdsError` for what is no number or longer than any line."""
    said = run.get(f"{TEXT}c", "1")
    if not (said.isdecimal() and len(said) <= len(str(MOST_BLANKS)) and int(said) <= MOST_BLANKS):
        raise OdsError
    return int(said)


def _spoken(element: Element) -> Iterator[str]:
    """Yield the text of a paragraph: a run of blanks, a tab and a line end are elements. Raises `OdsError`."""
    yield element.text or ""
    for child in element:
        if child.tag == f"{TEXT}s":
            yield " " * _blanks(child)
        elif child.tag == f"{TEXT}tab":
            yield "\t"
        elif child.tag == f"{TEXT}line-break":
            yield "\n"
        elif child.tag != f"{OFFICE}annotation":
            yield from _spoken(child)
        yield child.tail or ""
