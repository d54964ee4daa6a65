"""A camera's day in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from retention.choices import DayState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from retention.rules.minutes import Gap
    from retention.selectors import DayCell

NAMED = 3


def clock_of(minute: int) -> str:
    """Return for instance 08:05 for minute 485 of a day; the end of a day is 24:00."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def gaps_in_words(gaps: Iterable[Gap], most: int = NAMED) -> str:
    """Return for instance 02:00–04:59、13:10–13:40, the first `most` of them."""
    all_of_them = list(gaps)
    named = "、".join(f"{clock_of(gap.start)}–{clock_of(gap.end)}" for gap in all_of_them[:most])
    return named + (f"等 {len(all_of_them)} 段" if len(all_of_them) > most else "")


def day_in_words(cell: DayCell, most: int = NAMED) -> str:
    """Return what is missing of a day and why, or the word of its state."""
    causes = "、".join(cell.causes)
    if cell.state == DayState.EXPLAINED:
        return f"{gaps_in_words(cell.dark, most)} 無影像：{causes}"
    if cell.state == DayState.MISSING:
        return "全日無影像，無中斷紀錄" if not cell.causes else f"無影像，{gaps_in_words(cell.gaps, most)} 無中斷紀錄"
    if cell.state == DayState.PARTIAL:
        also = f"；{gaps_in_words(cell.dark, most)} 無影像：{causes}" if cell.dark else ""
        return f"{gaps_in_words(cell.gaps, most)} 缺漏，無中斷紀錄{also}"
    return f"{cell.state.label}；{causes}" if causes else cell.state.label
