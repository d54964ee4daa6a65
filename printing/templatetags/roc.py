"""Template filters for 民國 dates; the only way a template shows a date."""

from __future__ import annotations

import datetime as dt
import functools
from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html

from printing import rules

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.utils.safestring import SafeString

register = template.Library()


@functools.lru_cache(maxsize=5_000)
def _time_element(value: dt.date | dt.datetime | None, text: Callable[[dt.datetime], str]) -> SafeString | str:
    if value is None:
        return ""
    machine = (
        value.astimezone(rules.TAIPEI).isoformat(timespec="minutes")
        if isinstance(value, dt.datetime)
        else value.isoformat()
    )
    return format_html('<time datetime="{}">{}</time>', machine, text(value))  # type: ignore[arg-type]


@register.filter
def roc(value: dt.date | dt.datetime | None) -> SafeString | str:
    """115年11月23日（一）"""
    return _time_element(value, rules.long_date)


@register.filter
def roc_short(value: dt.date | dt.datetime | None) -> SafeString | str:
    """115/11/23"""
    return _time_element(value, rules.short_date)


@register.filter
def roc_moment(value: dt.datetime | None) -> SafeString | str:
    """115/11/23 09:12"""
    return _time_element(value, rules.short_moment)


@register.filter
def roc_long_moment(value: dt.datetime | None) -> SafeString | str:
    """115年11月23日（一）09:12"""
    return _time_element(value, rules.long_moment)


@register.filter
def roc_clock(value: dt.datetime | None) -> SafeString | str:
    """09:12"""
    return _time_element(value, rules.clock)
