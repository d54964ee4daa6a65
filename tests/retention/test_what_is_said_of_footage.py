"""What is said of footage somebody asked to be kept: no more than the clocks of its cameras know."""

from __future__ import annotations

import datetime as dt

import pytest

from retention.choices import FootageState
from retention.rules import FootageClock, kept_in_words

NOW = dt.datetime(2026, 11, 23, 1, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
RUNS = FootageClock(FootageState.NOTIFIED, "115-0037", overwritten_at=NOW + 3 * DAY)
SAFE = FootageClock(FootageState.NOTIFIED, "115-0037", is_safe=True)
COPIED = FootageClock(FootageState.BACKED_UP, "E115-0001")
DOUBTED = FootageClock(FootageState.NOTIFIED, "115-0037", overwritten_at=NOW)
GONE = FootageClock(FootageState.OVERWRITTEN, "115-0037")
NONE = FootageClock(FootageState.NO_FOOTAGE, "停電（台電計畫停電）")


@pytest.mark.parametrize(
    ("clocks", "said"),
    [
        ([RUNS], "影像已通知留存；承辦人會在影像被覆蓋前備份"),
        ([SAFE], "影像留存中"),
        ([COPIED], "影像已備份：E115-0001"),
        ([DOUBTED], "影像已通知留存；依推算影像可能已被覆蓋，承辦人將查明"),
        ([GONE], "依查核影像已被覆蓋，承辦人將查明"),
        ([NONE], "該時段無影像：停電（台電計畫停電）"),
        ([RUNS, GONE], "影像已通知留存；承辦人會在影像被覆蓋前備份。其中 1 支依查核影像已被覆蓋，承辦人將查明"),
        ([DOUBTED, COPIED], "影像已備份：E115-0001。其中 1 支依推算影像可能已被覆蓋，承辦人將查明"),
        ([COPIED, NONE, NONE], "影像已備份：E115-0001。其中 2 支該時段無影像：停電（台電計畫停電）"),
    ],
)
def test_no_more_is_promised_than_the_clocks_know(clocks: list[FootageClock], said: str) -> None:
    assert kept_in_words(clocks, NOW) == said
