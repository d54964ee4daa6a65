"""續頁: what did not fit on page 1, laid on numbered pages by counting lines. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from printing.rules.lines import break_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from printing.rules.lines import Advance

AGAIN = "（續）"
HEADING_INDENT = 1.0
"""In em: headings stand behind a bar."""


@dataclass(frozen=True)
class Section:
    """A heading and its text, for instance 申請事由（續）."""

    heading: str
    text: str


@dataclass(frozen=True)
class SheetLine:
    """One line of a 續頁."""

    text: str
    is_heading: bool = False


def continuation_sheets(
    sections: Iterable[Section], *, width: float, capacity: int, advance: Advance
) -> tuple[tuple[SheetLine, ...], ...]:
    """Lay `sections` on pages of `capacity` lines of `width` em, one empty line between two sections.

    A heading never stands alone at the foot of a page, and a section that goes on repeats its heading with 「（續）」.
    """
    pages: list[list[SheetLine]] = []
    for section in sections:
        heading = _heading(section.heading, width, advance)
        if not pages or len(pages[-1]) + 1 + len(heading) >= capacity:
            pages.append([])
        else:
            pages[-1].append(SheetLine(""))
        pages[-1] += heading
        for line in break_text(section.text, width, advance):
            if len(pages[-1]) >= capacity:
                pages.append(_heading(section.heading.removesuffix(AGAIN) + AGAIN, width, advance))
            pages[-1].append(SheetLine(line.text))
    return tuple(tuple(page) for page in pages)


def _heading(text: str, width: float, advance: Advance) -> list[SheetLine]:
    return [SheetLine(line.text, is_heading=True) for line in break_text(text, width - HEADING_INDENT, advance)]
