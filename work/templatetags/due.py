"""Template filters for the end of a period: a whole day, or noon (行政程序法第48條)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html

from printing.rules import TAIPEI, clock, local_date, long_date, short_date

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.utils.safestring import SafeString

register = template.Library()

END_OF_DAY = dt.time(23, 59, 59)


def _due(value: dt.datetime | None, day: Callable[[dt.datetime], str], *, separator: str = "") -> SafeString | str:
    if value is None:
        return ""
    local = value.astimezone(TAIPEI)
    text = day(value) if local.time() == END_OF_DAY else f"{day(value)}{separator}{clock(value)}"
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), text)


@register.filter
def roc_due(value: dt.datetime | None) -> SafeString | str:
    """115年12月11日（五）, or 115年12月7日（一）12:00 when the period ends at noon."""
    return _due(value, long_date)


@register.filter
def roc_short_due(value: dt.datetime | None) -> SafeString | str:
    """115/12/11, or 115/12/07 12:00 when the period ends at noon."""
    return _due(value, short_date, separator=" ")


@register.filter
def days_left(value: dt.datetime | None, now: dt.datetime) -> str:
    """剩 11 日, 今日到期, or 已逾 2 日."""
    if value is None:
        return ""
    days = (local_date(value) - local_date(now)).days
    if value < now:
        return f"已逾 {days * -1} 日" if days < 0 else "已逾期"
    return f"剩 {days} 日" if days else "今日到期"
