"""What a scan says of every camera, day and minute is what an independent slow reading of every file says."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from collections import defaultdict
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from printing.rules import TAIPEI
from retention import storage
from retention.choices import LayoutKind, Verdict
from retention.rules import KNOWN, Span, make_layout, minutes, terms_at, verdict

NOW = dt.datetime(2028, 6, 1, 12, tzinfo=dt.UTC)
FLAT = ("{camera}_%Y%m%d_%H%M%S.mp4", "Asia/Taipei", 900)
BERLIN = ("{camera}/%Y-%m-%d/%H-%M-%S.mp4", "Europe/Berlin", 3600)
CAIRO = ("%Y-%m-%d/%H/{camera}/%M.%S.mp4", "Africa/Cairo", 600)
LAYOUTS = [KNOWN[LayoutKind.FRIGATE], KNOWN[LayoutKind.MOTIONEYE], FLAT, BERLIN, CAIRO]
DAYS = [
    dt.date(2028, 2, 28), dt.date(2028, 2, 29), dt.date(2027, 12, 31), dt.date(2028, 1, 1),
    dt.date(2028, 3, 26), dt.date(2027, 10, 31),  # Berlin sets its clocks
    dt.date(2028, 4, 28), dt.date(2027, 10, 29), dt.date(2027, 10, 28),  # Cairo, at midnight
]  # fmt: skip
walls = st.builds(
    lambda day, second: dt.datetime.combine(day, dt.time()) + dt.timedelta(seconds=second),  # a wall clock's reading
    st.sampled_from(DAYS), st.one_of(st.integers(0, 86_399), st.integers(86_300, 86_399), st.integers(0, 10_800)),
)  # fmt: skip
files = st.lists(
    st.tuples(st.sampled_from(["C01", "C02", "教室 1"]), walls, st.integers(-10, 90_000)), min_size=1, max_size=25
)
offsets = st.sampled_from([0, 0, 7, -95, 3600, -86_400])


def made(
    root: Path, pattern: str, zone: str, recordings: list[tuple[str, dt.datetime, int]]
) -> dict[str, tuple[str, dt.datetime]]:
    """Make the files; return path → camera and the moment a slow reading of its name gives."""
    paths = {}
    for camera, wall, written in recordings:
        moment = wall.replace(tzinfo=ZoneInfo(zone))
        path = wall.strftime(pattern.replace("{camera}", camera))
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).touch()
        stamp = moment.timestamp() + written
        os.utime(root / path, (stamp, stamp))
        paths[path] = camera, moment
    return paths


def slowly(
    root: Path, paths: dict[str, tuple[str, dt.datetime]], longest: int, offset: int
) -> dict[tuple[str, dt.date], set[int]]:
    """Count every second of every recording into local minutes of true time."""
    seen: dict[tuple[str, dt.date], set[int]] = defaultdict(set)
    for path, (camera, moment) in paths.items():
        start = int(moment.timestamp())
        written = (root / path).stat().st_mtime
        end = int(written) if start < written < start + longest else start + min(longest, 3600)
        for second in {*range(start, end, 30), end - 1}:
            local = dt.datetime.fromtimestamp(second - offset, dt.UTC).astimezone(TAIPEI)
            seen[camera, local.date()].add(local.hour * 60 + local.minute)
    return seen


def scanned(root: Path, layout_: tuple[str, str, int], offset: int) -> tuple[dict[tuple[str, dt.date], set[int]], int]:
    layout = make_layout(*layout_)
    terms = terms_at(NOW, minimum_days=14, maximum_years=1)
    seen: dict[tuple[str, dt.date], set[int]] = defaultdict(set)
    count = 0
    with storage.open_root(str(root)) as opened:
        for unit in storage.units(opened, layout, lambda path, why: pytest.fail(f"{path}: {why}")):
            read = storage.read_folder(unit, layout, offset=offset, terms=terms)
            assert not read.oddities.counts
            count += read.files
            for (camera, number), day in read.days.items():
                seen[camera, minutes.day_of(number)] |= {minute - number * 1440 for minute in day.minutes}
    return seen, count


@pytest.mark.counted_elsewhere
@pytest.mark.parametrize("layout", LAYOUTS, ids=["frigate", "motioneye", "flat", "berlin", "cairo"])
@given(recordings=files, offset=offsets)
@settings(max_examples=60)
def test_minutes_and_files_are_those_of_a_slow_reading(
    layout: tuple[str, str, int], recordings: list[tuple[str, dt.datetime, int]], offset: int
) -> None:
    with tempfile.TemporaryDirectory(prefix="cctv-scan-") as name:
        root = Path(name)
        paths = made(root, layout[0], layout[1], recordings)
        seen, count = scanned(root, layout, offset)
        assert count == len(paths)
        assert {key: value for key, value in seen.items() if value} == dict(slowly(root, paths, layout[2], offset))


@given(recordings=files, offset=offsets, since=st.integers(-86_400, 86_400), length=st.integers(1, 7200))
@settings(max_examples=60)
def test_in_the_hour_a_clock_goes_through_twice_a_hold_on_either_holds(
    recordings: list[tuple[str, dt.datetime, int]], offset: int, since: int, length: int
) -> None:
    """The name says 02:30 and means one of two moments: held when a hold touches the recording of either."""
    layout = make_layout(*BERLIN)
    terms = terms_at(NOW + dt.timedelta(days=3660), minimum_days=14, maximum_years=1)
    for _, wall, _ in recordings:
        first, second = (wall.replace(tzinfo=ZoneInfo("Europe/Berlin"), fold=fold).timestamp() for fold in (0, 1))
        hold = Span(max(first, second) + since, max(first, second) + since + length)
        read = layout.reader({"camera": "C01", "Y": f"{wall:%Y}", "m": f"{wall:%m}", "d": f"{wall:%d}"})(
            f"{wall:%H-%M-%S}.mp4"
        )
        assert read is not None
        said = verdict(read[1], longest=layout.bound_seconds, offset=offset, terms=terms, holds=[hold])
        for start in {first, second} if first < second else {first}:
            for begins in (start, start - offset):
                if hold.start < begins + layout.longest_seconds and begins < hold.end:
                    assert said == Verdict.HELD
