"""What is said of footage that somebody asked to be kept: no more than the clocks of its cameras know. Pure functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from retention.choices import FootageState

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from retention.rules.clock import FootageClock

PROMISE = "影像已通知留存；承辦人會在影像被覆蓋前備份"
MAY_BE_GONE = "依推算影像可能已被覆蓋，承辦人將查明"


def kept_in_words(clocks: Sequence[FootageClock], now: dt.datetime) -> str:
    """Say how the footage of one case stands, `clocks` being those of its cameras, the most urgent first."""
    doubt = doubt_in_words(clocks, now)
    there = [clock for clock in clocks if not _doubt(clock, now)]
    if not there:
        return f"影像已通知留存；{doubt}" if doubt == MAY_BE_GONE else doubt
    first = there[0]
    if first.state is FootageState.BACKED_UP:
        promise = f"影像已備份：{first.reference}"
    else:
        promise = "影像留存中" if first.is_safe else PROMISE
    return f"{promise}。{doubt}" if doubt else promise


def doubt_in_words(clocks: Sequence[FootageClock], now: dt.datetime) -> str:
    """Say why there may be nothing left to keep, and of how many cameras; nothing while it is there for all one knows."""
    doubts = [doubt for clock in clocks if (doubt := _doubt(clock, now))]
    if not doubts:
        return ""
    return doubts[0] if len(doubts) == len(clocks) else f"其中 {len(doubts)} 支{doubts[0]}"


def _doubt(clock: FootageClock, now: dt.datetime) -> str:
    if clock.state is FootageState.NO_FOOTAGE:
        return f"該時段無影像：{clock.reference}"
    if clock.state is FootageState.OVERWRITTEN:
        return "依查核影像已被覆蓋，承辦人將查明"
    return MAY_BE_GONE if clock.overwritten_at and clock.overwritten_at <= now else ""
