"""逐項檢查: every item saved by itself, two people on one list, rolled up into 附錄2 (ruling 21)."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ledger.choices import Verb
from ledger.models import Entry
from maintenance.choices import Answer, Condition, Symptom
from maintenance.models import CheckedCamera, CheckedRecorder, Fault, Inspection, WorkList
from maintenance.selectors import sheet_of
from maintenance.services import (
    InspectionError,
    check_camera,
    check_recorder,
    check_rest,
    check_system,
    drop_work_list,
    report_fault,
    start_work_list,
)
from retention.models import HandCheck
from tests.maintenance.looking import inspect
from tests.roc import roc
from tests.shared import shared

if TYPE_CHECKING:
    from django.test import Client

    from accounts.models import User
    from cameras.models import Camera
    from tests.conftest import Cast

DAY = dt.timedelta(days=1)
WELL = dict.fromkeys(("password", "firmware", "sign", "ups"), Answer.WELL)
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU\x00\x00\x00\nIDATx"
    b"\x9cc`\x00\x00\x00\x02\x00\x01H\xaf\xa4q\x00\x00\x00\x00IEND\xaeB`\x82"
)
pytestmark = pytest.mark.usefixtures("at_now")


@shared
def work_list(cast: Cast, cameras: list[Camera], now: dt.datetime) -> WorkList:
    return start_work_list(user=cast.handler, now=now)


def read_off(work_list: WorkList, camera: Camera, user: User, now: dt.datetime, **changes: Any) -> CheckedRecorder:
    facts: dict[str, Any] = {
        "has_power": True, "is_recording": True, "disk_is_healthy": True, "earliest_day": now.date() - 20 * DAY,
        "clock_offset_seconds": 0, "note": "",
    }  # fmt: skip
    return check_recorder(work_list_id=work_list.pk, recorder=camera.recorder, user=user, now=now, **facts | changes)


def finish(work_list: WorkList, user: User, now: dt.datetime) -> Inspection:
    ticks = sheet_of(work_list, now.date()).ticks
    said = {name: getattr(ticks, name) for name in ("recorder_works", "equipment_works", "picture_is_clear")}
    return inspect(user, now, work_list_id=work_list.pk, **said)


def test_there_is_one_open_list_and_whoever_starts_goes_on_with_it(
    client: Client, cast: Cast, work_list: WorkList, now: dt.datetime
) -> None:
    assert start_work_list(user=cast.handler, now=now) == work_list
    assert Entry.objects.filter(verb=Verb.WORK_LIST_STARTED).count() == 1
    client.force_login(cast.handler)
    assert client.post("/maintenance/checklists/start/")["Location"] == f"/maintenance/checklists/{work_list.pk}/"
    assert "已檢 0／6 項" in client.get("/maintenance/inspections/").content.decode()
    with pytest.raises(InspectionError, match="只有承辦人可以開始"):
        start_work_list(user=cast.guard, now=now)


def test_two_people_save_into_one_list_and_saying_the_same_again_is_nothing(
    client: Client, cast: Cast, cameras: list[Camera], work_list: WorkList, now: dt.datetime
) -> None:
    for person, code in ((cast.handler, "C01"), (cast.guard, "C02")):
        client.force_login(person)
        answer = client.post(f"/maintenance/checklists/{work_list.pk}/cameras/{code}/", {"condition": "normal"})
        assert answer["Location"] == f"/maintenance/checklists/{work_list.pk}/#camera-{code}"
    entries = Entry.objects.filter(verb=Verb.ITEM_CHECKED)
    assert [entry.detail["items"] for entry in entries.order_by("sequence")] == ["C01 正常", "C02 正常"]
    client.post(f"/maintenance/checklists/{work_list.pk}/cameras/C02/", {"condition": "normal"})
    assert entries.count() == 2
    check_camera(
        work_list_id=work_list.pk, camera=cameras[1], condition=Condition.MOVED, user=cast.handler, now=now, note="偏左"
    )
    row = CheckedCamera.objects.get(camera=cameras[1])
    assert (row.condition, row.note, row.checked_by) == (Condition.MOVED, "偏左", "事務組長 游承堃")
    page = client.get(f"/maintenance/checklists/{work_list.pk}/").content.decode()
    assert "已檢 2／6 項" in page
    assert "偏左" in page


def test_the_rest_is_well_but_not_what_is_known_to_be_broken(
    client: Client, cast: Cast, cameras: list[Camera], work_list: WorkList, now: dt.datetime
) -> None:
    report_fault(
        camera=cameras[2], symptom=Symptom.BLACK, description="", form_key=uuid.uuid4(), reporter=cast.guard, now=now
    )
    check_camera(work_list_id=work_list.pk, camera=cameras[0], condition=Condition.BLURRED, user=cast.guard, now=now)
    client.force_login(cast.guard)
    page = client.post(f"/maintenance/checklists/{work_list.pk}/rest/", follow=True).content.decode()
    assert "已將其餘 2 支攝影機登錄為正常" in page
    assert "已知故障" in page
    conditions = dict(CheckedCamera.objects.values_list("camera__code", "condition"))
    assert conditions == {"C01": "blurred", "C02": "normal", "C04": "normal"}
    assert check_rest(work_list_id=work_list.pk, user=cast.guard, now=now) == 0


def test_what_is_read_off_a_recorder_is_a_hand_check_once(
    client: Client, cast: Cast, cameras: list[Camera], work_list: WorkList, now: dt.datetime
) -> None:
    client.force_login(cast.guard)
    address = f"/maintenance/checklists/{work_list.pk}/recorders/NVR1/"
    form = dict.fromkeys(("has_power", "is_recording", "disk_is_healthy"), "yes") | {
        **roc("earliest_day", now.date() - 13 * DAY), "clock_offset_seconds": "-75", "note": "電池待換",
    }  # fmt: skip
    for _ in range(2):
        client.post(address, form)
    check = HandCheck.objects.get()
    assert (check.earliest_day, check.clock_offset_seconds) == (now.date() - 13 * DAY, -75)
    page = client.get(f"/maintenance/checklists/{work_list.pk}/").content.decode()
    assert "保存日數不足" in page
    assert "校時不準" in page
    read_off(work_list, cameras[0], cast.guard, now, clock_offset_seconds=-75, earliest_day=check.earliest_day)
    assert HandCheck.objects.count() == 1, "another tick, the same reading"
    read_off(work_list, cameras[0], cast.guard, now)
    assert HandCheck.objects.count() == 2
    assert (
        "最早可播放日不可晚於今天"
        in client.post(address, form | roc("earliest_day", now.date() + DAY)).content.decode()
    )


def test_finishing_rolls_up_and_every_trouble_becomes_a_fault(
    client: Client, cast: Cast, cameras: list[Camera], work_list: WorkList, now: dt.datetime
) -> None:
    check_camera(
        work_list_id=work_list.pk, camera=cameras[0], condition=Condition.BLOCKED, note="樹枝", user=cast.guard, now=now
    )
    check_rest(work_list_id=work_list.pk, user=cast.guard, now=now)
    read_off(work_list, cameras[0], cast.guard, now, clock_offset_seconds=61)
    answers = WELL | {"sign": Answer.BAD, "ups": Answer.NONE}
    check_system(work_list_id=work_list.pk, answers=answers, note="正門告示牌脫落", user=cast.handler, now=now)
    client.force_login(cast.handler)
    address = f"/maintenance/checklists/{work_list.pk}/finish/"
    page = client.get(address).content.decode()
    assert "3 項" in page
    form = {
        "form_key": str(uuid.uuid4()), **roc("inspected_on", now.date()), "recorder_works": "no",
        "equipment_works": "no", "picture_is_clear": "yes", "inspector": "游承堃", "remarks": "",
    }  # fmt: skip
    refused = client.post(address, form | {"recorder_works": "yes", "equipment_works": "yes"}).content.decode()
    assert "三項不能都勾「是」" in refused
    page = client.post(address, form, follow=True).content.decode()
    row = Inspection.objects.get()
    assert row.remarks == "C01（F115-0001）、NVR1（F115-0002）、監錄系統（F115-0003）"
    assert [fault.symptom for fault in row.faults.order_by("number")] == [Symptom.BLOCKED, Symptom.CLOCK, Symptom.SIGN]
    assert "逐項檢查結果" in page
    assert client.get(f"/maintenance/checklists/{work_list.pk}/")["Location"] == f"/maintenance/inspections/{row.pk}/"
    assert not WorkList.objects.filter(is_open=True).exists()


def test_the_items_of_the_system_are_saved_together_and_each_is_asked_for(
    client: Client, cast: Cast, work_list: WorkList
) -> None:
    client.force_login(cast.guard)
    address = f"/maintenance/checklists/{work_list.pk}/system/"
    form = {"password": "well", "firmware": "well", "sign": "bad", "system_note": "正門"}
    answer = client.post(address, form)
    assert answer.status_code == 422
    assert "請選擇「不斷電系統（UPS）正常」的情形。" in answer.content.decode()
    assert client.post(address, form | {"ups": "none"})["Location"].endswith("#system")
    work_list.refresh_from_db()
    assert (work_list.sign, work_list.ups, work_list.system_note) == ("bad", "none", "正門")
    assert work_list.is_system_checked
    client.force_login(cast.handler)
    client.post(f"/maintenance/checklists/{work_list.pk}/drop/")
    client.force_login(cast.guard)
    assert "這份逐項檢查已經結束" in client.post(address, form | {"ups": "none"}).content.decode()


def test_a_list_all_well_is_three_times_yes(
    cast: Cast, cameras: list[Camera], work_list: WorkList, now: dt.datetime
) -> None:
    check_rest(work_list_id=work_list.pk, user=cast.guard, now=now)
    read_off(work_list, cameras[0], cast.guard, now)
    with pytest.raises(InspectionError, match="還有 1 項沒有檢查"):
        finish(work_list, cast.handler, now)
    check_system(work_list_id=work_list.pk, answers=WELL, note="", user=cast.guard, now=now)
    row = finish(work_list, cast.handler, now)
    assert (row.is_all_well, row.remarks, row.work_list) == (True, "", work_list)
    assert not Fault.objects.exists()
    with pytest.raises(InspectionError, match="已經結束"):
        finish(work_list, cast.handler, now)


def test_a_list_that_is_over_takes_nothing_more(
    client: Client, cast: Cast, cameras: list[Camera], work_list: WorkList, now: dt.datetime
) -> None:
    client.force_login(cast.handler)
    page = client.post(f"/maintenance/checklists/{work_list.pk}/drop/", follow=True).content.decode()
    assert "已不採用這份逐項檢查" in page
    for path in ("cameras/C01/", "rest/"):
        page = client.post(
            f"/maintenance/checklists/{work_list.pk}/{path}", {"condition": "normal"}, follow=True
        ).content.decode()
        assert "這份逐項檢查已經結束" in page
    assert "只供查閱" in page
    assert (
        "這份逐項檢查已經結束"
        in client.post(f"/maintenance/checklists/{work_list.pk}/drop/", follow=True).content.decode()
    )
    for act in (
        lambda: read_off(work_list, cameras[0], cast.handler, now),
        lambda: check_system(work_list_id=work_list.pk, answers=WELL, note="", user=cast.handler, now=now),
    ):
        with pytest.raises(InspectionError, match="已經結束"):
            act()
    assert start_work_list(user=cast.handler, now=now) != work_list


def test_who_only_reads_saves_nothing(cast: Cast, cameras: list[Camera], work_list: WorkList, now: dt.datetime) -> None:
    with pytest.raises(InspectionError, match="只有承辦人及警衛"):
        check_rest(work_list_id=work_list.pk, user=cast.supervisor, now=now)
    with pytest.raises(InspectionError, match="只有承辦人可以不採用"):
        drop_work_list(work_list_id=work_list.pk, user=cast.guard, now=now)
    cameras[0].retired_on = now.date()
    with pytest.raises(InspectionError, match="C01 已停用"):
        check_camera(work_list_id=work_list.pk, camera=cameras[0], condition=Condition.NORMAL, user=cast.guard, now=now)


def test_a_photo_is_kept_until_another_comes_and_reading_it_is_an_entry(
    client: Client, cast: Cast, cameras: list[Camera], work_list: WorkList, now: dt.datetime
) -> None:
    client.force_login(cast.guard)
    address = f"/maintenance/checklists/{work_list.pk}/cameras/C01/"
    assert client.get(f"{address}photo/").status_code == 404
    upload = SimpleUploadedFile("王小明.png", PNG, "image/png")
    client.post(address, {"condition": "blocked", "note": "樹枝", "photo": upload})
    client.post(address, {"condition": "blocked", "note": "樹枝與鳥巢"})
    row = CheckedCamera.objects.get()
    assert row.note == "樹枝與鳥巢"
    assert row.photo is not None
    client.force_login(cast.supervisor)
    assert b"".join(client.get(f"{address}photo/")) == PNG
    entry = Entry.objects.get(verb=Verb.FILE_READ)
    assert entry.subject == f"逐項檢查 {work_list.pk} 附件 {row.photo_id}"
    bad = SimpleUploadedFile("x.png", b"not a picture", "image/png")
    client.force_login(cast.guard)
    answer = client.post(address, {"condition": "blocked", "photo": bad})
    assert answer.status_code == 422
    assert "請上傳 JPEG 或 PNG" in answer.content.decode()
