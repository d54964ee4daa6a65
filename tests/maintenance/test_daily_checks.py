"""每日檢查: one check a turn, never changed; what is wrong opens a fault once; missed and late are seen."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

import pytest
import time_machine

from accounts.choices import Feature
from cameras.choices import OutageCause
from cameras.services import open_outage
from ledger.choices import Verb
from ledger.models import Entry
from ledger.services import SYSTEM
from maintenance import tasks
from maintenance.choices import FaultOrigin, Symptom
from maintenance.models import DailyCheck, Fault, Shift, Trouble
from maintenance.selectors import known_troubles, turns_now
from maintenance.services import CheckError, look_after_daily_checks, report_fault
from printing.rules import TAIPEI
from retention.models import FolderCamera, HandCheck
from retention.services import register_source, scan_source
from tests.conftest import switch_on
from tests.maintenance.looking import check, make_shift
from tests.retention.recordings import record
from tests.roc import roc
from tests.shared import shared
from work.models import Duty, Notice

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client

    from cameras.models import Camera
    from tests.conftest import Cast

DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
pytestmark = pytest.mark.usefixtures("at_now")


@shared
def shift(cast: Cast, cameras: list[Camera], now: dt.datetime) -> Shift:
    switch_on(Feature.DAILY_CHECK)
    return make_shift(cast.handler, now)


def address(shift: Shift, now: dt.datetime) -> str:
    return f"/maintenance/daily/{now.date()}/{shift.pk}/"


def test_a_school_without_it_has_no_such_pages(client: Client, cast: Cast, shift: Shift, now: dt.datetime) -> None:
    switch_on()
    client.force_login(cast.handler)
    for path in ("/maintenance/daily/", "/maintenance/shifts/", address(shift, now)):
        assert client.get(path).status_code == 404
    assert "每日檢查" not in client.get("/maintenance/inspections/").content.decode()
    assert look_after_daily_checks(now).words == "未開啟每日檢查"


def test_one_tap_from_home_says_that_all_is_well_and_twice_is_once(
    client: Client, cast: Cast, shift: Shift, now: dt.datetime
) -> None:
    client.force_login(cast.guard)
    assert "本班全部正常" in client.get("/").content.decode()
    form = {"form_key": str(uuid.uuid4()), "all_well": "1"}
    for _ in range(2):
        page = client.post(address(shift, now), form, follow=True).content.decode()
        assert "全部正常" in page
    row = DailyCheck.objects.get()
    assert (row.entered_by, row.entered_at, row.late_reason) == (cast.guard, now, "")
    entry = Entry.objects.get(verb=Verb.DAILY_CHECKED)
    assert (entry.subject, entry.detail) == ("115年11月23日（一）日班的每日檢查", {"word": "正常"})
    refused = client.post(address(shift, now), form | {"form_key": str(uuid.uuid4())}, follow=True).content.decode()
    assert "這一班已由巴奈・古拉斯檢查；登錄後不能修改。" in refused
    home = client.get("/").content.decode()
    assert "本班全部正常" not in home
    assert "完成" in home


def test_an_exception_opens_a_fault_by_itself_and_never_a_second(
    client: Client, cast: Cast, shift: Shift, cameras: list[Camera], now: dt.datetime
) -> None:
    known = report_fault(
        camera=cameras[1], symptom=Symptom.BLURRED, description="", form_key=uuid.uuid4(), reporter=cast.guard, now=now
    )
    client.force_login(cast.guard)
    form = {
        "form_key": str(uuid.uuid4()), f"camera-{cameras[0].pk}": "blocked", f"camera-{cameras[1].pk}": "blurred",
        "what": "鷹架",
    }  # fmt: skip
    page = client.post(address(shift, now), form, follow=True).content.decode()
    assert "故障單 F115-0001、F115-0002" in page
    row = DailyCheck.objects.get()
    assert known in row.faults.all()
    assert Fault.objects.count() == 2
    new = Fault.objects.get(camera=cameras[0])
    assert (new.origin, new.symptom, new.description) == (FaultOrigin.DAILY_CHECK, Symptom.BLOCKED, "鷹架")
    assert row.known == "C02 模糊（F115-0001）", "what was known before the check"


def test_all_well_and_an_exception_do_not_go_together_nor_neither(
    client: Client, cast: Cast, shift: Shift, cameras: list[Camera], now: dt.datetime
) -> None:
    client.force_login(cast.guard)
    form = {
        "form_key": str(uuid.uuid4()),
        f"camera-{cameras[0].pk}": "blocked",
        "all_well": "1",
        "handover": "側門施工",
    }
    answer = client.post(address(shift, now), form)
    assert answer.status_code == 422
    assert "請改按「登錄異常」" in answer.content.decode()
    assert 'value="側門施工"' in answer.content.decode()
    neither = client.post(address(shift, now), {"form_key": str(uuid.uuid4())}).content.decode()
    assert "沒有異常時請按「全部正常」的按鈕" in neither
    assert not DailyCheck.objects.exists()


def test_what_is_known_to_be_dark_is_listed_and_not_asked_for(
    client: Client, cast: Cast, shift: Shift, cameras: list[Camera], now: dt.datetime
) -> None:
    report_fault(
        camera=cameras[0], symptom=Symptom.BLACK, description="", form_key=uuid.uuid4(), reporter=cast.guard, now=now
    )
    open_outage(
        camera=cameras[1], cause=OutageCause.BUILDING_WORK, reference="校舍整修", since=now, actor=SYSTEM, now=now
    )
    assert [one.in_words for one in known_troubles(now)] == ["C01 黑畫面（F115-0001）", "C02 影像中斷：施工，校舍整修"]
    client.force_login(cast.guard)
    page = client.get(address(shift, now)).content.decode()
    assert "其餘全部正常" in page
    assert "本班全部正常" not in page
    asked = [camera.code for camera in cameras if f'name="camera-{camera.pk}"' in page]
    assert asked == ["C03", "C04"]
    home = client.get("/").content.decode()
    assert "其餘全部正常" in home
    assert "影像中斷：施工，校舍整修" in home
    row = check(shift, cast.guard, now)
    assert row.known == "C01 黑畫面（F115-0001）、C02 影像中斷：施工，校舍整修"


def test_a_camera_whose_folder_stays_empty_is_known_while_the_scan_is_fresh(
    cast: Cast, cameras: list[Camera], now: dt.datetime, tmp_path: Path
) -> None:
    since = now.replace(hour=0)
    record(tmp_path, "C01", since, now)
    record(tmp_path, "C02", since, now - 2 * HOUR)
    source = register_source(name="一號主機", layout="frigate", path=str(tmp_path), actor=SYSTEM, now=now)
    scan_source(source, now)
    FolderCamera.objects.create(source=source, folder="C03", camera=cameras[2])
    assert [one.in_words for one in known_troubles(now)] == ["C02 沒有新的錄影", "C03 沒有新的錄影"]
    assert known_troubles(now + 4 * HOUR) == [], "nobody has looked since"


def test_a_missed_check_may_be_entered_afterwards_and_is_marked(
    client: Client, cast: Cast, shift: Shift, cameras: list[Camera], now: dt.datetime
) -> None:
    later = now + DAY
    with time_machine.travel(later, tick=False):
        client.force_login(cast.guard)
        page = client.get("/maintenance/daily/").content.decode()
        assert "未檢查 <b>1</b>" in page
        form = {"form_key": str(uuid.uuid4()), f"camera-{cameras[0].pk}": "no_signal"}
        answer = client.post(address(shift, now), form)
        assert "請填寫補登說明。" in answer.content.decode()
        with pytest.raises(CheckError, match="事後補登請說明原因"):
            check(shift, cast.guard, later, day=now.date())
        page = client.post(
            address(shift, now), form | {"late_reason": "停電，依紙本補登"}, follow=True
        ).content.decode()
        assert "事後補登：停電，依紙本補登" in page
        assert "115年11月24日（二）09:00" in page
    fault = Fault.objects.get()
    assert fault.began_at == dt.datetime(2026, 11, 23, 8, tzinfo=TAIPEI), "wrong since the turn it was seen in"
    assert Entry.objects.get(verb=Verb.DAILY_CHECK_BACK_ENTERED).detail["reason"] == "停電，依紙本補登"


def test_a_turn_that_is_not_owed_or_too_far_away_takes_no_check(
    client: Client, cast: Cast, shift: Shift, now: dt.datetime
) -> None:
    with pytest.raises(CheckError, match="這一天沒有這一班"):
        check(shift, cast.guard, now, day=now.date() - DAY)
    for moment in (now - 90 * dt.timedelta(minutes=1) - HOUR, now + 33 * DAY):
        with pytest.raises(CheckError, match="還沒開始，或已超過"):
            check(shift, cast.guard, moment, day=now.date())
    with pytest.raises(CheckError, match="只有承辦人及警衛"):
        check(shift, cast.supervisor, now)
    client.force_login(cast.guard)
    for path in (f"/maintenance/daily/2026-11-22/{shift.pk}/", "/maintenance/daily/2026-13-01/1/"):
        assert client.get(path).status_code == 404
    tomorrow = f"/maintenance/daily/2026-11-24/{shift.pk}/"
    assert "這一班還沒開始" in client.get(tomorrow).content.decode()
    client.force_login(cast.supervisor)
    assert "這一班還沒有檢查" in client.get(address(shift, now)).content.decode()


def test_what_is_handed_over_is_seen_by_the_next_and_taken_note_of_once(
    client: Client, cast: Cast, shift: Shift, now: dt.datetime
) -> None:
    row = check(shift, cast.guard, now, handover="側門施工，C21 畫面晃動屬正常")
    client.force_login(cast.guard)
    assert "側門施工" not in client.get("/").content.decode(), "who wrote it knows it while on duty"
    with time_machine.travel(now + DAY, tick=False):
        client.force_login(cast.guard)
        assert "側門施工" in client.get("/").content.decode()
        seen = f"/maintenance/daily/checks/{row.pk}/seen/"
        assert "已登錄知悉交接事項" in client.post(seen, follow=True).content.decode()
        assert "已由警衛 巴奈・古拉斯知悉。" in client.post(seen, follow=True).content.decode()
        assert "側門施工" not in client.get("/").content.decode()
    plain = check(make_shift(cast.handler, now, name="支援班"), cast.guard, now)
    client.force_login(cast.guard)
    answer = client.post(f"/maintenance/daily/checks/{plain.pk}/seen/", follow=True).content.decode()
    assert "這一班沒有交接事項" in answer
    assert Entry.objects.filter(verb=Verb.HANDOVER_SEEN).count() == 1


def test_a_recorder_read_off_in_passing_is_a_hand_check(
    client: Client, cast: Cast, shift: Shift, cameras: list[Camera], now: dt.datetime
) -> None:
    key = cameras[0].recorder.pk
    client.force_login(cast.guard)
    form = {"form_key": str(uuid.uuid4()), "all_well": "1", f"offset-{key}": "12"}
    assert "請填寫 NVR1 的最早可播放日。" in client.post(address(shift, now), form).content.decode()
    tomorrow = roc(f"earliest-{key}", now.date() + DAY)
    assert "最早可播放日不可晚於今天。" in client.post(address(shift, now), form | tomorrow).content.decode()
    assert not DailyCheck.objects.exists()
    client.post(address(shift, now), form | roc(f"earliest-{key}", now.date() - 20 * DAY))
    row = HandCheck.objects.get()
    assert (row.earliest_day, row.clock_offset_seconds) == (now.date() - 20 * DAY, 12)


def test_over_midnight_yesterdays_night_is_the_turn_of_now(cast: Cast, shift: Shift, now: dt.datetime) -> None:
    night = make_shift(cast.handler, now, name="夜班", starts=dt.time(19), ends=dt.time(7))
    small_hours = dt.datetime(2026, 11, 24, 2, tzinfo=TAIPEI)
    assert [(one.turn.shift.key, one.turn.day) for one in turns_now(small_hours)] == [(night.pk, now.date())]
    row = check(night, cast.guard, small_hours, day=now.date())
    assert (row.day, row.late_reason) == (now.date(), "")


def test_the_duty_sets_the_first_shift_and_tells_once_of_what_was_missed(
    cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    switch_on(Feature.DAILY_CHECK)
    assert look_after_daily_checks(now).words == "訂定第一個班別"
    assert str(Shift.objects.get().days) == "週一至週五"
    tomorrow = now + DAY
    assert look_after_daily_checks(now).words == "前一日沒有未檢查的班別"
    said = look_after_daily_checks(tomorrow)
    assert said.words == "提醒 1 人：115/11/23 日班未檢查；如有紙本紀錄，請事後補登"
    assert not look_after_daily_checks(tomorrow + HOUR).acted
    assert Notice.objects.filter(recipient=cast.handler, text__contains="未檢查").count() == 1


def test_the_task_runs_as_a_duty(cast: Cast, now: dt.datetime) -> None:
    switch_on(Feature.DAILY_CHECK)
    tasks.look_after_daily_checks()
    assert Duty.objects.get(pk="maintenance.tasks.look_after_daily_checks").last_result == "訂定第一個班別"


def test_a_trouble_of_a_recorder_is_a_fault_of_the_recorder(
    cast: Cast, shift: Shift, cameras: list[Camera], now: dt.datetime
) -> None:
    row = check(shift, cast.guard, now, troubles=[Trouble(Symptom.DISK, recorder=cameras[0].recorder)])
    assert [fault.code for fault in row.faults.all()] == ["NVR1"]
