"""Where a line of Chinese ends. Pure: how wide a character is comes in as a function.

Paper has cells of fixed height, so what fits must be known before it is drawn: lines are
broken here and printed as they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Advance = Callable[[str], float]

CONTINUED = "（詳續頁）"
CUT = "…"
MM_PER_PT = 25.4 / 72
LABEL_WIDTH = 4
"""Labels are spread to the width of four characters, as 申請日期 has."""
TOLERANCE = 1e-6

OPENING = "（「『【《〈〔"
CLOSING = "，。、；：？！）」』】》〉〕…—％・‧"
_UNIT = re.compile(rf"[{OPENING}]*(?:[!-~\u00c0-\u024f\u1e00-\u1eff]+|.)[{CLOSING}]*", re.DOTALL)


@dataclass(frozen=True)
class Line:
    """One printed line; `ends_paragraph` where the writer pressed Enter (or the text ends)."""

    text: str
    ends_paragraph: bool


@dataclass(frozen=True)
class Box:
    """The inside of a cell: millimetres, type sizes in points (the largest first, the last still readable), leading."""

    width: float
    height: float
    sizes: tuple[float, ...]
    leading: float = 1.25

    def ems(self, size: float) -> float:
        """Return how many full-width characters of `size` points stand on one line."""
        return self.width / (size * MM_PER_PT)

    def capacity(self, size: float) -> int:
        """Return how many lines of `size` points stand in the box."""
        return int(self.height / (size * self.leading * MM_PER_PT) + TOLERANCE)


@dataclass(frozen=True)
class Fitted:
    """What a box shows, at which size, and the text that has to go on to the 續頁."""

    size: float
    leading: float
    lines: tuple[str, ...]
    rest: str = ""


def break_text(text: str, width: float, advance: Advance) -> list[Line]:
    """Break `text` into lines at most `width` em wide; joined again they are `text`, line ends apart.

    Words and numbers stay whole, no line begins with closing or ends with opening punctuation (避頭尾點), spaces hang.
    """
    lines: list[Line] = []
    for paragraph in text.replace("\r\n", "\n").split("\n"):
        broken = _break_paragraph(paragraph, width, advance)
        lines += [Line(line, ends_paragraph=False) for line in broken[:-1]]
        lines.append(Line(broken[-1], ends_paragraph=True))
    return lines


def fit(text: str, box: Box, advance: Advance, *, whole_paragraphs: bool = False, rather_small: bool = False) -> Fitted:
    """Fit `text` into `box` at the largest of its sizes; else cut it at the smallest and end with 「（詳續頁）」.

    With `whole_paragraphs` the cut falls between two paragraphs where possible (one camera is one paragraph). With
    `rather_small` a smaller size at which no line is broken comes first (the lines of a label are the plan's).
    """
    tried = {size: break_text(text, box.ems(size), advance) for size in box.sizes}
    fitting = [size for size in box.sizes if len(tried[size]) <= box.capacity(size)]
    if rather_small:
        fitting = [size for size in fitting if all(line.ends_paragraph for line in tried[size])] or fitting
    if fitting:
        return Fitted(fitting[0], box.leading, tuple(line.text for line in tried[fitting[0]]))
    size, lines = box.sizes[-1], tried[box.sizes[-1]]
    shown = max(box.capacity(size) - 1, 0)
    if whole_paragraphs:
        shown = next((count for count in range(shown, 0, -1) if lines[count - 1].ends_paragraph), shown)
    visible = (*(line.text for line in lines[:shown]), CONTINUED)
    return Fitted(size, box.leading, visible, _joined(lines[shown:]))


def fit_alone(text: str, box: Box, advance: Advance) -> Fitted:
    """Fit `text` into the box of a paper that has no next page; what has no room is cut with 「…」."""
    fitted = fit(text, box, advance)
    if not fitted.rest:
        return fitted
    width = box.ems(fitted.size)
    *lines, last = [line.text for line in break_text(text, width, advance)][: max(box.capacity(fitted.size), 1)]
    while last and sum(map(advance, last + CUT)) > width + TOLERANCE:
        last = last[:-1]
    return Fitted(fitted.size, fitted.leading, (*lines, last + CUT))


def size_of_line(text: str, width: float, sizes: Sequence[float], advance: Advance, *, spacing: float = 0) -> float:
    """Return the largest of `sizes` at which `text` stands on one line of `width` mm, `spacing` em after each character."""
    ems = sum(map(advance, text)) + spacing * len(text)
    return next((size for size in sizes if ems * size * MM_PER_PT <= width), sizes[-1])


def spread(line: str, width: int = LABEL_WIDTH) -> str:
    """Return a short label spread to `width` full-width characters by typed spaces (ruling 20): 關係 → 關    係."""
    gaps = len(line) - 1
    if gaps < 1 or len(line) >= width:
        return line
    spaces = " " * (2 * (width - len(line)) // gaps)
    return spaces.join(line)


def _joined(lines: list[Line]) -> str:
    text = "".join(line.text + ("\n" if line.ends_paragraph else "") for line in lines)
    return text.removesuffix("\n")


def _break_paragraph(paragraph: str, width: float, advance: Advance) -> list[str]:
    lines, used = [""], 0.0
    for unit in _units(paragraph, width, advance):
        need = sum(map(advance, unit))
        if lines[-1] and used + need > width + TOLERANCE and not unit.isspace():
            lines.append("")
            used = 0.0
        lines[-1] += unit
        used += need
    return lines


def _units(paragraph: str, width: float, advance: Advance) -> Iterator[str]:
    """Yield what must not be broken; a unit wider than a whole line is broken all the same."""
    for match in _UNIT.finditer(paragraph):
        unit = match[0]
        if sum(map(advance, unit)) > width:
            yield from unit
        else:
            yield unit
