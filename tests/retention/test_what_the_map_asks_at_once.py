"""The map of days asks for what belongs together at once, and hears the same as who asks one after the other."""

from __future__ import annotations

import datetime as dt

from django.db import connection
from django.test.utils import CaptureQueriesContext

from cameras.choices import OutageCause
from cameras.models import Camera, Outage, Recorder
from cameras.selectors import cameras_in_use, hung, outages_during, replacement_lines
from cameras.services import add_recorder
from ledger.services import SYSTEM
from printing.rules import local_date
from retention.models import HandCheck
from retention.selectors import newest_checks

DAY = dt.timedelta(days=1)


def dark(camera: Camera, since: dt.datetime, until: dt.datetime | None) -> None:
    Outage.objects.create(camera=camera, cause=OutageCause.POWER, since=since, until=until)


def test_cameras_come_with_their_lines_and_their_outages(cameras: list[Camera], now: dt.datetime) -> None:
    today = local_date(now)
    old, new, gone = cameras[0], cameras[1], cameras[2]
    Camera.objects.filter(pk=old.pk).update(retired_on=today - DAY)
    Camera.objects.filter(pk=new.pk).update(replaces=old)
    Camera.objects.filter(pk=gone.pk).update(retired_on=today)
    dark(old, now - 3 * DAY, now - 2 * DAY)
    dark(new, now - DAY, None)
    dark(new, now - 4 * DAY, now - 3 * DAY)
    dark(new, now - 30 * DAY, now - 29 * DAY)
    dark(cameras[3], now - 30 * DAY, now - 29 * DAY)
    start, end = now - 5 * DAY, now
    with CaptureQueriesContext(connection) as captured:
        found = hung(today, start, end)
    assert len(captured) == 1
    assert list(found.cameras) == list(cameras_in_use(today))
    assert {camera.pk for camera in found.cameras}.isdisjoint({old.pk, gone.pk})
    assert found.lines == replacement_lines() == dict.fromkeys((old.pk, new.pk), (old, new))
    said = {key: list(outages) for key, outages in found.outages.items()}
    assert said == {
        camera.pk: list(of_camera)
        for camera in Camera.objects.all()
        if (of_camera := outages_during(start, end).filter(camera=camera))
    }
    assert [len(said[camera.pk]) for camera in (old, new)] == [1, 2]


def test_the_newest_check_of_each_recorder_is_known_and_none_where_nobody_looked(
    cameras: list[Camera], now: dt.datetime
) -> None:
    checked = Recorder.objects.get()
    add_recorder(code="NVR2", name="二號主機", location="", actor=SYSTEM, now=now)
    for ago in (3, 1, 2):
        HandCheck.objects.create(
            recorder=checked, checked_at=now - ago * DAY, checked_by="警衛", earliest_day=local_date(now) - 20 * DAY
        )
    with CaptureQueriesContext(connection) as captured:
        found = newest_checks()
    assert len(captured) == 1
    assert {key: check.checked_at for key, check in found.items()} == {checked.pk: now - DAY}
