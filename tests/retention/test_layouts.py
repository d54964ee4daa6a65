"""How recorders name their files: Frigate, motionEye, and a school's own pattern (engine.md, A)."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printing.rules import TAIPEI
from retention.choices import LayoutKind
from retention.rules import KNOWN, Layout, LayoutError, make_layout
from tests.retention.recordings import name_of

FLAT = ("{camera}/%Y%m%d_%H%M%S_{any}.mp4", "Asia/Taipei", 3600)
BERLIN = ("{camera}/%Y-%m-%d/%H-%M-%S.mp4", "Europe/Berlin", 3600)
LAYOUTS = {
    "frigate": KNOWN[LayoutKind.FRIGATE],
    "motioneye": KNOWN[LayoutKind.MOTIONEYE],
    "flat": FLAT,
    "berlin": BERLIN,
}


def read(layout: Layout, path: str) -> tuple[str, int] | None:
    """Read a path below the root as the scan does: folder by folder, then the name."""
    *folders, name = path.split("/")
    known: dict[str, str] = {}
    for pattern, folder in zip(layout.folders, folders, strict=True):
        match = pattern.fullmatch(folder)
        if match is None:
            return None
        known |= match.groupdict()
    return layout.reader(known)(name)


@pytest.mark.parametrize("spec", LAYOUTS.values(), ids=LAYOUTS)
@given(seconds=st.integers(1_200_000_000, 2_000_000_000))
def test_what_a_recorder_wrote_is_read_back_to_the_second(spec: tuple[str, str, int], seconds: int) -> None:
    layout = make_layout(*spec)
    moment = dt.datetime.fromtimestamp(seconds, ZoneInfo(layout.zone.key))
    path = name_of(layout.pattern.replace("{any}", "x"), layout.zone.key, "C01", moment)
    told = read(layout, path)
    assert told is not None
    camera, start = told
    assert camera == "C01"
    assert start == seconds or moment.fold, "the doubled hour of a time zone that has one is read as its first"


def test_frigate_names_its_folders_in_utc() -> None:
    layout = make_layout(*KNOWN[LayoutKind.FRIGATE])
    at = dt.datetime(2026, 11, 23, 7, 30, 10, tzinfo=TAIPEI)
    assert read(layout, "2026-11-22/23/C01/30.10.mp4") == ("C01", int(at.timestamp()))


def test_motioneye_names_its_folders_in_local_time() -> None:
    layout = make_layout(*KNOWN[LayoutKind.MOTIONEYE])
    at = dt.datetime(2026, 11, 23, 7, 30, 10, tzinfo=TAIPEI)
    assert read(layout, "Camera1/2026-11-23/07-30-10.mp4") == ("Camera1", int(at.timestamp()))


@pytest.mark.parametrize(
    "path",
    [
        "2026-11-22/23/C01/60.10.mp4",
        "2026-11-22/24/C01/30.10.mp4",
        "2026-02-30/23/C01/30.10.mp4",
        "2026-11-22/23/C01/30.10.mp4.part",
        "2026-11-22/23/C01/30.1O.mp4",
        "2026-11-22/23/C01/３０.10.mp4",
        "0000-11-22/23/C01/30.10.mp4",
        "2026-11-2２/23/C01/30.10.mp4",
    ],
)
def test_a_name_that_names_no_moment_is_not_read(path: str) -> None:
    assert read(make_layout(*KNOWN[LayoutKind.FRIGATE]), path) is None


@pytest.mark.parametrize("name", ["20261132_101010_x.mp4", "20261122_251010_x.mp4", "20261122_101010.mp4"])
def test_a_flat_name_that_names_no_moment_is_not_read(name: str) -> None:
    assert read(make_layout(*FLAT), f"C01/{name}") is None


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("{camera}/%H-%M-%S.mp4", "命名樣式須各有一個"),
        ("%Y-%m-%d/%H-%M-%S.mp4", "命名樣式須各有一個"),
        ("{camera}/%Y/{camera}/%m%d%H%M%S.mp4", "命名樣式須各有一個"),
        ("../{camera}/%Y%m%d%H%M%S.mp4", "不可有"),
        ("{camera}//%Y%m%d%H%M%S.mp4", "不可有空白"),
    ],
)
def test_a_pattern_that_tells_too_little_is_refused_with_an_example(pattern: str, words: str) -> None:
    with pytest.raises(LayoutError, match=words):
        make_layout(pattern, "Asia/Taipei", 60)


def test_a_time_zone_or_length_that_cannot_be_is_refused() -> None:
    for zone in ("Asia/Taipeh", "../etc/passwd", ""):
        with pytest.raises(LayoutError, match="時區"):
            make_layout(BERLIN[0], zone, 60)
    for seconds in (0, 86_401):
        with pytest.raises(LayoutError, match="最長秒數"):
            make_layout(BERLIN[0], "UTC", seconds)


def test_the_unit_of_a_scan_is_the_folder_that_tells_the_day() -> None:
    depths = {name: make_layout(*spec).unit_depth for name, spec in LAYOUTS.items()}
    assert depths == {"frigate": 1, "motioneye": 2, "flat": 1, "berlin": 2}


def test_a_unit_is_before_a_moment_only_when_all_of_it_is() -> None:
    layout = make_layout(*KNOWN[LayoutKind.FRIGATE])
    known = {"Y": "2025", "m": "11", "d": "22"}
    inside = dt.datetime(2025, 11, 22, 12, tzinfo=dt.UTC).timestamp()
    long_after = dt.datetime(2025, 11, 25, 12, tzinfo=dt.UTC).timestamp()
    assert layout.begins_before(known, inside)
    assert not layout.is_wholly_before(known, inside)
    assert layout.is_wholly_before(known, long_after)
    assert layout.begins_before({}, inside)
    assert not layout.is_wholly_before({}, long_after)
