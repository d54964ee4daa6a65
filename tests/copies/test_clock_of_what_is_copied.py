"""Of footage a copy keeps a list asks nothing else: neither holds nor outages nor scans can change its clock."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from django.db import connection
from django.test.utils import CaptureQueriesContext

from retention.choices import CopyMedium, CopyState, CopyWay, FootageState
from retention.models import EvidenceCopy
from retention.selectors import Asked, footage_clocks_for
from retention.selectors.bearing import bearing_on

if TYPE_CHECKING:
    from cameras.models import Camera
    from retention.models import Hold


def copied(hold: Hold, cameras: list[Camera], now: dt.datetime) -> None:
    """Let a finished copy keep what a hold keeps of some cameras."""
    copy = EvidenceCopy.objects.create(
        number="E115-0001", hold=hold, medium=CopyMedium.FILE, way=CopyWay.UPLOAD, state=CopyState.FINISHED,
        starts_at=hold.starts_at, ends_at=hold.ends_at, made_by="承辦人", opened_at=now, due_on=now.date(),
        sha256="0" * 64, size=1,
    )  # fmt: skip
    copy.cameras.set(cameras)


def test_what_is_copied_takes_one_query(hold: Hold, cameras: list[Camera], now: dt.datetime) -> None:
    copied(hold, cameras[:2], now)
    asked = [Asked(cameras[:2], hold.starts_at, hold.ends_at, 14), Asked(cameras[:1], hold.starts_at, hold.ends_at, 14)]
    with CaptureQueriesContext(connection) as captured:
        told = footage_clocks_for(asked, now)
    assert [(one.state, one.reference) for one in told if one] == [(FootageState.BACKED_UP, "E115-0001")] * 2
    assert len(captured) == 1


def test_the_clock_is_that_of_the_camera_of_which_there_is_no_copy(
    hold: Hold, cameras: list[Camera], now: dt.datetime
) -> None:
    copied(hold, cameras[:1], now)
    (told,) = footage_clocks_for([Asked(cameras[:2], hold.starts_at, hold.ends_at, 14)], now)
    assert told is not None
    assert told.state == FootageState.NOTIFIED
    later = hold.ends_at + dt.timedelta(hours=1)
    (told,) = footage_clocks_for([Asked(cameras[:1], hold.starts_at, later, 14)], now)
    assert told is not None
    assert told.state == FootageState.UNKEPT, "neither copy nor hold keeps the whole of what is asked for"


def test_an_old_case_among_new_ones_is_told_of_its_own_copies(
    hold: Hold, cameras: list[Camera], now: dt.datetime
) -> None:
    """What lies between two cases a year apart is not asked for; what bears on either is."""
    year = dt.timedelta(days=365)
    copied(hold, cameras[:1], now)
    old, between = hold.starts_at - year, hold.starts_at - year / 2
    for number, start in (("E114-0001", old), ("E114-0002", between)):
        copy = EvidenceCopy.objects.get(number="E115-0001")
        copy.pk, copy.number, copy.key = None, number, uuid.uuid4()
        copy.starts_at, copy.ends_at = start, start + (hold.ends_at - hold.starts_at)
        copy.save()
        copy.cameras.set(cameras[:1])
    asked = [
        Asked(cameras[:1], start, start + (hold.ends_at - hold.starts_at), 14)
        for start in (hold.starts_at, between, old)
    ]
    assert [one.reference for one in footage_clocks_for(asked, now) if one] == ["E115-0001", "E114-0002", "E114-0001"]
    assert [one.reference for one in footage_clocks_for(asked[::2], now) if one] == ["E115-0001", "E114-0001"]
    periods = [(one.starts_at, one.ends_at) for one in asked[::2]]
    found = [copy.number for copy in bearing_on([cameras[0].pk], periods).copies[cameras[0].pk]]
    assert found == ["E115-0001", "E114-0001"]
