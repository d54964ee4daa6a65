"""When a disk will be too small: from what a day takes, what lies there and what is free. Sizes in bytes."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LOOK_BACK = 3
"""Complete days whose mean is taken for what a day takes now: a new camera or a finer picture shows at once."""
LOOK_AHEAD = 30


def a_day_takes(sizes: Sequence[int]) -> float:
    """Return what a day takes now; `sizes` are those of complete days, oldest first."""
    recent = sizes[-LOOK_BACK:]
    return sum(recent) / len(recent) if recent else 0.0


def days_until_full(sizes: Sequence[int], free: int) -> int | None:
    """Return in how many days nothing is free any more, where nobody deletes before the ceiling; None beyond the look ahead."""
    takes = a_day_takes(sizes)
    days = int(free / takes) if takes else LOOK_AHEAD + 1
    return days if days <= LOOK_AHEAD else None


def days_until_short(sizes: Sequence[int], free: int, minimum_days: int) -> int | None:
    """Return in how many days a recorder that overwrites its oldest day will hold fewer than `minimum_days` days.

    None when that is not so within the look ahead, and when it holds fewer already: that is no forecast.
    """
    takes = a_day_takes(sizes)
    if not takes or len(sizes) < minimum_days:
        return None
    held, room = deque(sizes), sum(sizes) + free
    total = float(sum(sizes))
    for days in range(1, LOOK_AHEAD + 1):
        held.append(round(takes))
        total += takes
        while total > room and held:
            total -= held.popleft()
        if len(held) < minimum_days:
            return days
    return None
