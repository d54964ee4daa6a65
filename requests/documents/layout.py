"""Where everything of 附錄1 stands: A4 portrait, page 1 of fixed rows, the rest measured on to 續頁. All lengths in mm."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from printing.documents import advance
from printing.rules import Box, Fitted, Section, SheetLine, continuation_sheets, fit, spread
from printing.rules.lines import MM_PER_PT
from requests.documents.appendix_1 import APPLICANT_LABEL

if TYPE_CHECKING:
    from requests.documents.appendix_1 import Appendix1, SignatureCell

FORM_NAME = "監視器攝錄資料調閱申請單"
FORM_MARK = "附錄1"
REASON_LABEL = "申請事由："

PAGE_WIDTH = 174.0
TITLE_SIZES = tuple(range(19, 8, -1))
MARK_WIDTH = 15.0
COLUMNS = (14, 50, 64, 100)
"""Right edges of label, value, label, value in percent; the 50 falls in line with the signatures."""
VALUE = Box(width=57.6, height=12.0, sizes=(13, 11, 9))
CAMERAS = Box(width=57.6, height=23.5, sizes=(13, 11, 9.5), leading=1.3)
REASON = Box(width=169.0, height=98.0, sizes=(13, 11.5), leading=1.6)
SIGNATURE_HEIGHT, SIGNATURE_SIZES, SIGNATURE_LEADING = 34.0, (11.5, 10.5, 9.5), 1.35
LABEL_HEIGHT, LABEL_SIZES = 13.0, (13, 11, 9)
CELL_PADDING = 3.0
PIECE = re.compile(r"（[^（]*|[^（・]+・?|・")
SHEET = Box(width=169.0, height=226.0, sizes=(12.5,), leading=1.6)


@dataclass(frozen=True)
class Column:
    """A signature's place: how many grid columns it spans, its heading and its lines, and whether a pen shall follow."""

    span: int
    label: Fitted
    signature: Fitted
    awaits_ink: bool


@dataclass(frozen=True)
class Sheet:
    """附錄1 measured: page 1 and its 續頁."""

    form: Appendix1
    title: str
    title_size: int
    grid: tuple[float, ...]
    spans: tuple[int, ...]
    id_number: Fitted
    phone: Fitted
    relation: Fitted
    unit: Fitted
    cameras: Fitted
    reason: Fitted
    columns: tuple[Column, ...]
    further_pages: tuple[tuple[SheetLine, ...], ...]

    @property
    def rest_span(self) -> int:
        """What 申請日期 spans: the rest of its row."""
        return sum(self.spans[1:])


def lay_out(form: Appendix1) -> Sheet:
    """Measure every cell of `form`; what a cell cannot show stands on the 續頁, nothing is lost."""
    title = f"{form.school_short_name}{FORM_NAME}"
    grid, spans, signature_spans = _grid(len(form.signatures))
    values = {name: fit(getattr(form, name), VALUE, advance) for name in ("id_number", "phone", "relation", "unit")}
    cameras = fit("\n".join(form.camera_lines), CAMERAS, advance, whole_paragraphs=True)
    reason = fit(REASON_LABEL + form.reason, REASON, advance)
    columns = tuple(
        _column(cell, span, len(form.signatures)) for cell, span in zip(form.signatures, signature_spans, strict=True)
    )
    overflow = (
        *zip(("身分證號", "聯絡電話", "與當事人關係", "調閱單位"), values.values(), strict=True),
        ("攝影機地點", cameras),
        ("申請事由", reason),
        *(("".join(cell.label_lines), column.signature) for cell, column in zip(form.signatures, columns, strict=True)),
    )
    sections = (*(Section(f"{heading}（續）", cell.rest) for heading, cell in overflow if cell.rest), *_extra(form))
    further_pages = continuation_sheets(
        sections, width=SHEET.ems(SHEET.sizes[0]), capacity=SHEET.capacity(SHEET.sizes[0]), advance=advance
    )
    return Sheet(
        form, title, _title_size(title), grid, spans, **values,
        cameras=cameras, reason=reason, columns=columns, further_pages=further_pages,
    )  # fmt: skip


def _extra(form: Appendix1) -> tuple[Section, ...]:
    return tuple(Section(heading, text) for heading, text in form.extra_pages)


def _column(cell: SignatureCell, span: int, count: int) -> Column:
    width = PAGE_WIDTH / count - CELL_PADDING
    heading = Box(width, LABEL_HEIGHT, LABEL_SIZES)
    return Column(
        span,
        fit("\n".join(map(spread, cell.label_lines)), heading, advance, rather_small=True),
        _signature(cell, width),
        awaits_ink=cell.label_lines == APPLICANT_LABEL and len(cell.lines) == 1,
    )


def _signature(cell: SignatureCell, width: float) -> Fitted:
    """Fit the lines of a cell, each broken where a person would break it; rather smaller than broken elsewhere."""
    fitting: list[Fitted] = []
    for size in SIGNATURE_SIZES:
        box = Box(width, SIGNATURE_HEIGHT, (size,), SIGNATURE_LEADING)
        parts = [part for line in cell.lines for part in _broken(line, box.ems(size))]
        fitted = fit("\n".join(parts), box, advance)
        if not fitted.rest and fitted.lines == tuple(parts):
            return fitted
        fitting.append(fitted)
    return next((fitted for fitted in fitting if not fitted.rest), fitting[-1])


def _broken(line: str, room: float) -> list[str]:
    """Break between title and name, then after the ・ of a name of several parts, or before a bracket."""
    if sum(map(advance, line)) <= room:
        return [line]
    title, space, name = line.partition(" ")
    parts = [title] if space else [""]
    for piece in PIECE.findall(name if space else title):
        if (space and len(parts) == 1) or sum(map(advance, parts[-1] + piece)) > room:
            parts.append("")
        parts[-1] += piece
    return list(filter(None, parts))


def _title_size(title: str) -> int:
    """Return the largest size at which the title stands centred beside 附錄1 on one line."""
    room = PAGE_WIDTH - 2 * MARK_WIDTH
    ems = sum(map(advance, title)) + 0.06 * len(title)
    return next((size for size in TITLE_SIZES if ems * size * MM_PER_PT <= room), TITLE_SIZES[-1])


def _grid(signatures: int) -> tuple[tuple[float, ...], tuple[int, ...], tuple[int, ...]]:
    """Return the widths (percent) of one grid under both halves of the table, and what its cells and signatures span."""
    signature_edges = [100 * place / signatures for place in range(1, signatures + 1)]
    edges = sorted({round(float(edge), 3) for edge in (*COLUMNS, *signature_edges)})
    widths = tuple(right - left for left, right in zip([0.0, *edges], edges, strict=False))
    return widths, _spans(COLUMNS, edges), _spans(signature_edges, edges)


def _spans(cell_edges: tuple[float, ...] | list[float], edges: list[float]) -> tuple[int, ...]:
    places = [edges.index(round(float(edge), 3)) + 1 for edge in cell_edges]
    return tuple(right - left for left, right in zip([0, *places], places, strict=False))
