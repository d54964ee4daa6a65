"""A gap nobody explains becomes one fault, which explains nothing until a person confirms it (肆、三; issue 5)."""

from __future__ import annotations

import datetime as dt
import os
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cameras.choices import OutageCause
from cameras.models import Camera, Outage
from cameras.services import open_outage
from ledger import services as ledger
from ledger.services import SYSTEM
from maintenance.choices import FaultStatus, Symptom
from maintenance.models import Fault
from maintenance.rules import gaps_of
from maintenance.services import confirm_fault, dismiss_fault, open_coverage_faults, repair_fault, report_fault
from retention.choices import DayState, FindingKind, LayoutKind
from retention.models import Finding
from retention.selectors import camera_days
from retention.services import check_minimum_retention, register_source, scan_source
from tests.conftest import TAIPEI
from work.models import Notice

if TYPE_CHECKING:
    from retention.models import FootageSource
    from tests.conftest import Cast

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
PATTERN = "%Y-%m-%d/{camera}/%H-%M-%S.mp4"


@pytest.fixture
def source(cast: Cast, cameras: list[Camera], tmp_path: Path, now: dt.datetime) -> FootageSource:
    """C01 recorded for three days, but not from 04:00 to 07:00 of yesterday."""
    source = register_source(
        name="一號主機", layout=LayoutKind.PATTERN, pattern=PATTERN, longest_seconds=3600, path=str(tmp_path), actor=SYSTEM,
        now=now,
    )  # fmt: skip
    midnight = now.replace(hour=0)
    film(source, midnight - 3 * DAY, midnight - DAY + 4 * HOUR)
    film(source, midnight - DAY + 7 * HOUR, now)
    scan(source, now)
    return source


def film(source: FootageSource, start: dt.datetime, end: dt.datetime, camera: str = "C01") -> None:
    """Record an hour a file."""
    while start < end:
        path = file_of(source, start, camera)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"\0")
        os.utime(path, ((start + HOUR).timestamp(),) * 2)
        start += HOUR


def file_of(source: FootageSource, start: dt.datetime, camera: str = "C01") -> Path:
    return Path(source.path) / start.astimezone(TAIPEI).strftime(PATTERN.replace("{camera}", camera))


def scan(source: FootageSource, now: dt.datetime) -> None:
    scan_source(source, now)
    source.refresh_from_db()


def yesterday(now: dt.datetime, hour: int) -> dt.datetime:
    return now.replace(hour=0) - DAY + hour * HOUR


@pytest.mark.usefixtures("source")
def test_a_gap_is_one_fault_however_often_it_is_looked_at(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    outcomes = [open_coverage_faults(now + number * HOUR) for number in range(3)]
    fault = Fault.objects.get()
    assert (fault.code, fault.symptom, fault.status) == ("C01", Symptom.NO_FOOTAGE, FaultStatus.UNCONFIRMED)
    assert gaps_of(fault.gaps) == [(yesterday(now, 4), yesterday(now, 7))]
    assert [outcome.acted for outcome in outcomes] == [True, False, False]
    assert fault.description == "115/11/22 04:00 至 115/11/22 07:00"
    assert {notice.recipient.username for notice in Notice.objects.filter(text__contains="影像缺漏")} >= {
        "handler",
        "guard",
    }
    assert not Outage.objects.exists(), "it explains nothing yet"
    check_minimum_retention(now)
    assert Finding.objects.filter(kind=FindingKind.GAP, closed_at=None).exists()


@pytest.mark.usefixtures("source")
def test_confirmed_it_explains_exactly_the_gap_and_the_finding_closes(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    check_minimum_retention(now)
    open_coverage_faults(now)
    fault = confirm_fault(fault_id=Fault.objects.get().pk, user=cast.guard, now=now)
    outage = Outage.objects.get()
    assert (outage.since, outage.until, outage.reference) == (yesterday(now, 4), yesterday(now, 7), fault.number)
    check_minimum_retention(now)
    assert not Finding.objects.filter(kind=FindingKind.GAP, closed_at=None).exists()
    [days] = camera_days(cameras[:1], now.date() - DAY, now.date() - DAY)
    assert days.cells[0].state == DayState.EXPLAINED
    assert days.cells[0].causes == (f"故障（{fault.number}）",)
    open_coverage_faults(now + HOUR)
    repair_fault(fault_id=fault.pk, measures="交換器重新開機", repaired_at=now, user=cast.handler, now=now)
    assert Outage.objects.get().until == yesterday(now, 7), "a gap that ended is not lengthened by the repair"
    open_coverage_faults(now + 2 * HOUR)
    assert Fault.objects.count() == 1
    assert ledger.verify().finding is None


def test_dismissed_it_leaves_the_finding_open_and_is_not_asked_again(
    source: FootageSource, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    open_coverage_faults(now)
    dismiss_fault(fault_id=Fault.objects.get().pk, reason="攝影機當時確實未錄", user=cast.handler, now=now)
    open_coverage_faults(now + HOUR)
    assert Fault.objects.count() == 1
    check_minimum_retention(now)
    assert Finding.objects.filter(kind=FindingKind.GAP, closed_at=None).exists()
    later = now + 6 * HOUR
    film(source, later - HOUR, later)
    scan(source, later)
    open_coverage_faults(later)
    [again] = Fault.objects.filter(status=FaultStatus.UNCONFIRMED)
    assert gaps_of(again.gaps) == [(now, later - HOUR)], "another gap is another fault"


def test_a_gap_that_grows_is_the_same_fault_and_runs_on_when_confirmed(
    source: FootageSource, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    open_coverage_faults(now)
    scan(source, now + HOUR)
    open_coverage_faults(now + HOUR)
    assert len(Fault.objects.get().gaps) == 1, "a file may still be written"
    for hours in (3, 4, 20):
        scan(source, now + hours * HOUR)
        open_coverage_faults(now + hours * HOUR)
        fault = Fault.objects.get()
        assert gaps_of(fault.gaps) == [(yesterday(now, 4), yesterday(now, 7)), (now, None)]
    confirm_fault(fault_id=fault.pk, user=cast.handler, now=now + 21 * HOUR)
    assert set(Outage.objects.values_list("since", "until")) == {(yesterday(now, 4), yesterday(now, 7)), (now, None)}
    open_coverage_faults(now + 22 * HOUR)
    assert Fault.objects.count() == 1
    assert ledger.verify().finding is None


@pytest.mark.usefixtures("source")
def test_a_fault_that_waits_ends_when_the_gap_is_explained_otherwise(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    open_coverage_faults(now)
    open_outage(
        camera=cameras[0], cause=OutageCause.POWER, reference="", since=yesterday(now, 4), until=yesterday(now, 7),
        actor=SYSTEM, now=now,
    )  # fmt: skip
    open_coverage_faults(now + HOUR)
    fault = Fault.objects.get()
    assert (fault.status, fault.measures) == (FaultStatus.DISMISSED, "影像已補齊，或缺漏時段已有中斷紀錄說明")
    assert Outage.objects.get().cause == OutageCause.POWER


@pytest.mark.usefixtures("source")
def test_a_camera_known_to_be_down_opens_nothing(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    report_fault(
        camera=cameras[0], symptom=Symptom.BLACK, description="", form_key=uuid.uuid4(), reporter=cast.guard, now=now
    )
    open_coverage_faults(now)
    assert Fault.objects.count() == 1


def test_what_is_too_old_to_be_looked_at_again_stays_as_it_was_found(
    source: FootageSource, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    open_coverage_faults(now)
    film(source, now, now + HOUR)
    later = now + 20 * DAY
    scan(source, later)
    open_coverage_faults(later)
    assert gaps_of(Fault.objects.get().gaps)[0] == (yesterday(now, 4), yesterday(now, 7))


@pytest.mark.usefixtures("cast")
def test_a_folder_that_cannot_be_read_says_nothing(source: FootageSource, now: dt.datetime) -> None:
    open_coverage_faults(now)
    type(source).objects.update(problem="無法讀取")
    assert not open_coverage_faults(now + HOUR).acted
    assert Fault.objects.get().status == FaultStatus.UNCONFIRMED


def test_several_cameras_at_once_are_one_notice(
    source: FootageSource, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    film(source, yesterday(now, 1), yesterday(now, 2), "C02")
    scan(source, now)
    open_coverage_faults(now)
    assert Fault.objects.count() == 2
    assert [notice.text for notice in Notice.objects.filter(recipient=cast.guard)] == ["待確認故障 2 件：影像缺漏"]


def test_a_school_without_a_plan_is_left_alone(db: None, now: dt.datetime) -> None:
    assert open_coverage_faults(now).words == "尚未設定學校計畫，未檢查"


def test_footage_in_shreds_is_told_as_the_time_nobody_can_rely_on(
    source: FootageSource, cast: Cast, now: dt.datetime
) -> None:
    film(source, yesterday(now, 0) - 4 * DAY, yesterday(now, 0) - 2 * DAY)
    for number in range(30):
        file_of(source, yesterday(now, 0) - 4 * DAY + number * 2 * HOUR).unlink(missing_ok=True)
    for folder in Path(source.path).rglob("C01"):
        folder.touch()
    scan(source, now + HOUR)
    open_coverage_faults(now + HOUR)
    assert len(gaps_of(Fault.objects.get().gaps)) == 2
