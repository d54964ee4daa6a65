"""Reading what one unit of a source holds: per camera and local day, minute by minute. Nothing is opened but folders."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from retention.rules import minutes as bits
from retention.storage.tree import UNREADABLE, leaves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from retention.rules import Layout, Terms
    from retention.storage.tree import Unit

SAMPLES = 5
UNKNOWN_LENGTH = 3600
"""Where the time of the last write says nothing (a copied tree), no recording is taken to be longer than an hour."""
LINK = "不是一般檔案"
NAME = "檔名不符命名樣式"
CLOCK = "檔名時間不合理"
FUTURE = "檔名時間在未來"


@dataclass(slots=True)
class Oddities:
    """What is not as the layout says: how much of each kind, and a few examples."""

    counts: dict[str, int] = field(default_factory=dict)
    samples: dict[str, list[str]] = field(default_factory=dict)

    def note(self, path: str, why: str) -> None:
        """Count one, and keep its path when it is one of the first."""
        self.counts[why] = self.counts.get(why, 0) + 1
        known = self.samples.setdefault(why, [])
        if len(known) < SAMPLES:
            known.append(path.encode(errors="surrogateescape").decode(errors="replace"))

    def as_dict(self) -> dict[str, dict[str, object]]:
        """Return it as it is stored."""
        return {why: {"count": count, "samples": self.samples[why]} for why, count in self.counts.items()}


@dataclass(slots=True)
class DayRead:
    """One camera's local day in one unit. `first` and `last` are seconds since 1970 as the recorder's clock had them."""

    first: int
    last: int
    files: int = 0
    size: int = 0
    minutes: set[int] = field(default_factory=set)


@dataclass(slots=True)
class FolderRead:
    """All of one unit. `is_settled` says that nothing can still grow there."""

    days: dict[tuple[str, int], DayRead] = field(default_factory=dict)
    oddities: Oddities = field(default_factory=Oddities)
    is_settled: bool = True

    @property
    def files(self) -> int:
        """How many recordings there are."""
        return sum(day.files for day in self.days.values())

    @property
    def size(self) -> int:
        """Their bytes."""
        return sum(day.size for day in self.days.values())

    @property
    def first(self) -> int | None:
        """When the earliest begins, by the recorder's clock."""
        return min((day.first for day in self.days.values()), default=None)

    @property
    def last(self) -> int | None:
        """When the latest begins, by the recorder's clock."""
        return max((day.last for day in self.days.values()), default=None)


def read_folder(unit: Unit, layout: Layout, *, offset: int, terms: Terms) -> FolderRead:
    """Read one unit. `offset` is how many seconds the recorder's clock is fast; a minute counts when any footage is in it.

    A recording lasts until it was last written to; where that is no time at which the layout's longest recording could
    end, it is taken to be as long as the layout allows, but `UNKNOWN_LENGTH` at most.
    """
    found = FolderRead()
    open_from = terms.odd_after - abs(offset) - layout.longest_seconds - 2 * 3600
    for leaf in leaves(unit, layout, found.oddities.note):
        _read_leaf(leaf, layout, found, offset, terms)
    last = found.last
    # What a slow clock took for footage of days to come is looked at again once it is right.
    found.is_settled = (last is None or last < open_from) and FUTURE not in found.oddities.counts
    _spill(found)
    return found


def _spill(found: FolderRead) -> None:
    """Give the minutes past midnight of a recording that began before it to the next day."""
    for (camera, number), day in list(found.days.items()):
        after = (number + 1) * bits.DAY_MINUTES
        late = {minute for minute in day.minutes if minute >= after}
        if late:
            day.minutes -= late
            found.days.setdefault((camera, number + 1), DayRead(day.last, day.last)).minutes |= late


def _read_leaf(leaf: Unit, layout: Layout, found: FolderRead, offset: int, terms: Terms) -> None:
    """The loop that every recording passes through: no call and no object more than it needs."""
    shift, longest = bits.LOCAL_SHIFT - offset, layout.longest_seconds
    assumed, days, day_minutes = min(longest, UNKNOWN_LENGTH), found.days, bits.DAY_MINUTES
    camera_now, day_now, minutes = "", -1, set[int]()
    for camera, start, _, seen in recordings(leaf, layout, found.oddities, offset=offset, terms=terms):
        minute = (start + shift) // 60
        if camera != camera_now or minute // day_minutes != day_now:
            camera_now, day_now = camera, minute // day_minutes
            day = days.get((camera, day_now)) or days.setdefault((camera, day_now), DayRead(start, start))
            minutes = day.minutes
        day.files += 1
        day.size += seen.st_size
        if start < day.first:
            day.first = start
        elif start > day.last:
            day.last = start
        written = seen.st_mtime
        end = int(written) if start < written < start + longest else start + assumed
        minutes.add(minute)
        if (until := (end - 1 + shift) // 60) > minute:
            minutes.update(range(minute + 1, until + 1))


def recordings(
    leaf: Unit, layout: Layout, oddities: Oddities, *, offset: int, terms: Terms
) -> Iterator[tuple[str, int, str, os.stat_result]]:
    """Yield the camera's folder name, the start by the recorder's clock, the name and the state of each recording.

    What is no plain file, cannot be read as a name, or names a time that cannot be is noted instead: it is no footage.
    Raises OSError when the folder cannot be listed.
    """
    read = layout.reader(leaf.known)
    odd_before, odd_after = terms.odd_before, terms.odd_after + offset
    with os.scandir(leaf.descriptor) as entries:
        for entry in entries:
            name = entry.name
            told = read(name)
            if told is None or not entry.is_file(follow_symlinks=False):
                oddities.note(f"{leaf.path}/{name}", NAME if told is None else LINK)
            elif not odd_before <= told[1] < odd_after:
                oddities.note(f"{leaf.path}/{name}", CLOCK if told[1] < odd_before else FUTURE)
            else:
                try:
                    seen = entry.stat(follow_symlinks=False)
                except FileNotFoundError:  # the recorder took it away meanwhile
                    continue
                except OSError as error:
                    oddities.note(f"{leaf.path}/{name}", f"{UNREADABLE}（{error.strerror}）")
                    continue
                yield told[0], told[1], name, seen
