"""What a paper's template needs: text as TW-Kai should show it, measured lines, dates in their slots."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from printing import rules

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from printing.rules import Fitted

register = template.Library()

_HYPHEN = re.compile(r"-")
_WIDE_LATIN = re.compile(r"[\u00c0-\u024f\u1e00-\u1eff]")
_CLOCK_COLON = re.compile(r"(?<=\d):(?=\d)")


@register.filter
def kai(text: object) -> SafeString:
    """Return `text` escaped, with what TW-Kai draws too wide or too low (hyphen, é, the colon of a clock) set right."""
    html = _HYPHEN.sub('<b class="h">-</b>', escape(str(text)))
    html = _CLOCK_COLON.sub('<b class="c">:</b>', html)
    return mark_safe(_WIDE_LATIN.sub(r'<b class="w">\g<0></b>', html))  # noqa: S308 escaped above


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
def label(*label_lines: str) -> SafeString:
    """Draw a label's lines, each spread to the common width."""
    return format_html('<div class="lines">{}</div>', _joined(map(rules.spread, label_lines)))


@register.simple_tag
def date_slots(day: dt.date | None, year: int = 5, other: int = 4) -> str:
    """Return 年 月 日 at the same places, filled or blank; `year` and `other` are the room of a number in digits.

    A digit and a space of TW-Kai are as wide as each other, so what surrounds it must keep its spaces
    (`white-space: pre`).
    """
    numbers = (None, None, None) if day is None else (rules.roc_year(day), day.month, day.day)
    return "".join(map(_slot, numbers, (year, other, other), "年月日"))


@register.simple_tag
def moment_slots(moment: dt.datetime | None) -> str:
    """Return 年 月 日 時 分 of Taipei: with room for a pen when blank, close together when filled."""
    if moment is None:
        return date_slots(None, 4, 3) + _slot(None, 3, "時") + _slot(None, 3, "分")
    local = moment.astimezone(rules.TAIPEI)
    return date_slots(local.date(), 3, 2) + _slot(local.hour, 2, "時") + _slot(f"{local.minute:02d}", 2, "分")


@register.simple_tag
def yes_no(answer: bool | None) -> str:  # noqa: FBT001 a tick is yes, no or not yet
    """Draw □是　□否, the answer's box filled; both empty for None."""
    yes, no = ("■" if answer is side else "□" for side in (True, False))
    return f"{yes}是　{no}否"


def _joined(texts: Iterable[str]) -> SafeString:
    return kai("\n".join(text.rstrip() for text in texts))


def _slot(number: object, room: int, unit: str) -> str:
    """Return `number` in the middle of `room` digits, further right where it has no middle."""
    text = "" if number is None else str(number)
    return text.center(room) + unit if (room - len(text)) % 2 == 0 else f" {text.center(room - 1)}{unit}"
