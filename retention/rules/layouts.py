"""How recorders name their files. A layout is data: a pattern of folders and a file name, a time zone, a longest length.

In a pattern `%Y %m %d %H %M %S` are digits of the moment a recording begins, `{camera}` the camera's folder name and
`{any}` whatever else stands there; every other character is itself.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from retention.choices import LayoutKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

TOKENS = {
    "%Y": r"(?P<Y>[0-9]{4})",
    "%m": r"(?P<m>[0-9]{2})",
    "%d": r"(?P<d>[0-9]{2})",
    "%H": r"(?P<H>[0-9]{2})",
    "%M": r"(?P<M>[0-9]{2})",
    "%S": r"(?P<S>[0-9]{2})",
    "{camera}": r"(?P<camera>[^/\ud800-\udfff]{1,200}?)",  # no bytes that are no text: a database keeps this name
    "{any}": r"[^/]*?",
}
_TOKEN = re.compile(r"(%[YmdHMS]|\{camera\}|\{any\})")
DAY = frozenset("Ymd")
CLOCK = frozenset("HMS")
DAY_SECONDS = 86_400
NAMES_REMEMBERED = 100_000
"""Names of a clock repeat from folder to folder (at most 86,400 of them): each is read once."""


class LayoutError(ValueError):
    """The pattern cannot tell when and by which camera something was recorded; the message says what to do."""


@dataclass(frozen=True)
class Layout:
    """A pattern read into its parts. Raises LayoutError when made of a pattern that tells too little.

    `zone` is that of the digits; no recording is longer than `longest_seconds`.
    """

    pattern: str
    zone: ZoneInfo
    longest_seconds: int

    def __post_init__(self) -> None:
        """Refuse a pattern that leaves a moment or a camera open, or names one twice."""
        names = re.findall(r"\?P<(\w+)>", "".join(_as_regex(part) for part in self.pattern.split("/")))
        if set(names) != DAY | CLOCK | {"camera"} or len(names) != len(set(names)):
            raise LayoutError(
                "命名樣式須各有一個 %Y、%m、%d、%H、%M、%S 及 {camera}，例如 {camera}/%Y-%m-%d/%H-%M-%S.mp4"
            )
        if any(part in {"", ".", ".."} for part in self.pattern.split("/")):
            raise LayoutError("命名樣式不可有空白的資料夾名稱，也不可有「.」或「..」")

    @cached_property
    def folders(self) -> tuple[re.Pattern[str], ...]:
        """The pattern of each folder name, outermost first."""
        return tuple(re.compile(_as_regex(part)) for part in self.pattern.split("/")[:-1])

    @cached_property
    def file(self) -> re.Pattern[str]:
        """The pattern of the file name."""
        return re.compile(_as_regex(self.pattern.split("/")[-1]))

    @cached_property
    def unit_depth(self) -> int:
        """How many folders deep the day is known: what is scanned, and known to be unchanged, as one."""
        known: set[str] = set()
        for depth, folder in enumerate(self.folders, start=1):
            known |= set(folder.groupindex)
            if known >= DAY:
                return depth
        return len(self.folders)

    def begins_before(self, known: Mapping[str, str], moment: float) -> bool:
        """Say whether a unit whose path told `known` may hold what was recorded before `moment`; yes, if it told no day."""
        day = _midnight(known, self.zone) if set(known) >= DAY else None
        return day is None or day.seconds < moment

    def is_wholly_before(self, known: Mapping[str, str], moment: float) -> bool:
        """Say whether a unit whose path told `known` holds only what was recorded, and over, before `moment`."""
        day = _midnight(known, self.zone) if set(known) >= DAY else None
        return day is not None and day.seconds + 2 * DAY_SECONDS + self.longest_seconds < moment

    @property
    def bound_seconds(self) -> int:
        """How long after the moment a name tells a recording is surely over, also in the hour that a clock goes through twice."""
        return self.longest_seconds + _set_back_seconds(self.zone.key)

    @cached_property
    def _seconds(self) -> _Seconds:
        return _Seconds(self.file)

    def reader(self, known: Mapping[str, str]) -> Callable[[str], tuple[str, int] | None]:
        """Return what reads file names in a folder whose path told `known`.

        It returns the camera's folder name and the moment the recording begins, in seconds since 1970 as the recorder's
        clock had it, or None for a name that cannot be read or names no moment.
        """
        if set(known) >= DAY | {"camera"}:
            day = _midnight(known, self.zone)
            if day is None:
                return lambda _name: None
            if day.is_even:
                return self._quick_reader(known, day.seconds)
        return lambda name: self._slowly(name, known)

    def _quick_reader(self, known: Mapping[str, str], midnight: int) -> Callable[[str], tuple[str, int] | None]:
        """The day is known and none of its hours is skipped or doubled: a name is only seconds since midnight."""
        camera, hour = known["camera"], known.get("H")
        base = midnight + (int(hour) * 3600 if hour is not None else 0)
        if hour is not None and int(hour) > 23:  # noqa: PLR2004
            return lambda _name: None
        seconds = self._seconds

        def read(name: str) -> tuple[str, int] | None:
            value = seconds[name]
            return None if value is None else (camera, base + value)

        return read

    def _slowly(self, name: str, known: Mapping[str, str]) -> tuple[str, int] | None:
        match = self.file.fullmatch(name)
        if match is None:
            return None
        told = {**known, **match.groupdict()}
        try:
            moment = dt.datetime(*(int(told[part]) for part in "YmdHMS"), tzinfo=self.zone)  # type: ignore[arg-type,misc]
        except ValueError:
            return None
        return told["camera"], int(moment.timestamp())


class _Seconds(dict[str, "int | None"]):
    """What file names tell of the clock, in seconds since midnight; None for one that cannot be read."""

    def __init__(self, file: re.Pattern[str]) -> None:
        super().__init__()
        self._file = file

    def __missing__(self, name: str) -> int | None:
        match = self._file.fullmatch(name)
        value = None if match is None else _clock_seconds(match.groupdict())
        if len(self) < NAMES_REMEMBERED:
            self[name] = value
        return value


@lru_cache
def _set_back_seconds(zone: str) -> int:
    """Return how far clocks of a zone are set back at most: then a name tells two moments, and the earlier one is read."""
    days = (dt.datetime(2008, 1, 1, tzinfo=ZoneInfo(zone)) + dt.timedelta(days=10 * n) for n in range(40 * 36))
    offsets = [day.utcoffset() or dt.timedelta() for day in days]
    return int((max(offsets) - min(offsets)).total_seconds())


@dataclass(frozen=True, slots=True)
class _Day:
    seconds: int
    is_even: bool


def _midnight(known: Mapping[str, str], zone: ZoneInfo) -> _Day | None:
    try:
        midnight = dt.datetime(int(known["Y"]), int(known["m"]), int(known["d"]), tzinfo=zone)
        start = int(midnight.timestamp())
    except (ValueError, OverflowError):
        return None
    after = dt.datetime.fromtimestamp(start + DAY_SECONDS, zone)
    return _Day(start, is_even=after.utcoffset() == midnight.utcoffset())


def _clock_seconds(told: Mapping[str, str]) -> int | None:
    hour, minute, second = (int(told.get(part, 0)) for part in "HMS")
    is_clock = hour <= 23 and minute <= 59 and second <= 59  # noqa: PLR2004
    return hour * 3600 + minute * 60 + second if is_clock else None


def _as_regex(part: str) -> str:
    return "".join(TOKENS.get(piece, re.escape(piece)) for piece in _TOKEN.split(part))


KNOWN: dict[str, tuple[str, str, int]] = {
    # frigate/record/maintainer.py: `start_time.strftime("%Y-%m-%d/%H")`, the camera, `"%M.%S.mp4"`; always in UTC.
    # Its segments are 10 s (`-segment_time 10`); a keyframe far away makes one longer.
    LayoutKind.FRIGATE: ("%Y-%m-%d/%H/{camera}/%M.%S.mp4", "UTC", 60),
    # motioneye/config.py: `movie_filename` is "%Y-%m-%d/%H-%M-%S" by default, below a folder a camera, local time.
    # Its movies have no longest length by default; a day is taken.
    LayoutKind.MOTIONEYE: ("{camera}/%Y-%m-%d/%H-%M-%S.mp4", "Asia/Taipei", DAY_SECONDS),
}
"""Pattern, time zone and longest seconds of the layouts known by name, each from the source code cited."""


@lru_cache(maxsize=64)
def make_layout(pattern: str, zone: str, longest_seconds: int) -> Layout:
    """Return the layout. Raises LayoutError for a pattern, a time zone or a length that cannot be."""
    if not 0 < longest_seconds <= DAY_SECONDS:
        raise LayoutError("單檔最長秒數須在 1 至 86400 之間")
    try:
        return Layout(pattern, ZoneInfo(zone), longest_seconds)
    except (ZoneInfoNotFoundError, ValueError) as error:
        if isinstance(error, LayoutError):
            raise
        raise LayoutError("沒有這個時區，例如 Asia/Taipei 或 UTC") from error
