"""待確認 → 待處理 → 處理中 → 已修復待複驗 → 結案, and every way aside (陸、一)."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

import pytest

from cameras.models import Camera, Outage
from cameras.services import add_recorder, change_camera, retire_camera
from ledger import services as ledger
from ledger.choices import Verb
from ledger.models import Entry
from ledger.services import SYSTEM
from maintenance import policies
from maintenance.choices import FaultAction, FaultOrigin, FaultStatus, Symptom
from maintenance.services import (
    Bill,
    FaultError,
    assign_fault,
    confirm_fault,
    dismiss_fault,
    fail_fault,
    open_by_itself,
    pass_fault,
    repair_fault,
    report_by_sticker,
    report_fault,
)
from maintenance.transitions import TABLE, WrongOrder, possible, step
from work.models import Notice

if TYPE_CHECKING:
    from accounts.models import User
    from maintenance.models import Fault
    from tests.conftest import Cast

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


def reported(camera: Camera, by: User, now: dt.datetime, symptom: Symptom = Symptom.BLACK) -> Fault:
    return report_fault(camera=camera, symptom=symptom, description="", form_key=uuid.uuid4(), reporter=by, now=now)


def repaired(fault: Fault, by: User, now: dt.datetime) -> Fault:
    return repair_fault(fault_id=fault.pk, measures="更換電源", repaired_at=now, user=by, now=now)


def assigned(fault: Fault, by: User, now: dt.datetime, **said: object) -> Fault:
    what: dict[str, object] = {"owner": by, "vendor": "", "visit_on": None, "interim": ""}
    return assign_fault(fault_id=fault.pk, user=by, now=now, **(what | said))  # type: ignore[arg-type]


def test_the_table_of_a_faults_life_is_complete() -> None:
    assert {(str(status), str(action)): str(after) for (status, action), after in TABLE.items()} == {
        ("unconfirmed", "confirm"): "open",
        ("unconfirmed", "dismiss"): "dismissed",
        ("open", "assign"): "in_progress",
        ("open", "repair"): "repaired",
        ("open", "dismiss"): "dismissed",
        ("in_progress", "assign"): "in_progress",
        ("in_progress", "repair"): "repaired",
        ("in_progress", "dismiss"): "dismissed",
        ("repaired", "pass"): "closed",
        ("repaired", "fail"): "in_progress",
    }


@pytest.mark.parametrize("status", list(FaultStatus))
@pytest.mark.parametrize("action", list(FaultAction))
def test_what_is_not_in_the_table_is_refused_with_where_it_stands(status: FaultStatus, action: FaultAction) -> None:
    if (status, action) in TABLE:
        assert action in possible(status)
        assert step(status, action) == TABLE[status, action]
    else:
        assert action not in possible(status)
        with pytest.raises(WrongOrder, match=f"目前是「{status.label}」，不能{action.label}"):
            step(status, action)


def test_a_whole_life(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    fault = report_by_sticker(camera=cameras[0], symptom=Symptom.BLACK, form_key=uuid.uuid4(), now=now)
    confirm_fault(fault_id=fault.pk, user=cast.guard, now=now)
    visit = now.date() + DAY
    assigned(
        fault, cast.handler, now, owner=cast.administrator, vendor="安視工程行", visit_on=visit, interim="增加巡查"
    )
    assigned(fault, cast.handler, now, owner=cast.administrator, vendor="安視工程行", visit_on=visit + DAY)
    bill = Bill(cost=3500, under_warranty=False, warranty_until=dt.date(2027, 11, 23))
    repair_fault(
        fault_id=fault.pk, measures="更換電源", repaired_at=now + DAY, bill=bill, user=cast.handler, now=now + DAY
    )
    pass_fault(fault_id=fault.pk, note="畫面清楚", user=cast.guard, now=now + 2 * DAY)
    fault.refresh_from_db()
    assert (fault.status, fault.owner, fault.vendor, fault.visit_on) == (
        FaultStatus.CLOSED, cast.administrator, "安視工程行", visit + DAY,
    )  # fmt: skip
    assert (fault.cost, fault.under_warranty, fault.warranty_until) == (3500, False, dt.date(2027, 11, 23))
    assert (fault.rechecked_by, fault.recheck_note) == ("警衛 巴奈・古拉斯", "畫面清楚")
    assert Outage.objects.get().until == now + DAY, "the repair ends the outage, not the re-check"
    about = Entry.objects.filter(subject="故障 F115-0001").exclude(verb=Verb.FILE_STORED).order_by("sequence")
    assert [entry.verb for entry in about] == [
        Verb.FAULT_REPORTED, Verb.FAULT_CONFIRMED, Verb.FAULT_ASSIGNED, Verb.FAULT_ASSIGNED, Verb.FAULT_REPAIRED,
        Verb.FAULT_PASSED,
    ]  # fmt: skip
    assert ledger.sentence(about[2]) == (
        "事務組長 游承堃將故障 F115-0001 派工：Maria Santos，安視工程行，預定 115年11月24日（二）到場"
    )
    assert ledger.verify().finding is None


def test_a_small_school_repairs_without_assigning(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    fault = repaired(reported(cameras[0], cast.guard, now), cast.handler, now + HOUR)
    assert fault.status == FaultStatus.REPAIRED
    assert Outage.objects.get().until == now + HOUR


def test_who_noticed_is_told_of_the_repair_and_the_guards_are_asked_to_look(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    repaired(reported(cameras[0], cast.teacher, now), cast.handler, now + HOUR)
    assert Notice.objects.get(recipient=cast.teacher).text == "故障 F115-0001 已修復"
    assert Notice.objects.get(recipient=cast.guard).text == "故障 F115-0001 已修復，請複驗"


def test_who_recorded_the_repair_does_not_recheck_it(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    fault = repaired(reported(cameras[0], cast.guard, now), cast.handler, now + HOUR)
    for act in (pass_fault, fail_fault):
        with pytest.raises(FaultError, match="複驗須由登錄修復以外的人辦理"):
            act(fault_id=fault.pk, note="正常", user=cast.handler, now=now + HOUR)
        with pytest.raises(FaultError, match="您的角色不能登錄複驗"):
            act(fault_id=fault.pk, note="正常", user=cast.principal, now=now + HOUR)
    today = now.date()
    assert policies.acts_on(cast.handler, fault, today) == frozenset()
    for person in (cast.guard, cast.supervisor):
        assert policies.acts_on(person, fault, today) == {FaultAction.PASS, FaultAction.FAIL}
    pass_fault(fault_id=fault.pk, note="", user=cast.supervisor, now=now + 2 * HOUR)
    with pytest.raises(WrongOrder, match="目前是「結案」"):
        pass_fault(fault_id=fault.pk, note="", user=cast.guard, now=now + 3 * HOUR)


def test_a_repair_that_was_none_lets_the_outage_run_on_without_a_hole(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    fault = repaired(reported(cameras[0], cast.guard, now), cast.handler, now + HOUR)
    with pytest.raises(FaultError, match="請寫明不合格的情形"):
        fail_fault(fault_id=fault.pk, note="", user=cast.guard, now=now + 2 * HOUR)
    assert Outage.objects.get().until == now + HOUR
    fail_fault(fault_id=fault.pk, note="仍是黑畫面", user=cast.guard, now=now + 2 * HOUR)
    fault.refresh_from_db()
    assert (fault.status, fault.repaired_at, fault.repaired_by, fault.measures) == (
        FaultStatus.IN_PROGRESS, None, "", "更換電源",
    )  # fmt: skip
    [outage] = Outage.objects.all()
    assert (outage.since, outage.until, outage.reference) == (now, None, fault.number)
    assert Notice.objects.filter(recipient=cast.handler, text="故障 F115-0001 複驗不合格，請再處理").exists()
    repaired(fault, cast.handler, now + 3 * HOUR)
    [outage] = Outage.objects.all()
    assert (outage.since, outage.until) == (now, now + 3 * HOUR)
    assert ledger.verify().finding is None


def test_a_repaired_recorder_ends_what_it_began_of_cameras_that_hang_on_another_by_now(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    [dead] = {camera.recorder for camera in cameras}
    fault = report_fault(
        recorder=dead, symptom=Symptom.NOT_RECORDING, description="", form_key=uuid.uuid4(), reporter=cast.guard, now=now
    )  # fmt: skip
    new = add_recorder(code="NVR2", name="新主機", location="", actor=SYSTEM, now=now)
    for code in ("C01", "C02", "C03"):
        change_camera(code=code, recorder=new, place="忠孝樓", actor=SYSTEM, now=now + HOUR)
    own = reported(cameras[1], cast.guard, now + HOUR)
    retire_camera(code="C03", on=now.date(), actor=SYSTEM, now=now + HOUR)
    repaired(fault, cast.handler, now + 2 * HOUR)
    running = Outage.objects.filter(until=None)
    assert [(row.camera.code, row.reference) for row in running] == [("C02", f"{fault.number}、{own.number}")]
    fail_fault(fault_id=fault.pk, note="仍未錄影", user=cast.guard, now=now + 3 * HOUR)
    assert set(running.values_list("camera__code", flat=True)) == {"C02", "C04"}, "the others have a picture"
    repaired(own, cast.handler, now + 4 * HOUR)
    repaired(fault, cast.handler, now + 5 * HOUR)
    assert not Outage.objects.filter(until=None).exists()
    assert ledger.verify().finding is None


def test_a_repair_is_not_undone_beside_a_newer_fault_for_the_same_cause(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    old = repaired(reported(cameras[0], cast.guard, now), cast.handler, now + HOUR)
    new = reported(cameras[0], cast.guard, now + 2 * HOUR)
    with pytest.raises(FaultError, match=f"已另開故障單 {new.number}"):
        fail_fault(fault_id=old.pk, note="又黑了", user=cast.guard, now=now + 3 * HOUR)


def test_other_is_undone_whatever_else_is_reported(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    old = repaired(reported(cameras[0], cast.guard, now, Symptom.OTHER), cast.handler, now + HOUR)
    reported(cameras[0], cast.guard, now + 2 * HOUR, Symptom.OTHER)
    assert fail_fault(fault_id=old.pk, note="仍鬆脫", user=cast.guard, now=now + 3 * HOUR).status == "in_progress"
    assert not Outage.objects.exists()


@pytest.mark.parametrize("is_assigned", [True, False])
def test_what_turns_out_to_be_no_fault_takes_its_outage_back(
    cast: Cast, cameras: list[Camera], now: dt.datetime, *, is_assigned: bool
) -> None:
    fault = reported(cameras[0], cast.guard, now)
    if is_assigned:
        assigned(fault, cast.handler, now)
    for person in (cast.guard, cast.supervisor):
        with pytest.raises(FaultError, match="您的角色不能判定非故障"):
            dismiss_fault(fault_id=fault.pk, reason="誤報", user=person, now=now)
    dismiss_fault(fault_id=fault.pk, reason="螢幕未開", user=cast.handler, now=now + HOUR)
    fault.refresh_from_db()
    assert (fault.status, fault.measures) == (FaultStatus.DISMISSED, "螢幕未開")
    assert not Outage.objects.exists()
    assert ledger.verify().finding is None


def test_an_outage_two_faults_speak_of_stays_with_the_other(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    first = repaired(reported(cameras[0], cast.guard, now), cast.handler, now + HOUR)
    second = reported(cameras[0], cast.guard, now + HOUR)
    assert Outage.objects.get().reference == f"{first.number}、{second.number}"
    dismiss_fault(fault_id=second.pk, reason="誤報", user=cast.handler, now=now + 2 * HOUR)
    assert Outage.objects.get().reference == first.number
    assert ledger.verify().finding is None


def test_the_outage_may_begin_before_the_report(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    fault = reported(cameras[0], cast.guard, now)
    assigned(fault, cast.handler, now, since=now - 5 * HOUR)
    assert Outage.objects.get().since == now - 5 * HOUR
    with pytest.raises(FaultError, match="只能改得更早"):
        assigned(fault, cast.handler, now, since=now)
    assigned(fault, cast.handler, now)
    fault.refresh_from_db()
    assert fault.since == now - 5 * HOUR


def test_an_assignment_makes_sense(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    fault = reported(cameras[0], cast.guard, now)
    with pytest.raises(FaultError, match="不可早於通報日"):
        assigned(fault, cast.handler, now, visit_on=now.date() - DAY)
    with pytest.raises(FaultError, match="請從名單選擇承辦人"):
        assigned(fault, cast.handler, now, owner=cast.teacher)
    with pytest.raises(FaultError, match="您的角色不能派工"):
        assigned(fault, cast.guard, now)
    fault.refresh_from_db()
    assert fault.status == FaultStatus.OPEN
    assigned(fault, cast.handler, now, owner=cast.administrator)
    assigned(fault, cast.handler, now, owner=cast.administrator, vendor="安視工程行")
    told = Notice.objects.filter(recipient=cast.administrator)
    assert [notice.text for notice in told] == ["故障 F115-0001 已派工，由您承辦"], "told once"


def test_what_was_reported_with_an_account_is_not_confirmed(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    fault = reported(cameras[0], cast.guard, now)
    with pytest.raises(WrongOrder):
        confirm_fault(fault_id=fault.pk, user=cast.handler, now=now)


def test_a_fault_of_the_whole_system_darkens_no_camera(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    fault = open_by_itself(
        camera=None, recorder=None, symptom=Symptom.POWER, origin=FaultOrigin.INSPECTION, description="",
        actor=ledger.SYSTEM, now=now,
    )  # fmt: skip
    assert not Outage.objects.exists()
    repaired(fault, cast.handler, now)
    assert pass_fault(fault_id=fault.pk, note="", user=cast.guard, now=now).status == FaultStatus.CLOSED
