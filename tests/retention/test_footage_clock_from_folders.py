"""The footage clock of a case whose cameras record into a folder: from what the scan saw (ruling 12)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cameras.models import Camera
from ledger.services import SYSTEM
from retention.choices import FootageState
from retention.models import BackupTask, FootageSource
from retention.selectors import Asked, footage_clock_for, footage_clocks_for, footage_days
from retention.services import check_footage, end_deletion, place_hold, remind_backups
from tests.retention.recordings import record

if TYPE_CHECKING:
    from pathlib import Path

    from retention.rules import FootageClock

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)


def clock(code: str, start: dt.datetime, now: dt.datetime, hours: int = 1) -> FootageClock:
    return footage_clock_for([Camera.objects.get(code=code)], start, start + hours * HOUR, now, 14)[0]


def keep(code: str, start: dt.datetime, now: dt.datetime) -> None:
    place_hold(
        cameras=Camera.objects.filter(code=code), starts_at=start, ends_at=start + HOUR, reason="推擠", reference="115-0001",
        actor=SYSTEM, now=now,
    )  # fmt: skip


@pytest.mark.counted_elsewhere
@pytest.mark.usefixtures("ours")
def test_a_hold_is_green_only_where_the_footage_is_and_deletion_is_ours(now: dt.datetime) -> None:
    start = now - DAY
    assert (clock("C01", start, now).state, clock("C01", start, now).is_safe) == (FootageState.UNKEPT, False)
    keep("C01", start, now)
    assert (clock("C01", start, now).state, clock("C01", start, now).is_safe) == (FootageState.NOTIFIED, True)
    end_deletion(source_id=FootageSource.objects.get().pk, reason="改由主機覆蓋", actor=SYSTEM, now=now)
    told = clock("C01", start, now)
    assert (told.state, told.is_safe) == (FootageState.NOTIFIED, False)


def test_a_folder_the_recorder_overwrites_counts_down_from_what_the_scan_saw(
    source: FootageSource, now: dt.datetime
) -> None:
    told = clock("C01", now - DAY, now)
    assert (told.state, told.overwritten_at, told.is_estimate) == (FootageState.UNKEPT, now + 2 * DAY, False)


@pytest.mark.usefixtures("ours")
def test_what_the_scan_did_not_find_is_no_footage_or_overwritten(now: dt.datetime) -> None:
    keep("C03", now - DAY, now)
    lost = clock("C03", now - DAY, now)
    assert (lost.state, lost.reference, lost.is_safe) == (FootageState.NO_FOOTAGE, "影像缺漏，無中斷紀錄", False)
    assert clock("C01", now - 10 * DAY, now).state == FootageState.OVERWRITTEN


@pytest.mark.usefixtures("ours")
def test_what_was_recorded_after_the_last_scan_is_not_green_until_the_next(root: Path, now: dt.datetime) -> None:
    start = now + 2 * HOUR
    record(root, "C01", start, start + HOUR, every=600)
    keep("C01", start, now + 4 * HOUR)
    assert not clock("C01", start, now + 4 * HOUR).is_safe
    check_footage(now + 4 * HOUR)
    assert clock("C01", start, now + 4 * HOUR).is_safe


@pytest.mark.usefixtures("ours")
def test_old_footage_that_is_still_there_is_not_said_to_be_overwritten(now: dt.datetime) -> None:
    start = now - 366 * DAY
    keep("C01", start, now)
    assert clock("C01", start, now).is_safe


def test_the_days_offered_are_those_of_the_folder(source: FootageSource, now: dt.datetime) -> None:
    offered = footage_days(now, 14)
    assert [one.day for one in offered] == [now.date() - number * DAY for number in range(4)]
    assert not any(one.is_estimate for one in offered)


def test_thirty_cases_take_as_many_queries_as_one(ours: FootageSource, cameras: list[Camera], now: dt.datetime) -> None:
    counts = []
    for cases in (1, 30):
        asked = [Asked(cameras, now - number * DAY, now - number * DAY + HOUR, 14) for number in range(cases)]
        with CaptureQueriesContext(connection) as captured:
            assert len(footage_clocks_for(asked, now)) == cases
        counts.append(len(captured))
    assert counts == [3, 3]


@pytest.mark.usefixtures("ours")
def test_a_hold_on_what_is_not_in_our_folder_owes_a_copy_all_the_same(now: dt.datetime) -> None:
    keep("C01", now - DAY, now)
    assert not BackupTask.objects.exists()
    keep("C01", now - 10 * DAY, now)
    task = BackupTask.objects.get()
    remind_backups(now)
    task.refresh_from_db()
    assert (task.due_at, task.closed_at) == (now - 7 * DAY, None)
    assert task.too_late_at is None, "it was gone before anybody asked for it"
