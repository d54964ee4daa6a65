"""What stands already stays one fault, but a camera that is dark now is dark from now on (參、三; 肆、三; ruling 27)."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

import pytest

from accounts.choices import Feature
from cameras.models import Outage
from cameras.rules import Period
from ledger import services as ledger
from ledger.choices import Verb
from ledger.models import Entry
from ledger.services import SYSTEM
from maintenance.choices import FaultOrigin, FaultStatus, Symptom
from maintenance.models import Fault, Trouble
from maintenance.selectors import known_troubles
from maintenance.services import (
    AlreadyReported,
    FaultError,
    confirm_fault,
    open_by_itself,
    repair_fault,
    report_by_sticker,
    report_fault,
)
from tests.conftest import switch_on
from tests.maintenance.looking import check, inspect, make_shift
from work.models import Notice

if TYPE_CHECKING:
    from accounts.models import User
    from cameras.models import Camera
    from tests.conftest import Cast

DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
DARK = Symptom.NO_SIGNAL
pytestmark = pytest.mark.usefixtures("at_now")


def missing(camera: Camera, now: dt.datetime) -> Fault:
    """Yesterday two hours were missing, and that is all that coverage knows."""
    gap = Period(now - DAY, now - DAY + 2 * HOUR)
    return open_by_itself(
        camera=camera, recorder=None, symptom=Symptom.NO_FOOTAGE, origin=FaultOrigin.COVERAGE, description="",
        actor=SYSTEM, now=now - 2 * HOUR, since=gap.start, gaps=[gap],
    )  # fmt: skip


def scanned(camera: Camera, now: dt.datetime) -> Fault:
    return report_by_sticker(camera=camera, symptom=Symptom.BLACK, form_key=uuid.uuid4(), now=now)


def report(camera: Camera, by: User, now: dt.datetime) -> Fault:
    return report_fault(
        camera=camera, symptom=Symptom.BLACK, description="", form_key=uuid.uuid4(), reporter=by, now=now
    )


def outages() -> list[tuple[dt.datetime, dt.datetime | None, str]]:
    return list(Outage.objects.order_by("since").values_list("since", "until", "reference"))


def test_a_gap_that_is_over_does_not_hide_that_the_camera_is_dark_today(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    fault = missing(cameras[0], now)
    confirm_fault(fault_id=fault.pk, user=cast.handler, now=now - HOUR)
    past = (now - DAY, now - DAY + 2 * HOUR, fault.number)
    assert outages() == [past]
    with pytest.raises(AlreadyReported, match=f"單號 {fault.number}；已在這張單登錄目前沒有影像"):
        report(cameras[0], cast.teacher, now)
    assert outages() == [past, (now, None, fault.number)]
    with pytest.raises(AlreadyReported, match=f"單號 {fault.number}，不必再次通報"):
        report(cameras[0], cast.guard, now + HOUR)
    assert outages() == [past, (now, None, fault.number)]
    assert Notice.objects.filter(recipient=cast.handler, text__contains="再次通報").count() == 1
    with pytest.raises(FaultError, match="恢復時間不可早於中斷開始的時間") as refused:
        repair_fault(fault_id=fault.pk, measures="換線", repaired_at=now - HOUR, user=cast.handler, now=now + HOUR)
    assert refused.value.field == "repaired_at"
    repair_fault(fault_id=fault.pk, measures="換線", repaired_at=now + HOUR, user=cast.handler, now=now + HOUR)
    assert outages() == [past, (now, now + HOUR, fault.number)]
    assert ledger.verify().finding is None


def test_what_waits_for_a_person_is_confirmed_by_the_check_that_finds_it(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    fault = scanned(cameras[0], now - HOUR)
    row = inspect(cast.handler, now, troubles=[Trouble(DARK, camera=cameras[0])], picture_is_clear=False)
    assert list(row.faults.all()) == [fault]
    fault.refresh_from_db()
    assert fault.status == FaultStatus.OPEN
    assert outages() == [(now - HOUR, None, fault.number)]
    assert Entry.objects.get(verb=Verb.FAULT_CONFIRMED).actor == "事務組長 游承堃"


def test_a_daily_check_asks_for_a_camera_of_which_nobody_of_the_school_said_that_it_is_dark(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    switch_on(Feature.DAILY_CHECK)
    shift = make_shift(cast.handler, now)
    fault = missing(cameras[0], now)
    assert [one.is_dark for one in known_troubles(now)] == [False]
    check(shift, cast.guard, now, troubles=[Trouble(DARK, camera=cameras[0])])
    fault.refresh_from_db()
    assert fault.status == FaultStatus.OPEN
    assert outages() == [(now - DAY, now - DAY + 2 * HOUR, fault.number), (now, None, fault.number)]
    assert [one.is_dark for one in known_troubles(now)] == [True]


def test_only_who_may_confirm_confirms_by_a_report(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    fault = scanned(cameras[0], now - HOUR)
    with pytest.raises(AlreadyReported, match="目前待確認，不必再次通報"):
        report(cameras[0], cast.teacher, now)
    missing(cameras[0], now)
    fault.refresh_from_db()
    assert fault.status == FaultStatus.UNCONFIRMED, "neither a teacher nor coverage"
    assert not outages()
    with pytest.raises(AlreadyReported, match="已在這張單登錄目前沒有影像"):
        report(cameras[0], cast.guard, now)
    fault.refresh_from_db()
    assert fault.status == FaultStatus.OPEN
    assert outages() == [(now - HOUR, None, fault.number)]


def test_a_blurred_picture_said_again_is_no_outage(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    trouble = Trouble(Symptom.BLURRED, camera=cameras[0])
    for _ in range(2):
        inspect(cast.handler, now, troubles=[trouble], picture_is_clear=False)
    assert Fault.objects.count() == 1
    assert not outages()
