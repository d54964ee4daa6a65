"""A 否 in 附錄2 names what is wrong in the same form; each becomes a fault once, and 備考 carries the numbers (陸、一)."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

import pytest

from cameras.services import retire_camera
from ledger.services import SYSTEM
from maintenance.choices import FaultOrigin, FaultStatus, Symptom
from maintenance.models import Fault, Inspection, Trouble
from maintenance.services import InspectionError, repair_fault, report_fault
from tests.maintenance.looking import inspect
from tests.roc import roc

if TYPE_CHECKING:
    from django.test import Client

    from cameras.models import Camera
    from tests.conftest import Cast

ADDRESS = "/maintenance/inspections/new/"
pytestmark = pytest.mark.usefixtures("at_now")


def fill(now: dt.datetime, **changes: str) -> dict[str, str]:
    ticks = dict.fromkeys(("recorder_works", "equipment_works", "picture_is_clear"), "yes")
    return {"form_key": str(uuid.uuid4()), **roc("inspected_on", now.date()), **ticks, "inspector": "游承堃", **changes}


def test_chosen_in_the_form_each_camera_and_recorder_becomes_a_fault(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    client.force_login(cast.handler)
    chosen = {
        f"camera-{cameras[1].pk}": "blurred",
        f"camera-{cameras[2].pk}": "no_signal",
        f"recorder-{cameras[0].recorder.pk}": "disk",
    }
    form = fill(now, recorder_works="no", picture_is_clear="no", what="上週颱風後", remarks="已聯絡廠商", **chosen)
    page = client.post(ADDRESS, form, follow=True).content.decode()
    row = Inspection.objects.get()
    assert row.remarks == "C02（F115-0001）、C03（F115-0002）、NVR1（F115-0003）；已聯絡廠商"
    assert "並開立故障單 F115-0001、F115-0002、F115-0003" in page
    faults = list(row.faults.order_by("number"))
    assert [(fault.code, fault.symptom, fault.description) for fault in faults] == [
        ("C02", Symptom.BLURRED, "上週颱風後"),
        ("C03", Symptom.NO_SIGNAL, "上週颱風後"),
        ("NVR1", Symptom.DISK, "上週颱風後"),
    ]
    assert {(fault.origin, fault.reporter) for fault in faults} == {(FaultOrigin.INSPECTION, cast.handler)}
    client.post(ADDRESS, form)
    assert (Inspection.objects.count(), Fault.objects.count()) == (1, 3), "the same form again is nothing new"


def test_what_is_known_already_is_named_and_not_opened_again(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    known = report_fault(
        camera=cameras[0], symptom=Symptom.BLACK, description="", form_key=uuid.uuid4(), reporter=cast.guard, now=now
    )
    troubles = [Trouble(Symptom.NO_SIGNAL, camera=cameras[0]), Trouble(Symptom.MOVED, camera=cameras[1])]
    row = inspect(cast.handler, now, equipment_works=False, troubles=troubles)
    assert known in row.faults.all()
    assert row.remarks == "C01（F115-0001）、C02（F115-0002）"
    again = inspect(cast.handler, now, equipment_works=False, troubles=troubles)
    assert set(again.faults.all()) == set(row.faults.all())
    assert Fault.objects.count() == 2


def test_after_three_the_rest_is_counted(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    troubles = [Trouble(Symptom.BLURRED, camera=camera) for camera in cameras]
    row = inspect(cast.handler, now, picture_is_clear=False, troubles=troubles)
    assert row.remarks == "C01（F115-0001）、C02（F115-0002）、C03（F115-0003）等4支，詳附表"


def test_a_no_without_a_camera_is_a_fault_of_the_whole_system(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    row = inspect(cast.handler, now, recorder_works=False, picture_is_clear=False, remarks="警衛室無畫面")
    assert [(fault.code, fault.symptom, fault.description) for fault in row.faults.order_by("number")] == [
        ("監錄系統", Symptom.RECORDER_FAILS, "警衛室無畫面"),
        ("監錄系統", Symptom.PICTURE_UNCLEAR, "警衛室無畫面"),
    ]
    assert row.remarks == "監錄系統（F115-0001）、監錄系統（F115-0002）；警衛室無畫面"


@pytest.mark.parametrize(("days", "faults"), [(7, 1), (8, 0)])
def test_a_row_typed_from_old_paper_opens_nothing_unless_a_thing_is_named(
    cast: Cast, cameras: list[Camera], now: dt.datetime, days: int, faults: int
) -> None:
    past = {"inspected_on": now.date() - dt.timedelta(days=days), "picture_is_clear": False, "remarks": "C17 模糊"}
    assert inspect(cast.handler, now, **past).faults.count() == faults
    named = inspect(cast.handler, now, **past, troubles=[Trouble(Symptom.BLURRED, camera=cameras[0])])
    assert named.faults.count() == 1


def test_it_is_said_that_nothing_was_opened_and_what_to_do(client: Client, cast: Cast, now: dt.datetime) -> None:
    client.force_login(cast.handler)
    for days, is_said in ((8, True), (7, False)):
        past = roc("inspected_on", now.date() - dt.timedelta(days=days))
        form = fill(now, picture_is_clear="no", remarks="C17 模糊", **past)
        page = client.post(ADDRESS, form, follow=True).content.decode()
        assert ("系統沒有開立故障單：現在仍異常的，請按「回報故障」" in page) == is_said
        row = Inspection.objects.latest("pk")
        later = client.get(f"/maintenance/inspections/{row.pk}/").content.decode()
        assert ("系統沒有開立故障單：現在仍異常的，請逐支回報故障" in later) == is_said


def test_what_does_not_fit_together_is_refused_and_nothing_is_opened(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    client.force_login(cast.handler)
    chosen = {f"camera-{cameras[0].pk}": "moved"}
    answer = client.post(ADDRESS, fill(now, **chosen))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "三項不能都勾「是」" in page
    assert '<details class="fold when-no" open>' in page, "what was chosen stays in sight"
    assert '<option value="moved" selected>' in page
    assert (
        "請重新選擇C01 一樓川堂的狀況。"
        in client.post(ADDRESS, fill(now, **dict.fromkeys(chosen, "nonsense"))).content.decode()
    )
    assert not Fault.objects.exists()


def test_a_retired_camera_is_not_offered_and_refused(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    retire_camera(code="C01", on=now.date(), actor=SYSTEM, now=now)
    cameras[0].refresh_from_db()
    with pytest.raises(InspectionError, match="C01 已停用"):
        inspect(cast.handler, now, equipment_works=False, troubles=[Trouble(Symptom.MOVED, camera=cameras[0])])
    assert not Inspection.objects.exists()


def test_the_re_check_waits_until_every_fault_is_repaired(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    troubles = [Trouble(Symptom.BLURRED, camera=camera) for camera in cameras[:2]]
    row = inspect(cast.handler, now, picture_is_clear=False, troubles=troubles)
    client.force_login(cast.supervisor)
    address = f"/maintenance/inspections/{row.pk}/"
    first, second = row.faults.order_by("number")
    repair_fault(fault_id=first.pk, measures="擦拭", repaired_at=now, user=cast.handler, now=now)
    assert "故障 F115-0002 尚未修復" in client.post(address, roc("rechecked_on", now.date())).content.decode()
    repair_fault(fault_id=second.pk, measures="擦拭", repaired_at=now, user=cast.handler, now=now)
    client.post(address, roc("rechecked_on", now.date()))
    row.refresh_from_db()
    assert row.rechecker == cast.supervisor.name
    assert {FaultStatus(fault.status) for fault in row.faults.all()} == {FaultStatus.REPAIRED}
