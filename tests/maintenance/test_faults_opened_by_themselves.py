"""A fault nobody typed is opened once for its cause, whatever says it and however often (issue 5, point 3)."""

from __future__ import annotations

import contextlib
import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cameras.models import Camera, Outage, Recorder
from ledger import services as ledger
from ledger.services import SYSTEM
from maintenance.choices import UNREPAIRED, WITHOUT_PICTURE, FaultOrigin, FaultStatus, Symptom
from maintenance.models import Fault
from maintenance.services import (
    AlreadyReported,
    FaultError,
    open_by_itself,
    repair_fault,
    report_by_sticker,
    report_fault,
)
from work.models import Notice

if TYPE_CHECKING:
    from accounts.models import User
    from tests.conftest import Cast

HOUR = dt.timedelta(hours=1)


def opened(
    now: dt.datetime,
    camera: Camera | None = None,
    symptom: Symptom = Symptom.BLURRED,
    *,
    recorder: Recorder | None = None,
    origin: FaultOrigin = FaultOrigin.DAILY_CHECK,
    description: str = "",
    since: dt.datetime | None = None,
    reporter: User | None = None,
) -> Fault:
    return open_by_itself(
        camera=camera, recorder=recorder, symptom=symptom, origin=origin, description=description, actor=SYSTEM, now=now,
        since=since, reporter=reporter,
    )  # fmt: skip


def test_the_same_cause_is_one_fault_until_it_is_repaired(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    first = opened(now, cameras[0], reporter=cast.guard)
    assert (first.status, first.number, first.reporter) == (FaultStatus.OPEN, "F115-0001", cast.guard)
    assert opened(now + HOUR, cameras[0]) == first
    assert opened(now + HOUR, cameras[0], origin=FaultOrigin.INSPECTION) == first
    assert opened(now + HOUR, cameras[1]) != first
    assert opened(now + HOUR, cameras[0], Symptom.MOVED) != first
    repair_fault(fault_id=first.pk, measures="擦拭", repaired_at=now + HOUR, user=cast.handler, now=now + HOUR)
    assert opened(now + 2 * HOUR, cameras[0]).number == "F115-0004"
    assert [
        notice.text for notice in Notice.objects.filter(recipient=cast.handler, subject=f"故障 {first.number}")
    ] == ["故障通報 F115-0001：C01 模糊（每日檢查）"]


def test_what_has_no_picture_is_one_cause_whatever_it_is_called(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    first = opened(now, cameras[0], Symptom.NO_SIGNAL, since=now - HOUR)
    assert opened(now, cameras[0], Symptom.NO_FOOTAGE, origin=FaultOrigin.COVERAGE) == first
    with pytest.raises(AlreadyReported, match="「斷訊」已經通報，單號 F115-0001"):
        report_fault(
            camera=cameras[0], symptom=Symptom.BLACK, description="", form_key=uuid.uuid4(), reporter=cast.teacher, now=now
        )  # fmt: skip
    assert report_by_sticker(camera=cameras[0], symptom=Symptom.BLACK, form_key=uuid.uuid4(), now=now) == first
    assert Outage.objects.get().since == now - HOUR


def test_a_fault_is_of_a_camera_a_recorder_or_the_whole_system(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    recorder = cameras[0].recorder
    faults = [
        opened(now, cameras[0], Symptom.BLURRED),
        opened(now, recorder=recorder, symptom=Symptom.DISK),
        opened(now, symptom=Symptom.RECORDER_FAILS),
    ]
    assert [fault.code for fault in faults] == ["C01", "NVR1", "監錄系統"]
    assert [
        opened(now, recorder=recorder, symptom=Symptom.DISK),
        opened(now, symptom=Symptom.RECORDER_FAILS),
    ] == faults[1:]
    assert not Outage.objects.exists()


def test_a_recorder_that_records_nothing_darkens_its_cameras(cameras: list[Camera], now: dt.datetime) -> None:
    Camera.objects.filter(code="C04").update(retired_on=now.date())
    opened(now, recorder=cameras[0].recorder, symptom=Symptom.NOT_RECORDING)
    assert set(Outage.objects.values_list("camera__code", flat=True)) == {"C01", "C02", "C03"}


def test_what_coverage_says_waits_for_a_person(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    fault = opened(now, cameras[0], Symptom.NO_FOOTAGE, origin=FaultOrigin.COVERAGE)
    assert fault.status == FaultStatus.UNCONFIRMED
    assert not Outage.objects.exists()


def test_other_is_told_apart_by_its_words(cameras: list[Camera], now: dt.datetime) -> None:
    first = opened(now, cameras[0], Symptom.OTHER, description="外殼鬆脫")
    assert opened(now, cameras[0], Symptom.OTHER, description="外殼鬆脫") == first
    assert opened(now, cameras[0], Symptom.OTHER, description="有蜂窩") != first


def test_what_is_retired_has_no_fault(cameras: list[Camera], now: dt.datetime) -> None:
    Recorder.objects.update(retired_on=now.date())
    with pytest.raises(FaultError, match="主機 NVR1 已停用"):
        opened(now, recorder=Recorder.objects.get(), symptom=Symptom.DISK)
    assert not Fault.objects.exists()


@pytest.mark.parametrize("symptom", [Symptom.BLURRED, Symptom.BLACK, Symptom.OTHER])
@pytest.mark.parametrize("of", ["camera", "recorder", "system"])
def test_the_database_refuses_a_second_fault_for_one_cause(
    cameras: list[Camera], now: dt.datetime, of: str, symptom: Symptom
) -> None:
    things: dict[str, dict[str, Any]] = {
        "camera": {"camera": cameras[0]},
        "recorder": {"recorder": cameras[0].recorder},
        "system": {},
    }
    facts: dict[str, Any] = {"symptom": symptom, "reported_at": now, **things[of]}
    Fault.objects.create(number="F115-0001", form_key=uuid.uuid4(), **facts)
    if symptom == Symptom.OTHER:
        Fault.objects.create(number="F115-0002", form_key=uuid.uuid4(), **facts)
        return
    with pytest.raises(IntegrityError), transaction.atomic():
        Fault.objects.create(number="F115-0002", form_key=uuid.uuid4(), **facts)
    Fault.objects.update(status=FaultStatus.DISMISSED)
    Fault.objects.create(number="F115-0002", form_key=uuid.uuid4(), **facts)


SAID = st.tuples(
    st.integers(0, 2),
    st.sampled_from([Symptom.BLACK, Symptom.NO_SIGNAL, Symptom.NO_FOOTAGE, Symptom.MOVED]),
    st.sampled_from(["by itself", "person", "sticker", "repair"]),
)


@pytest.mark.counted_elsewhere
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=st.lists(SAID, max_size=8))
def test_whatever_is_said_no_two_unrepaired_faults_have_one_cause(
    cast: Cast, cameras: list[Camera], now: dt.datetime, said: list[tuple[int, Symptom, str]]
) -> None:
    with transaction.atomic():
        for number, (which, symptom, how) in enumerate(said):
            _say(cast, cameras[which], symptom, how, now + number * HOUR)
        standing = Fault.objects.filter(status__in=UNREPAIRED).values_list("camera", "symptom")
        causes = [(camera, "dark" if symptom in WITHOUT_PICTURE else symptom) for camera, symptom in standing]
        assert len(causes) == len(set(causes))
        assert ledger.verify().finding is None
        transaction.set_rollback(True)


def _say(cast: Cast, camera: Camera, symptom: Symptom, how: str, now: dt.datetime) -> None:
    key = uuid.uuid4()
    if how == "by itself":
        opened(now, camera, symptom)
    elif how == "sticker":
        report_by_sticker(camera=camera, symptom=symptom, form_key=key, now=now)
    elif how == "person":
        with contextlib.suppress(AlreadyReported):
            report_fault(camera=camera, symptom=symptom, description="", form_key=key, reporter=cast.guard, now=now)
    elif standing := Fault.objects.filter(camera=camera, status=FaultStatus.OPEN).first():
        repair_fault(fault_id=standing.pk, measures="修復", repaired_at=now, user=cast.handler, now=now)
