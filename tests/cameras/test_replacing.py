"""A camera that is replaced: one act, the same place, and what hung there before stays findable and kept."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cameras.models import Camera, Recorder
from cameras.rules import Period
from cameras.selectors import cameras_in_use, cameras_that_recorded, replacement_lines
from cameras.services import CameraError, change_camera, open_outage, replace_camera, retire_recorder
from ledger import services as ledger
from ledger.choices import Verb
from ledger.models import Entry
from ledger.services import SYSTEM
from maintenance.selectors import unexplained_gaps
from printing.rules import TAIPEI
from retention.choices import DayState
from retention.models import CoverageDay, FolderCamera
from retention.selectors import camera_days, footage_clock_for
from retention.services import place_hold, register_source, scan_source
from retention.services.destruction.judging import judge_of
from tests.retention.recordings import record
from tests.roc import roc
from tests.shared import shared

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client

    from retention.models import FootageSource
    from tests.conftest import Cast

TODAY = dt.date(2026, 11, 23)
DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
THEN = TODAY - 3 * DAY
NOON = dt.datetime.combine(THEN, dt.time(12), TAIPEI)

pytestmark = pytest.mark.usefixtures("at_now")


def replace(old: str, new: str, on: dt.date, now: dt.datetime) -> Camera:
    return replace_camera(code=old, new_code=new, on=on, actor=SYSTEM, now=now)


@shared
def replaced(cameras: list[Camera], now: dt.datetime) -> Camera:
    """C01 was replaced by C37 three days ago."""
    return replace("C01", "C37", THEN, now)


@pytest.fixture(params=["the old name", "a name of its own"])
def source(request: pytest.FixtureRequest, replaced: Camera, tmp_path: Path, now: dt.datetime) -> FootageSource:
    """Six days of recordings, hour by hour, changed over at noon; the recorder goes on under C01, or begins C37."""
    after = "C01" if request.param == "the old name" else "C37"
    moment = dt.datetime.combine(TODAY - 6 * DAY, dt.time(), TAIPEI)
    while moment < now:
        record(tmp_path, "C01" if moment < NOON else after, moment, moment + HOUR, every=3600)
        moment += HOUR
    source = register_source(
        name="一號主機", layout="frigate", path=str(tmp_path), recorder=replaced.recorder, longest_seconds=3600, actor=SYSTEM,
        now=now,
    )  # fmt: skip
    scan_source(source, now)
    source.refresh_from_db()
    return source


def test_the_new_camera_stands_where_the_old_one_stood(client: Client, cast: Cast, cameras: list[Camera]) -> None:
    client.force_login(cast.handler)
    page = client.get(reverse("cameras:replace", args=["C01"])).content.decode()
    assert 'value="一樓川堂"' in page
    answer = client.post(
        reverse("cameras:replace", args=["C01"]),
        {"code": "C37", "name": "一樓川堂", "recorder": str(Recorder.objects.get().pk), **roc("on", THEN)},
        follow=True,
    )
    new, old = Camera.objects.get(code="C37"), Camera.objects.get(code="C01")
    assert (new.replaces, new.place, new.installed_on, old.retired_on) == (old, old.place, THEN, THEN)
    assert (new.area_type, new.purpose) == (old.area_type, old.purpose)
    assert new.token != old.token
    assert "接替" in answer.content.decode()
    assert "由 <a" in client.get(reverse("cameras:camera", args=["C01"])).content.decode()
    entry = Entry.objects.get(verb=Verb.CAMERA_REPLACED)
    assert ledger.sentence(entry) == "事務組長 游承堃以攝影機 C37 更換攝影機 C01，啟用日 115年11月20日（五）"


@pytest.mark.parametrize(
    ("new", "on", "says", "field"),
    [
        ("C02", TODAY, "編號 C02 已有攝影機使用", "code"),
        ("C37", TODAY + DAY, "停用日不可晚於今天", "on"),
        ("C37", dt.date(2019, 12, 31), "停用日不可早於啟用日", "on"),
    ],
)
def test_what_cannot_be_leaves_the_old_camera_in_use(
    cameras: list[Camera], now: dt.datetime, new: str, on: dt.date, says: str, field: str
) -> None:
    with pytest.raises(CameraError, match=says) as refused:
        replace("C01", new, on, now)
    assert refused.value.field == field
    assert Camera.objects.get(code="C01").retired_on is None
    assert not Camera.objects.filter(code="C37").exists()


def test_a_camera_is_replaced_once_and_its_successor_in_turn(replaced: Camera, now: dt.datetime) -> None:
    with pytest.raises(CameraError, match="停用"):
        replace("C01", "C38", TODAY, now)
    third = replace("C37", "C38", TODAY, now)
    first = Camera.objects.get(code="C01")
    assert replacement_lines() == dict.fromkeys((first.pk, replaced.pk, third.pk), (first, replaced, third))
    assert [camera.code for camera in cameras_in_use(TODAY)] == ["C02", "C38", "C03", "C04"]


def test_no_camera_is_put_on_a_recorder_that_is_gone(cameras: list[Camera], now: dt.datetime) -> None:
    gone = Recorder.objects.create(code="NVR9", name="舊主機")
    retire_recorder(code="NVR9", on=TODAY, actor=SYSTEM, now=now)
    gone.refresh_from_db()
    with pytest.raises(CameraError, match="主機 NVR9 已於"):
        replace_camera(code="C01", new_code="C37", on=TODAY, actor=SYSTEM, now=now, recorder=gone)
    with pytest.raises(CameraError, match="主機 NVR9 已於"):
        change_camera(code="C02", actor=SYSTEM, now=now, place="忠孝樓", recorder=gone)


def test_the_day_of_the_change_has_both(replaced: Camera) -> None:
    found = [
        {camera.code for camera in cameras_that_recorded(day)} & {"C01", "C37"} for day in (THEN - DAY, THEN, TODAY)
    ]
    assert found == [{"C01"}, {"C01", "C37"}, {"C37"}]


def test_the_new_cameras_days_go_on_where_the_old_ones_end(source: FootageSource, replaced: Camera) -> None:
    with CaptureQueriesContext(connection) as captured:
        [days] = camera_days([replaced], TODAY - 7 * DAY, TODAY)
    assert len(captured) == 5
    assert [cell.state for cell in days.cells] == [DayState.GONE] + [DayState.COMPLETE] * 7
    assert (days.kept_days(TODAY), days.required_days(14, TODAY)) == (6, 14)
    assert [one.code for one in days.predecessors] == ["C01"]


def test_the_old_camera_ends_where_the_new_one_begins(source: FootageSource) -> None:
    [days] = camera_days([Camera.objects.get(code="C01")], TODAY - 6 * DAY, TODAY)
    assert [cell.state for cell in days.cells] == [DayState.COMPLETE] * 3 + [DayState.NOT_YET] * 4


def test_an_outage_of_the_old_camera_explains_its_days_only(
    replaced: Camera, now: dt.datetime, source: FootageSource
) -> None:
    """It was replaced because it was dark: nobody closed the outage of what hangs no more."""
    old = Camera.objects.get(code="C01")
    open_outage(camera=old, cause="fault", reference="F115-0001", since=NOON - 30 * DAY, actor=SYSTEM, now=now)  # type: ignore[arg-type]
    [days] = camera_days([replaced], TODAY - 7 * DAY, TODAY)
    assert [cell.causes for cell in days.cells] == [("故障（F115-0001）",)] + [()] * 7


def test_a_gap_of_the_old_camera_is_no_fault_of_the_new_one(
    source: FootageSource, replaced: Camera, now: dt.datetime
) -> None:
    CoverageDay.objects.filter(day__in=[THEN - DAY, TODAY - DAY]).delete()
    [days] = camera_days([replaced], THEN - DAY, TODAY - DAY)
    assert [cell.state for cell in days.cells].count(DayState.MISSING) == 2
    midnight = NOON - dt.timedelta(hours=12)
    assert unexplained_gaps(now)[replaced] == [Period(midnight + 2 * DAY, midnight + 3 * DAY)]


def test_where_the_old_recorder_kept_its_footage_each_day_is_of_its_own(
    source: FootageSource, replaced: Camera, now: dt.datetime
) -> None:
    """The new camera records where nobody has looked yet."""
    replaced.recorder = Recorder.objects.create(code="NVR2", name="二號主機")
    replaced.save()
    FolderCamera.objects.exclude(folder="C01").delete()
    [days] = camera_days([replaced], THEN - DAY, TODAY)
    assert [cell.state for cell in days.cells] == [DayState.COMPLETE] + [DayState.UNKNOWN] * 4


def test_the_footage_page_lists_the_days_of_both(client: Client, cast: Cast, source: FootageSource) -> None:
    client.force_login(cast.guard)
    page = client.get(reverse("retention:camera", args=["C37"])).content.decode()
    assert page.count("<small>C01</small>") > 3
    assert "起接替" in page
    assert "起由 <a" in client.get(reverse("retention:camera", args=["C01"])).content.decode()


def test_a_case_of_before_and_of_after_both_know_their_footage(
    source: FootageSource, replaced: Camera, now: dt.datetime
) -> None:
    for camera, start in ((Camera.objects.get(code="C01"), NOON - DAY), (replaced, NOON + DAY)):
        [clock] = footage_clock_for([camera], start, start + HOUR, now, 14)
        assert clock.state == "unkept", "there, and not yet held"


@pytest.mark.parametrize("held", ["C01", "C37"])
def test_a_hold_on_either_keeps_the_folders_of_both(source: FootageSource, now: dt.datetime, held: str) -> None:
    """The name on a folder is the recorder's; whoever holds one of the line holds what hung there."""
    ahead = now + 400 * DAY
    folders = list(FolderCamera.objects.values_list("folder", flat=True))
    judge = judge_of(source, ahead)
    start = (NOON + HOUR).timestamp()
    assert {judge.verdict(folder, int(start)) for folder in folders} == {"due"}
    place_hold(
        cameras=[Camera.objects.get(code=held)], starts_at=NOON, ends_at=NOON + 2 * HOUR, reason="案", reference="",
        actor=SYSTEM, now=now,
    )  # fmt: skip
    judge = judge_of(source, ahead)
    assert {judge.verdict(folder, int(start)) for folder in folders} == {"held"}
