"""附錄2 監視錄影系統紀錄表 on paper: sixteen inspections a page (plan 附錄2; forms.md; ruling 21)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from printing.documents import advance, render
from printing.rules import Box, Fitted, Section, SheetLine, continuation_sheets, fit, short_date, size_of_line

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from printing.documents import Furniture

TEMPLATE = "maintenance/appendix_2.pdf.html"
FORM_NAME = "監視錄影系統紀錄表"
FORM_MARK = "附錄2"
ROWS_A_PAGE = 16
TITLE_SIZES, TITLE_SPACING = range(19, 8, -1), 0.06
PEOPLE = Box(width=29.0, height=12.2, sizes=(11, 9.5), leading=1.2)
REMARKS = Box(width=40.8, height=12.2, sizes=(11, 9.5, 8.5), leading=1.2)
TITLE_WIDTH = 148.0
"""Between two marks: the title is centred on the page."""
SHEET = Box(width=173.0, height=226.0, sizes=(12.5,), leading=1.6)


@dataclass(frozen=True, kw_only=True)
class InspectionRow:
    """One row of 附錄2 = one inspection of the whole system."""

    inspected_on: dt.date
    recorder_works: bool
    equipment_works: bool
    picture_is_clear: bool
    inspector: str
    rechecker: str = ""
    remarks: str = ""


@dataclass(frozen=True)
class PrintedRow:
    """A row measured: its day, its ticks (None prints both boxes empty), who, and what fits of 備考."""

    day: dt.date | None
    ticks: tuple[bool | None, bool | None, bool | None]
    people: Fitted
    remarks: Fitted


def render_appendix_2(rows: Sequence[InspectionRow], school_short_name: str, furniture: Furniture) -> bytes:
    """Return 附錄2 as PDF; no rows give the blank form, what remarks cannot show stands on a 續頁.

    Raises `printing.documents.FontMissingError`.
    """
    return render(TEMPLATE, appendix_2_context(rows, school_short_name), furniture)


def appendix_2_context(rows: Sequence[InspectionRow], school_short_name: str) -> dict[str, object]:
    """Return what the template reads: pages of exactly sixteen rows, then the 續頁."""
    printed = [_printed(row) for row in rows]
    missing = -len(printed) % ROWS_A_PAGE if printed else ROWS_A_PAGE
    filled_up = (*printed, *[_blank_row()] * missing)
    title = f"{school_short_name}{FORM_NAME}"
    return {
        "title": title,
        "title_size": title_size(title, TITLE_WIDTH),
        "mark": FORM_MARK,
        "pages": [filled_up[start : start + ROWS_A_PAGE] for start in range(0, len(filled_up), ROWS_A_PAGE)],
        "further_pages": _further_pages(rows, printed),
        "sheet_height": SHEET.height,
    }


def title_size(title: str, width: float) -> float:
    """Return the size (pt) at which a title stands on one line; the name of a school may be long."""
    return size_of_line(title, width, TITLE_SIZES, advance, spacing=TITLE_SPACING)


def _printed(row: InspectionRow) -> PrintedRow:
    people = [f"{act} {name}" for act, name in (("檢", row.inspector), ("複", row.rechecker)) if name]
    return PrintedRow(
        row.inspected_on,
        (row.recorder_works, row.equipment_works, row.picture_is_clear),
        fit("\n".join(people), PEOPLE, advance),
        fit(row.remarks, REMARKS, advance),
    )


def _blank_row() -> PrintedRow:
    empty = Fitted(REMARKS.sizes[0], REMARKS.leading, ())
    return PrintedRow(None, (None, None, None), empty, empty)


def _further_pages(rows: Sequence[InspectionRow], printed: Sequence[PrintedRow]) -> tuple[tuple[SheetLine, ...], ...]:
    sections = [
        Section(f"{short_date(row.inspected_on)} {column}（續）", cell.rest)
        for row, shown in zip(rows, printed, strict=True)
        for column, cell in (("保養檢(複)查人", shown.people), ("備考", shown.remarks))
        if cell.rest
    ]
    size = SHEET.sizes[0]
    return continuation_sheets(sections, width=SHEET.ems(size), capacity=SHEET.capacity(size), advance=advance)
