"""From what was seen of every camera and recorder to the three ticks of 附錄2 (ruling 21). Pure functions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from maintenance.choices import Condition, Symptom

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

CLOCK_TOLERANCE_SECONDS = 60
OF_EQUIPMENT = frozenset({Condition.NO_SIGNAL, Condition.BLOCKED, Condition.MOVED})
"""錄影監材: there is a picture, and nothing stands before the camera or has moved it."""
OF_PICTURE = frozenset({Condition.BLURRED, Condition.NIGHT_VIEW})
"""視訊: sharp by day and by night."""


@dataclass(frozen=True, slots=True)
class Ticks:
    """監視主機是否正常運作, 錄影監材是否正常運轉, 視訊是否清晰."""

    recorder_works: bool
    equipment_works: bool
    picture_is_clear: bool

    @property
    def is_all_well(self) -> bool:
        """Whether all three are 是."""
        return self.recorder_works and self.equipment_works and self.picture_is_clear


@dataclass(frozen=True, slots=True)
class RecorderSeen:
    """What was read off one recorder, and how many days it owes."""

    has_power: bool
    is_recording: bool
    disk_is_healthy: bool
    clock_offset_seconds: int
    kept_days: int
    required_days: int

    @property
    def troubles(self) -> tuple[Symptom, ...]:
        """What is wrong with it, in the order of the form."""
        found = (
            (Symptom.POWER, not self.has_power),
            (Symptom.NOT_RECORDING, not self.is_recording),
            (Symptom.DISK, not self.disk_is_healthy),
            (Symptom.TOO_SHORT, self.kept_days < self.required_days),
            (Symptom.CLOCK, abs(self.clock_offset_seconds) > CLOCK_TOLERANCE_SECONDS),
        )
        return tuple(trouble for trouble, is_so in found if is_so)


def roll_up(cameras: Iterable[Condition], recorders: Iterable[RecorderSeen]) -> Ticks:
    """Return the three ticks; one 否 is enough for 否."""
    seen = frozenset(cameras)
    return Ticks(
        recorder_works=not any(recorder.troubles for recorder in recorders),
        equipment_works=not seen & OF_EQUIPMENT,
        picture_is_clear=not seen & OF_PICTURE,
    )


def required_days(minimum_days: Iterable[int], first_day: dt.date | None, checked_on: dt.date) -> int:
    """Return how many days a recorder owes: the longest minimum of its cameras, less while the first of them is new."""
    longest = max(minimum_days, default=0)
    return longest if first_day is None else max(min(longest, (checked_on - first_day).days), 0)
