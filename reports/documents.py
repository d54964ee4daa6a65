"""調閱登記簿 (專簿) on paper: A4 landscape, one row per viewing, thirteen columns (plan 伍、四; ruling 22)."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

from printing.documents import advance, render
from printing.rules import break_text, clock, short_date, short_moment
from printing.rules.lines import MM_PER_PT
from requests.documents.filling import camera_lines
from requests.rules import ERASED
from requests.selectors import body_in_register, letter_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from printing.documents import Furniture
    from requests.models import ReviewRequest, ViewingSession

TEMPLATE = "reports/register.pdf.html"
BOOK_NAME = "監錄系統調閱登記簿"
COLUMNS = (
    ("編號", 16),
    ("申請｜（收文）｜日期", 17),
    ("申請人或機關｜（字號）", 26),
    ("與當事人｜關係", 17),
    ("事由", 32),
    ("攝影機｜地點", 25),
    ("影像時段", 22),
    ("核定", 17),
    ("調閱起迄", 22),
    ("陪同人員", 18),
    ("在場人", 20),
    ("留存檔／｜交付", 19),
    ("備註", 18),
)
"""Headings in ruling 22's order and widths in mm; together 269."""

PADDING = 0.8
SIZE, LEADING = 9.0, 1.25
PITCH = SIZE * LEADING * MM_PER_PT
ROW_PADDING = 2.0
SMALLEST_ROW = 15.0
BODY_HEIGHT = 120.0
MOST_LINES = int((BODY_HEIGHT - ROW_PADDING) / PITCH)
SEE_FORM = "（詳申請單）"


@dataclass(frozen=True, kw_only=True)
class RegisterRow:
    """One viewing, one field a column in the printed order, each as it shall be read; a line end is kept.

    Dates and times are 民國 text (`printing.rules.short_date`, `short_moment`); an emergency adds 「緊急」 to `number`.
    """

    number: str
    applied_on: str
    applicant: str
    relation: str
    reason: str
    places: str
    footage_period: str
    decision: str
    viewed: str
    escort: str
    present: str
    copy: str
    remarks: str


@dataclass(frozen=True)
class PrintedRow:
    """A row measured: lines of every cell, height in mm."""

    cells: tuple[tuple[str, ...], ...]
    height: float


BLANK_ROW = PrintedRow(((),) * len(COLUMNS), SMALLEST_ROW)


def render_register(
    rows: Sequence[RegisterRow],
    school_short_name: str,
    furniture: Furniture,
    *,
    period: str = "",
    ledger_head: str = "",
) -> bytes:
    """Return the register as PDF; no rows give a blank page.

    period: what the print covers, for instance 「115/11/01 至 115/11/30」. ledger_head: the checkpoint's number and code,
    printed at the foot of every page so that paper and ledger can be compared. Raises
    `printing.documents.FontMissingError`.
    """
    context = {
        "title": f"{school_short_name}{BOOK_NAME}",
        "period": period,
        "ledger_head": ledger_head,
        "columns": [(heading.split("｜"), width) for heading, width in COLUMNS],
        "pages": pages(_printed(row) for row in rows),
        "size": SIZE,
        "leading": LEADING,
        "body_height": BODY_HEIGHT,
    }
    return render(TEMPLATE, context, furniture)


def pages(rows: Iterable[PrintedRow]) -> list[list[PrintedRow]]:
    """Lay whole rows on pages, as many as stand on each, and fill every page up with blank rows."""
    laid: list[list[PrintedRow]] = [[]]
    for row in rows:
        if _room(laid[-1]) < row.height:
            laid.append([])
        laid[-1].append(row)
    return [[*page, *[BLANK_ROW] * int(_room(page) / SMALLEST_ROW)] for page in laid]


def _room(page: Iterable[PrintedRow]) -> float:
    return BODY_HEIGHT - sum(row.height for row in page)


def _printed(row: RegisterRow) -> PrintedRow:
    cells = tuple(_cell(text, width) for text, (_, width) in zip(astuple(row), COLUMNS, strict=True))
    return PrintedRow(cells, max(SMALLEST_ROW, max(map(len, cells)) * PITCH + ROW_PADDING))


def _cell(text: str, width: float) -> tuple[str, ...]:
    """Break one cell; what would be higher than a page names the form, which prints it whole on its 續頁."""
    ems = (width - 2 * PADDING) / (SIZE * MM_PER_PT)
    lines = tuple(line.text for line in break_text(text, ems, advance)) if text else ()
    return lines if len(lines) <= MOST_LINES else (*lines[: MOST_LINES - 1], SEE_FORM)


def register_row(viewing: ViewingSession, *, copy: str = "") -> RegisterRow:
    """Return what the register says of one viewing (ruling 22). Prefetch cameras, places and approvals of the case.

    copy: 留存檔／交付, of `requests.selectors.handed_over_in_register`.
    """
    case = viewing.review_request
    period = (
        f"{short_moment(case.starts_at)}\n至 {short_moment(case.ends_at)}" if case.starts_at and case.ends_at else ""
    )
    ended = f"\n至 {clock(viewing.ended_at)}" if viewing.ended_at else "\n（調閱中）"
    gone = bool(case.erased_at)
    return RegisterRow(
        number=case.number or "",
        applied_on=short_date(case.received_at) if case.received_at else "",
        applicant=_applicant(case),
        relation=case.relation,
        reason=ERASED if gone else case.reason,
        places="、".join(camera_lines(case)),
        footage_period=period,
        decision=f"准予調閱\n{short_date(case.decided_at)}" if case.decided_at else "",
        viewed=f"{short_moment(viewing.started_at)}{ended}",
        escort=viewing.escort_name,
        present=ERASED if gone else viewing.people_present,
        copy=copy,
        remarks=viewing.remarks,
    )


def _applicant(case: ReviewRequest) -> str:
    """申請人或機關（字號）: a body and its letter's number are no personal data and stay."""
    if letter := letter_of(case):
        return body_in_register(letter)
    return ERASED if case.erased_at else f"{case.applicant_title}\n{case.applicant_name}"
