"""The days that still have footage, as 附錄1 offers them (ux §0.9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from printing.rules import long_date
from requests.widgets import OTHER_DAY

if TYPE_CHECKING:
    import datetime as dt

    from retention.rules import FootageDay


OFFERED = 60
"""A folder may keep a year: older days than these are typed (其他日期)."""


def day_choices(days: list[FootageDay], today: dt.date) -> list[tuple[str, str]]:
    """Return the days that still have footage, the newest first, then 其他日期."""
    newest_first = sorted(days, key=lambda one: one.day, reverse=True)
    offered = [(one.day.isoformat(), _day_in_words(one, today)) for one in newest_first[:OFFERED]]
    return [("", "請選擇日期"), *offered, OTHER_DAY]


def _day_in_words(one: FootageDay, today: dt.date) -> str:
    near = {0: "今天", 1: "昨天"}.get((today - one.day).days, "")
    day = long_date(one.day).partition("年")[2]
    left = f"剩 {one.days_left} 天會被覆蓋" if one.days_left else "今天會被覆蓋"
    gone = "，部分攝影機已覆蓋" if one.is_gone_elsewhere else ""
    return f"{near}{day}｜{left}{'（估計）' if one.is_estimate else ''}{gone}"
