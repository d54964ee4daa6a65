"""What a paper's template needs: text as TW-Kai should show it, measured lines, dates in their slots."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING

from django import template
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from printing import rules

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from printing.rules import Fitted

register = template.Library()

LABEL_WIDTH = 4
"""Labels are spread to the width of four characters, as 申請日期 has."""

_HYPHEN = re.compile(r"-")
_WIDE_LATIN = re.compile(r"[\u00c0-\u024f\u1e00-\u1eff]")
_CLOCK_COLON = re.compile(r"(?<=\d):(?=\d)")


@register.filter
def kai(text: object) -> SafeString:
    """Return `text` escaped, with what TW-Kai draws too wide or too low (hyphen, é, the colon of a clock) set right."""
    html = _HYPHEN.sub('<b class="h">-</b>', escape(str(text)))
    html = _CLOCK_COLON.sub('<b class="c">:</b>', html)
    return mark_safe(_WIDE_LATIN.sub(r'<b class="w">\g<0></b>', html))  # noqa: S308 escaped above


@register.filter
def spread(line: str, width: int = LABEL_WIDTH) -> str:
    """Return a short label spread to `width` full-width characters by typed spaces (ruling 20): 關係 → 關    係."""
    gaps = len(line) - 1
    if gaps < 1 or len(line) >= width:
        return line
    spaces = " " * (2 * (width - len(line)) // gaps)
    return spaces.join(line)


@register.simple_tag
def lines(fitted: Fitted) -> SafeString:
    """Draw measured lines at their size, each ended where it was measured."""
    return format_html(
        '<div class="lines" style="font-size:{}pt;line-height:{}">{}</div>',
        str(fitted.size),
        str(fitted.leading),
        _joined(fitted.lines),
    )


@register.simple_tag
def plain_lines(texts: Iterable[str]) -> SafeString:
    """Draw measured lines at the size of what is around them."""
    return format_html('<div class="lines">{}</div>', _joined(texts))


@register.simple_tag
def spread_lines(fitted: Fitted) -> SafeString:
    """Draw a measured label, its short lines spread."""
    return lines(dataclasses.replace(fitted, lines=tuple(map(spread, fitted.lines))))


@register.simple_tag
def label(*label_lines: str) -> SafeString:
    """Draw a label's lines, each spread to the common width."""
    return format_html('<div class="lines">{}</div>', _joined(spread(line) for line in label_lines))


@register.simple_tag
def date_slots(day: dt.date | None) -> SafeString:
    """Draw 年 月 日 at the same places, filled or blank."""
    year, month, date = ("", "", "") if day is None else (rules.roc_year(day), day.month, day.day)
    return _slots(((year, "年"),), "slot year") + _slots(((month, "月"), (date, "日")))


@register.simple_tag
def moment_slots(moment: dt.datetime | None) -> SafeString:
    """Draw 年 月 日 時 分 of Taipei at the same places, filled or blank."""
    if moment is None:
        return date_slots(None) + _slots((("", "時"), ("", "分")))
    local = moment.astimezone(rules.TAIPEI)
    return date_slots(local.date()) + _slots(((local.hour, "時"), (f"{local.minute:02d}", "分")))


@register.simple_tag
def yes_no(answer: bool | None) -> str:  # noqa: FBT001 a tick is yes, no or not yet
    """Draw □是　□否, the answer's box filled; both empty for None."""
    yes, no = ("■" if answer is side else "□" for side in (True, False))
    return f"{yes}是　{no}否"


def _joined(texts: Iterable[str]) -> SafeString:
    return kai("\n".join(text.rstrip() for text in texts))


def _slots(pairs: Iterable[tuple[object, str]], css: str = "slot") -> SafeString:
    filled = ((css, "   " if value == "" else value, unit) for value, unit in pairs)
    return format_html_join("", '<i class="{}">{}</i>{}', filled)
