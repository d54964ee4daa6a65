"""附錄2: one row is one inspection; a 否 is repaired and re-checked by another person (參、三; ruling 21)."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from ledger.choices import Verb
from ledger.models import Entry
from maintenance.choices import Symptom
from maintenance.models import Inspection
from maintenance.selectors import inspections_between, next_due
from maintenance.services import InspectionError, recheck_inspection, record_inspection, repair_fault, report_fault
from tests.roc import roc

if TYPE_CHECKING:
    from django.test import Client

    from accounts.models import User
    from cameras.models import Camera
    from tests.conftest import Cast

TODAY = dt.date(2026, 11, 23)
ADDRESS = "/maintenance/inspections/new/"


@pytest.fixture(autouse=True)
def monday(time_machine: object, now: dt.datetime) -> None:
    time_machine.move_to(now, tick=False)  # type: ignore[attr-defined]


def fill(**changes: str) -> dict[str, str]:
    return {
        "form_key": str(uuid.uuid4()),
        **roc("inspected_on", TODAY),
        "recorder_works": "yes",
        "equipment_works": "yes",
        "picture_is_clear": "yes",
        "inspector": "游承堃",
        "remarks": "",
        **changes,
    }


def inspect(user: User, now: dt.datetime, day: dt.date = TODAY, *, clear: bool = True) -> Inspection:
    return record_inspection(
        inspected_on=day,
        recorder_works=True,
        equipment_works=True,
        picture_is_clear=clear,
        inspector=user.name,
        remarks="" if clear else "C02 模糊",
        form_key=uuid.uuid4(),
        user=user,
        now=now,
    )


def test_the_form_comes_with_day_and_name_and_three_ticks_send_it(client: Client, cast: Cast) -> None:
    client.force_login(cast.handler)
    page = client.get(ADDRESS).content.decode()
    assert 'value="115"' in page
    assert 'value="游承堃"' in page
    response = client.post(ADDRESS, fill())
    row = Inspection.objects.get()
    assert response["Location"] == f"/maintenance/inspections/{row.pk}/"
    assert (row.inspected_on, row.is_all_well, row.recorded_by) == (TODAY, True, cast.handler)
    entry = Entry.objects.get(verb=Verb.INSPECTION_RECORDED)
    assert (entry.subject, entry.detail) == (f"附錄2 第 {row.pk} 筆（115年11月23日（一）檢查）", {"word": "全部正常"})
    listed = client.get(reverse("maintenance:inspection-list")).content.decode()
    assert "全部正常" in listed
    assert "116年5月23日（日）" in listed


def test_all_well_while_faults_are_open_is_asked_once(
    client: Client, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    report_fault(
        camera=cameras[0], symptom=Symptom.BLACK, description="", form_key=uuid.uuid4(), reporter=cast.guard, now=now
    )
    client.force_login(cast.handler)
    question = "目前有 1 件未結故障，仍登錄全部為是"
    assert "未結故障" not in client.get(ADDRESS).content.decode()
    form = fill()
    page = client.post(ADDRESS, form).content.decode()
    assert f"{question}？" in page
    assert "F115-0001" in page
    assert not Inspection.objects.exists()

    client.post(ADDRESS, form | {"despite_faults": "on"})
    assert Inspection.objects.get().is_all_well
    client.post(ADDRESS, fill(picture_is_clear="no", remarks="C02 模糊"))
    assert Inspection.objects.count() == 2, "a 否 is not asked"


def test_the_same_form_sent_twice_is_one_row(client: Client, cast: Cast) -> None:
    client.force_login(cast.handler)
    form = fill()
    answers = {client.post(ADDRESS, form)["Location"] for _ in range(2)}
    assert len(answers) == Inspection.objects.count() == 1
    assert Entry.objects.filter(verb=Verb.INSPECTION_RECORDED).count() == 1


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"picture_is_clear": "no"}, "勾選「否」時，請選出異常的攝影機或主機，或在備考寫明情形。"),
        ({"recorder_works": ""}, "請勾選監視主機是否正常運作。"),
        (roc("inspected_on", TODAY + dt.timedelta(days=1)), "檢查日期不可晚於今天。"),
        ({"inspector": ""}, "請填寫保養檢查人。"),
    ],
)
def test_a_wrong_row_is_refused_beside_the_kept_form(
    client: Client, cast: Cast, changes: dict[str, str], says: str
) -> None:
    client.force_login(cast.handler)
    form = fill(**changes)
    page = client.post(ADDRESS, form).content.decode()
    assert says in page
    assert form["form_key"] in page
    assert not Inspection.objects.exists()


def repair(row: Inspection, user: User, now: dt.datetime) -> None:
    for fault in row.faults.all():
        repair_fault(fault_id=fault.pk, measures="已調整", repaired_at=now, user=user, now=now)


def test_a_no_opens_a_fault_and_is_rechecked_by_another_person_once_repaired(
    client: Client, cast: Cast, now: dt.datetime
) -> None:
    row = inspect(cast.handler, now, clear=False)
    address = reverse("maintenance:inspection", args=[row.pk])
    client.force_login(cast.handler)
    page = client.get(address).content.decode()
    assert "1 件未修復" in page
    assert "登錄複查" not in page
    assert client.post(address, roc("rechecked_on", TODAY)).status_code == 403
    client.force_login(cast.supervisor)
    assert "登錄複查" in client.get(address).content.decode()
    page = client.post(address, roc("rechecked_on", TODAY)).content.decode()
    assert "故障 F115-0001 尚未修復，修復後才能複查。" in page
    repair(row, cast.handler, now)
    page = client.post(address, roc("rechecked_on", TODAY), follow=True).content.decode()
    row.refresh_from_db()
    assert (row.rechecker, row.rechecked_on) == ("方瑀彤", TODAY)
    assert "有異常，已複查" in page
    assert "都已修復" in page


def test_who_inspected_or_recorded_does_not_recheck(cast: Cast, now: dt.datetime) -> None:
    row = inspect(cast.handler, now, clear=False)
    Inspection.objects.update(inspector=cast.supervisor.name)
    for user in (cast.handler, cast.supervisor, cast.guard):
        with pytest.raises(InspectionError, match="複查須由檢查人、登錄人以外"):
            recheck_inspection(inspection_id=row.pk, rechecked_on=TODAY, user=user, now=now)


def test_a_recheck_comes_after_the_inspection_and_once(client: Client, cast: Cast, now: dt.datetime) -> None:
    row = inspect(cast.handler, now, clear=False)
    repair(row, cast.handler, now)
    address = reverse("maintenance:inspection", args=[row.pk])
    client.force_login(cast.supervisor)
    page = client.post(address, roc("rechecked_on", TODAY - dt.timedelta(days=1))).content.decode()
    assert "複查日期不可早於檢查日期" in page
    client.post(address, roc("rechecked_on", TODAY))
    page = client.post(address, roc("rechecked_on", TODAY)).content.decode()
    assert "已由方瑀彤於115年11月23日（一）複查。" in page
    well = inspect(cast.handler, now)
    with pytest.raises(InspectionError, match="不需要複查"):
        recheck_inspection(inspection_id=well.pk, rechecked_on=TODAY, user=cast.supervisor, now=now)


def test_only_the_handler_records(cast: Cast, now: dt.datetime) -> None:
    with pytest.raises(InspectionError, match="只有承辦人"):
        inspect(cast.supervisor, now)


@pytest.mark.parametrize(
    ("who", "reads", "records"),
    [
        ("teacher", 404, 404),
        ("guard", 200, 403),
        ("supervisor", 200, 403),
        ("principal", 200, 403),
        ("administrator", 200, 403),
        ("auditor", 200, 403),
        ("handler", 200, 200),
    ],
)
def test_who_reads_and_who_records(
    client: Client, cast: Cast, now: dt.datetime, who: str, reads: int, records: int
) -> None:
    row = inspect(cast.handler, now)
    client.force_login(getattr(cast, who))
    assert client.get(reverse("maintenance:inspection-list")).status_code == reads
    assert client.get(reverse("maintenance:inspection", args=[row.pk])).status_code == reads
    assert client.get(ADDRESS).status_code == records


def test_a_period_holds_both_its_days_and_an_open_side_everything(cast: Cast, now: dt.datetime) -> None:
    days = [TODAY - dt.timedelta(days=offset) for offset in (200, 100, 0)]
    for day in reversed(days):
        inspect(cast.handler, now, day)

    def found(start: dt.date | None, end: dt.date | None) -> list[dt.date]:
        return [row.inspected_on for row in inspections_between(start, end)]

    assert found(None, None) == days
    assert found(days[1], days[2]) == days[1:]
    assert found(days[1] + dt.timedelta(days=1), None) == days[2:]
    assert found(None, days[1]) == days[:2]


def test_before_the_first_row_there_is_no_due_day_and_the_page_says_so(client: Client, cast: Cast) -> None:
    assert next_due(TODAY) is None
    client.force_login(cast.handler)
    page = client.get(reverse("maintenance:inspection-list")).content.decode()
    assert "尚無檢查保養紀錄" in page
    assert "尚無紀錄" in page
