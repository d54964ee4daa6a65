"""肆、三 from folders: every camera and day is complete, partial, missing or explained; findings follow by themselves."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cameras.choices import OutageCause
from cameras.models import Camera, Recorder
from cameras.services import open_outage
from ledger.services import SYSTEM
from printing.rules import TAIPEI
from retention.choices import DayState, FindingKind, LayoutKind
from retention.models import CoverageDay, Finding, FootageSource, HandCheck, ScannedFolder
from retention.selectors import DayCell, camera_days
from retention.services import adopt_source, check_footage, check_minimum_retention, register_source
from tests.retention.recordings import record

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Cast

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)
NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=TAIPEI)
TODAY = NOW.date()


def midnight(ago: int) -> dt.datetime:
    return dt.datetime.combine(TODAY - ago * DAY, dt.time(), TAIPEI)


@pytest.fixture
def full(cast: Cast, cameras: list[Camera], root: Path, now: dt.datetime) -> FootageSource:
    """C01 has sixteen whole days and today; C02…C04 are on a recorder of their own."""
    record(root, "C01", midnight(16), now, every=3600, layout=LayoutKind.MOTIONEYE)
    return register(root, cameras[0].recorder, now)


def register(root: Path, recorder: Recorder, now: dt.datetime) -> FootageSource:
    source = register_source(
        name="一號主機", layout=LayoutKind.MOTIONEYE, path=str(root), recorder=recorder, longest_seconds=3600, actor=SYSTEM,
        now=now,
    )  # fmt: skip
    Camera.objects.exclude(code="C01").update(
        recorder=Recorder.objects.create(code="NVR2", name="二號主機", location="")
    )
    check_footage(now)
    return source


def lose(root: Path, ago: int, *hours: int) -> None:
    for hour in hours or range(24):
        (root / "C01" / f"{TODAY - ago * DAY}" / f"{hour:02d}-00-00.mp4").unlink()


def cell(ago: int, camera: str = "C01") -> DayCell:
    day = TODAY - ago * DAY
    return camera_days([Camera.objects.get(code=camera)], day, day)[0].cells[0]


def texts(kind: FindingKind) -> list[str]:
    return list(Finding.objects.filter(kind=kind, closed_at=None).values_list("text", flat=True))


def test_sixteen_whole_days_are_no_finding(full: FootageSource, now: dt.datetime) -> None:
    check_minimum_retention(now)
    assert [text for kind in (FindingKind.BELOW_MINIMUM, FindingKind.GAP) for text in texts(kind)] == []
    [days] = camera_days([Camera.objects.get(code="C01")], TODAY - 15 * DAY, TODAY)
    assert {one.state for one in days.cells} == {DayState.COMPLETE}
    assert (days.kept_days(TODAY), days.summary) == (16, "16天完整")


@pytest.mark.counted_elsewhere
def test_a_gap_is_partial_and_a_finding_until_it_is_explained(
    full: FootageSource, root: Path, now: dt.datetime
) -> None:
    lose(root, 5, 8, 9, 10)
    lose(root, 3)
    check_footage(now)
    check_minimum_retention(now)
    assert [(one.state, one.missing_minutes) for one in (cell(5), cell(3), cell(4))] == [
        (DayState.PARTIAL, 180),
        (DayState.MISSING, 1440),
        (DayState.COMPLETE, 0),
    ]
    assert texts(FindingKind.GAP) == ["攝影機 C01 於 115/11/18、115/11/20 影像缺漏，共 27 小時 0 分，無中斷紀錄"]
    explain(midnight(5) + 8 * HOUR, midnight(5) + 11 * HOUR)
    explain(midnight(3), midnight(2))
    check_minimum_retention(now + HOUR)
    assert [(one.state, one.causes) for one in (cell(5), cell(3))] == [(DayState.EXPLAINED, ("停電（台電通知）",))] * 2
    assert texts(FindingKind.GAP) == []


def explain(since: dt.datetime, until: dt.datetime) -> None:
    open_outage(
        camera=Camera.objects.get(code="C01"), cause=OutageCause.POWER, reference="台電通知", since=since, until=until,
        actor=SYSTEM, now=NOW,
    )  # fmt: skip


def test_an_outage_explains_only_its_own_time(full: FootageSource, root: Path, now: dt.datetime) -> None:
    lose(root, 5, 8, 9, 10)
    check_footage(now)
    explain(midnight(5) + 8 * HOUR, midnight(5) + 10 * HOUR)
    assert (cell(5).state, cell(5).missing_minutes) == (DayState.PARTIAL, 60)


def test_fewer_days_than_the_minimum_are_a_finding_of_that_camera(
    full: FootageSource, root: Path, now: dt.datetime
) -> None:
    for ago in range(13, 17):
        lose(root, ago)
    check_footage(now)
    check_minimum_retention(now)
    assert texts(FindingKind.BELOW_MINIMUM) == ["攝影機 C01 最早影像 115年11月11日（三），保存 12 日，不足 14 日"]
    assert cell(13).state == DayState.GONE
    assert texts(FindingKind.GAP) == []


@pytest.mark.counted_elsewhere
def test_a_year_old_recording_that_was_held_does_not_make_up_for_lost_days(
    full: FootageSource, root: Path, now: dt.datetime
) -> None:
    for ago in range(13, 17):
        lose(root, ago)
    record(root, "C01", midnight(200), midnight(199), every=3600, layout=LayoutKind.MOTIONEYE)
    check_footage(now)
    check_minimum_retention(now)
    assert texts(FindingKind.BELOW_MINIMUM)[0].endswith("保存 12 日，不足 14 日")


def test_a_camera_hung_last_week_owes_only_last_week(full: FootageSource, root: Path, now: dt.datetime) -> None:
    for ago in range(8, 17):
        lose(root, ago)
    Camera.objects.filter(code="C01").update(installed_on=TODAY - 7 * DAY)
    check_footage(now)
    check_minimum_retention(now)
    assert texts(FindingKind.BELOW_MINIMUM) == texts(FindingKind.GAP) == []
    assert cell(8).state == DayState.NOT_YET


def test_a_recorder_with_a_folder_owes_no_weekly_look(full: FootageSource, now: dt.datetime) -> None:
    check_minimum_retention(now)
    assert texts(FindingKind.NOT_CHECKED) == ["主機 NVR2 尚未查核過最早可播放日"]


def test_a_camera_without_a_folder_shows_what_a_person_saw(full: FootageSource, now: dt.datetime) -> None:
    assert cell(3, "C02").state == DayState.UNKNOWN
    HandCheck.objects.create(
        recorder=Recorder.objects.get(code="NVR2"),
        checked_at=now - DAY,
        checked_by="警衛",
        earliest_day=TODAY - 10 * DAY,
    )
    states = {ago: cell(ago, "C02").state for ago in (0, 1, 10, 11)}
    assert states == {0: DayState.UNKNOWN, 1: DayState.SEEN, 10: DayState.SEEN, 11: DayState.GONE}


def test_days_after_the_last_scan_are_not_known(full: FootageSource, root: Path, now: dt.datetime) -> None:
    root.rename(root.with_name("elsewhere"))
    check_footage(now + 2 * DAY)
    check_minimum_retention(now + 2 * DAY)
    [days] = camera_days([Camera.objects.get(code="C01")], TODAY, TODAY + DAY)
    assert [one.state for one in days.cells] == [DayState.COMPLETE, DayState.UNKNOWN]
    assert texts(FindingKind.GAP) == [], "a folder that cannot be read is a finding of its own"
    assert len(texts(FindingKind.SOURCE_AWAY)) == 1
    assert texts(FindingKind.WILL_BE_SHORT) == []


def test_a_disk_that_will_be_too_small_is_said_before_it_is(full: FootageSource, root: Path, now: dt.datetime) -> None:
    """What a day takes now is far more than before: the folder's own numbers say so."""
    for ago in (1, 2, 3):
        part = ScannedFolder.objects.get(path=f"C01/{TODAY - ago * DAY}")
        CoverageDay.objects.filter(part=part).update(size=2**55)
    check_minimum_retention(now)
    assert texts(FindingKind.WILL_BE_SHORT) == ["影像資料夾「一號主機」（C01 等）約 1 日後保存不足 14 日"]


def test_a_folder_that_only_we_empty_is_full_one_day(full: FootageSource, root: Path, now: dt.datetime) -> None:
    adopt_source(source_id=full.pk, files=0, reason="測試", actor=SYSTEM, now=now)
    for ago in (1, 2, 3):
        part = ScannedFolder.objects.get(path=f"C01/{TODAY - ago * DAY}")
        CoverageDay.objects.filter(part=part).update(size=2**55)
    check_minimum_retention(now)
    assert texts(FindingKind.WILL_BE_SHORT) == ["影像資料夾「一號主機」約 0 日後寫滿，之後的影像將無法錄存"]


def test_a_dark_day_before_anybody_looked_is_explained_by_its_cause(full: FootageSource, now: dt.datetime) -> None:
    open_outage(
        camera=Camera.objects.get(code="C02"), cause=OutageCause.POWER, reference="", since=midnight(3),
        until=midnight(2), actor=SYSTEM, now=now,
    )  # fmt: skip
    assert (cell(3, "C02").state, cell(3, "C02").causes) == (DayState.EXPLAINED, ("停電",))


def test_thirty_six_cameras_take_as_many_queries_as_one(full: FootageSource, cameras: list[Camera]) -> None:
    counts = []
    for asked in (cameras[:1], cameras):
        with CaptureQueriesContext(connection) as captured:
            camera_days(asked, TODAY - 21 * DAY, TODAY)
        counts.append(len(captured))
    assert counts == [5, 5]
