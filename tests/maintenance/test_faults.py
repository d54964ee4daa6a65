"""A fault from the guard's three taps to 已修復, and its outage (參、三; 陸、一)."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from cameras.models import Camera, Outage
from cameras.selectors import why_no_footage
from ledger.choices import Verb
from ledger.models import Entry
from maintenance.choices import FaultStatus, Symptom
from maintenance.models import Fault
from maintenance.services import AlreadyReported, FaultError, repair_fault, report_fault
from work.models import Notice

if TYPE_CHECKING:
    from django.test import Client

    from accounts.models import User
    from tests.conftest import Cast

HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def monday(time_machine: object, now: dt.datetime) -> None:
    time_machine.move_to(now, tick=False)  # type: ignore[attr-defined]


def report(camera: Camera, by: User, now: dt.datetime, symptom: Symptom = Symptom.BLACK) -> Fault:
    return report_fault(camera=camera, symptom=symptom, description="", form_key=uuid.uuid4(), reporter=by, now=now)


def moment(name: str, at: dt.datetime) -> dict[str, str]:
    boxes = (at.year - 1911, at.month, at.day, f"{at:%H:%M}")
    return {f"{name}_{number}": str(box) for number, box in enumerate(boxes)}


def test_the_guard_reports_with_three_taps(client: Client, cast: Cast, cameras: list[Camera]) -> None:
    client.force_login(cast.guard)
    address = reverse("maintenance:fault-new-camera", args=["C02"])
    assert address in client.get(reverse("maintenance:fault-new")).content.decode()
    form = client.get(address)
    key = form.context["form"]["form_key"].value()
    answer = client.post(address, {"symptom": "black", "form_key": key}, follow=True)
    fault = Fault.objects.get()
    assert (fault.number, fault.status, fault.reporter) == ("F115-0001", FaultStatus.OPEN, cast.guard)
    assert "F115-0001" in answer.content.decode()
    assert Entry.objects.get(verb=Verb.FAULT_REPORTED).detail == {"symptom": "C02 黑畫面"}
    [notice] = Notice.objects.filter(recipient=cast.handler)
    assert notice.text == "故障通報 F115-0001：C02 黑畫面"
    assert notice.url == "/maintenance/faults/F115-0001/"


@pytest.mark.parametrize(("who", "is_told"), [("guard", True), ("teacher", True), ("handler", False)])
def test_who_reports_is_told_that_the_handler_knows_unless_he_is_the_handler(
    client: Client, cast: Cast, cameras: list[Camera], who: str, *, is_told: bool
) -> None:
    client.force_login(getattr(cast, who))
    form = {"symptom": "blurred", "form_key": str(uuid.uuid4())}
    page = client.post(reverse("maintenance:fault-new-camera", args=["C02"]), form, follow=True).content.decode()
    assert "已通報，單號 F115-0001" in page
    assert ("承辦人已收到通知" in page) == is_told


def test_a_double_tap_makes_one_fault(client: Client, cast: Cast, cameras: list[Camera]) -> None:
    client.force_login(cast.guard)
    form = {"symptom": "blurred", "form_key": str(uuid.uuid4())}
    answers = [client.post(reverse("maintenance:fault-new-camera", args=["C02"]), form) for _ in range(2)]
    assert Fault.objects.count() == 1
    assert {answer["Location"] for answer in answers} == {"/maintenance/faults/F115-0001/"}
    assert Notice.objects.count() == 1


def test_numbers_have_no_gap_and_begin_anew_each_year(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    new_year = dt.datetime(2026, 12, 31, 16, 0, tzinfo=dt.UTC)
    report(cameras[0], cast.guard, now)
    with pytest.raises(AlreadyReported, match="F115-0001"):
        report(cameras[0], cast.guard, now)
    report(cameras[1], cast.guard, now)
    report(cameras[2], cast.guard, new_year - dt.timedelta(seconds=1))
    report(cameras[3], cast.guard, new_year)
    assert sorted(Fault.objects.values_list("number", flat=True)) == [
        "F115-0001",
        "F115-0002",
        "F115-0003",
        "F116-0001",
    ]


def test_what_is_open_already_is_not_reported_twice_but_another_symptom_is(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    report(cameras[0], cast.guard, now)
    with pytest.raises(AlreadyReported, match="「黑畫面」已經通報，單號 F115-0001"):
        report(cameras[0], cast.teacher, now)
    assert report(cameras[0], cast.teacher, now, Symptom.MOVED).number == "F115-0002"


def test_any_signed_in_person_reports_and_sees_only_what_they_reported(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    mine = report(cameras[0], cast.teacher, now)
    other = report(cameras[1], cast.guard, now)
    client.force_login(cast.teacher)
    assert client.get(reverse("maintenance:fault", args=[mine.number])).status_code == 200
    assert client.get(reverse("maintenance:fault", args=[other.number])).status_code == 404
    page = client.get(reverse("maintenance:fault-list")).content.decode()
    assert mine.number in page
    assert other.number not in page


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({}, "請選擇狀況。"),
        ({"symptom": "other"}, "選「其他」時，請寫明看到什麼。"),
    ],
)
def test_a_form_not_filled_says_what_to_do(
    client: Client, cast: Cast, cameras: list[Camera], form: dict[str, str], says: str
) -> None:
    client.force_login(cast.guard)
    form = {"form_key": str(uuid.uuid4()), **form}
    page = client.post(reverse("maintenance:fault-new-camera", args=["C02"]), form).content.decode()
    assert says in page
    assert form["form_key"] in page
    assert not Fault.objects.exists()


def test_a_known_fault_is_told_beside_the_form(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    report(cameras[1], cast.guard, now)
    client.force_login(cast.teacher)
    form = {"symptom": "black", "form_key": str(uuid.uuid4())}
    page = client.post(reverse("maintenance:fault-new-camera", args=["C02"]), form).content.decode()
    assert "已經通報，單號 F115-0001，不必再次通報" in page


def test_a_black_picture_opens_an_outage_that_ends_with_the_repair(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime, time_machine: object
) -> None:
    fault = report(cameras[1], cast.guard, now)
    [outage] = why_no_footage(cameras[1], now, now + HOUR)
    assert (outage.reference, outage.since, outage.until) == (fault.number, now, None)
    time_machine.move_to(now + 5 * HOUR, tick=False)  # type: ignore[attr-defined]
    client.force_login(cast.handler)
    form = {"measures": "更換電源供應器", **moment("repaired_at", now + 3 * HOUR)}
    page = client.post(reverse("maintenance:fault", args=[fault.number]), form, follow=True).content.decode()
    fault.refresh_from_db()
    assert (fault.status, fault.repaired_at, fault.repaired_by) == (
        FaultStatus.REPAIRED,
        now + 3 * HOUR,
        "事務組長 游承堃",
    )
    assert Outage.objects.get().until == now + 3 * HOUR
    assert "更換電源供應器" in page
    assert "3 小時" in page
    assert Notice.objects.get(recipient=cast.guard).text == "故障 F115-0001 已修復，請複驗"


def test_a_blurred_picture_is_still_a_picture(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    for symptom in (Symptom.BLURRED, Symptom.BLOCKED, Symptom.MOVED, Symptom.OTHER):
        fault = report(cameras[0], cast.guard, now, symptom)
        repair_fault(fault_id=fault.pk, measures="調整", repaired_at=now, user=cast.handler, now=now)
    assert not Outage.objects.exists()


def test_the_outage_goes_on_while_the_recorder_records_nothing_either(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    first = report(cameras[0], cast.guard, now)
    second = report_fault(
        recorder=cameras[0].recorder, symptom=Symptom.POWER, description="", form_key=uuid.uuid4(), reporter=cast.guard, now=now
    )  # fmt: skip
    assert set(Outage.objects.filter(until=None).values_list("camera__code", flat=True)) == {"C01", "C02", "C03", "C04"}
    repair_fault(fault_id=first.pk, measures="重接", repaired_at=now + HOUR, user=cast.handler, now=now + HOUR)
    assert Outage.objects.get(camera=cameras[0]).until is None
    repair_fault(fault_id=second.pk, measures="換線", repaired_at=now + 2 * HOUR, user=cast.handler, now=now + 2 * HOUR)
    assert set(Outage.objects.values_list("until", flat=True)) == {now + 2 * HOUR}


@pytest.mark.parametrize(("offset", "says"), [(-HOUR, "不可早於通報時間"), (HOUR, "不可晚於現在")])
def test_a_repair_lies_between_the_report_and_now(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime, offset: dt.timedelta, says: str
) -> None:
    fault = report(cameras[1], cast.guard, now)
    client.force_login(cast.handler)
    form = {"measures": "更換電源供應器", **moment("repaired_at", now + offset)}
    page = client.post(reverse("maintenance:fault", args=[fault.number]), form).content.decode()
    assert says in page
    assert "更換電源供應器" in page
    fault.refresh_from_db()
    assert fault.status == FaultStatus.OPEN


def test_a_repair_typed_within_the_minute_of_the_report_is_taken(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    reported = now + dt.timedelta(seconds=40)
    fault = report(cameras[1], cast.guard, reported)
    repair_fault(fault_id=fault.pk, measures="重新開機", repaired_at=now, user=cast.handler, now=reported)
    fault.refresh_from_db()
    assert fault.repaired_at == reported


def test_a_repaired_fault_is_not_repaired_again(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    fault = report(cameras[1], cast.guard, now)
    repair_fault(fault_id=fault.pk, measures="換線", repaired_at=now, user=cast.handler, now=now)
    client.force_login(cast.handler)
    form = {"measures": "又換線", **moment("repaired_at", now)}
    page = client.post(reverse("maintenance:fault", args=[fault.number]), form).content.decode()
    assert "目前是「已修復待複驗」，不能登錄修復" in page
    fault.refresh_from_db()
    assert fault.measures == "換線"


@pytest.mark.parametrize("who", ["guard", "supervisor", "principal", "administrator", "auditor"])
def test_only_the_handler_records_a_repair(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime, who: str
) -> None:
    fault = report(cameras[1], cast.guard, now)
    client.force_login(getattr(cast, who))
    address = reverse("maintenance:fault", args=[fault.number])
    assert "登錄已修復" not in client.get(address).content.decode()
    assert client.post(address, {"measures": "換線", **moment("repaired_at", now)}).status_code == 403
    with pytest.raises(FaultError, match="您的角色不能登錄修復"):
        repair_fault(fault_id=fault.pk, measures="換線", repaired_at=now, user=getattr(cast, who), now=now)
    fault.refresh_from_db()
    assert fault.status == FaultStatus.OPEN


def test_a_retired_camera_has_no_faults(client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    Camera.objects.filter(code="C02").update(retired_on=now.date())
    client.force_login(cast.guard)
    assert client.get(reverse("maintenance:fault-new-camera", args=["C02"])).status_code == 404
    with pytest.raises(FaultError, match="已停用"):
        report(Camera.objects.get(code="C02"), cast.guard, now)
    assert not Fault.objects.exists()


def test_open_faults_stand_before_repaired_ones(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    report(cameras[0], cast.guard, now - 2 * HOUR)
    done = report(cameras[1], cast.guard, now - HOUR)
    repair_fault(fault_id=done.pk, measures="換線", repaired_at=now, user=cast.handler, now=now)
    client.force_login(cast.supervisor)
    rows = client.get(reverse("maintenance:fault-list")).context["rows"]
    assert [(row.fault.number, row.lasted, row.waits_for) for row in rows] == [
        ("F115-0001", "2 小時", "承辦人處理"),
        ("F115-0002", "1 小時", "另一人複驗"),
    ]
