"""What an auditor relies on is witnessed: a row changed or removed by SQL is named like a changed ledger row."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field, replace
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection, transaction

from accounts import services as accounts
from accounts.choices import DeputyReason, Feature, Role
from cameras.choices import OutageCause
from cameras.models import Outage
from cameras.services import change_camera, close_outage, open_outage, retire_camera, retire_recorder
from files.services import store
from ledger import services as ledger
from ledger import witnesses
from ledger.models import Entry
from maintenance.choices import Symptom, TickResult
from maintenance.models import Trouble
from maintenance.services import (
    add_shift,
    check_recorder,
    check_rest,
    move_equipment,
    open_stock_take,
    record_daily_check,
    record_inspection,
    repair_fault,
    report_fault,
    start_work_list,
    tick_item,
)
from reports.choices import MoveKind, PostAfter
from reports.rules import CLAUSES, OWN_RULES, Span
from reports.services.reporting import check_report, open_report
from reports.services.staff import Leaving, apply_for_account, hand_post, let_go, open_review
from reports.services.staff import Wanted as StaffWanted
from requests.choices import (
    Asker,
    ConsentGround,
    ErasureBasis,
    LetterKind,
    ManagementPurpose,
    Need,
    Priority,
    ReleaseManner,
    Secrecy,
    SeizedItem,
)
from requests.services import agency, drafts
from requests.services.agency import Officer, Seized, receive_officer, receive_secret, record_seizure, restore_recording
from requests.services.consents import record_oral_consent
from requests.services.correspondence import renew_code
from requests.services.drafts import Content, save_draft, submit, withdraw
from requests.services.ending import end_holds
from requests.services.erasing import propose_erasure
from requests.services.misuses import Noticed, record_misuse
from requests.services.releases import Parcel, prepare_early_release
from requests.services.viewings import record_look
from retention.choices import ListKind, MediumKind, ReadingKind, ReadingPurpose
from retention.models import Hold
from retention.services import (
    LegalGround,
    Wanted,
    adopt_source,
    check_minimum_retention,
    enforce_source,
    place_from_shell,
    place_hold,
    propose_legal_hold,
    record_hand_check,
    register_source,
    release_hold,
)
from retention.services.copies import open_reading
from retention.services.copy_destruction import WantedList, open_list, run_due_day, sign_list
from tests.conftest import switch_on
from tests.copies.making import made
from tests.letters.conftest import drafted
from tests.maintenance.equipment import enter
from tests.retention.recordings import record

if TYPE_CHECKING:
    from pathlib import Path

    from django.db.models import Model

    from cameras.models import Camera
    from requests.models import ReviewRequest
    from tests.conftest import Cast

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Row:
    """One witnessed model: its witness, how the ledger calls a row (its beginning), and a change somebody might make."""

    witness: str
    subject: str
    change: dict[str, Any] = field(default_factory=dict)


WITNESSED = {
    "accounts.School": Row("學校", "學校資料", {"phone": "03-1111111"}),
    "accounts.SchoolPlan": Row("本校計畫", "本校計畫第 ", {"minimum_days": 7}),
    "accounts.PlanStep": Row("本校計畫", "本校計畫第 ", {"role": "guard"}),
    "accounts.Appointment": Row("職務", "職務 ", {"until": dt.date(2030, 1, 1)}),
    "accounts.Deputy": Row("職務代理", "職務代理 ", {"order": 7}),
    "accounts.GuardDevice": Row("警衛室裝置", "警衛室裝置 ", {"withdrawn_at": dt.datetime(2030, 1, 1, tzinfo=dt.UTC)}),
    "accounts.Undertaking": Row("保密切結", "保密切結 ", {"text": "無"}),
    "cameras.Recorder": Row("主機", "主機 NVR1", {"location": "倉庫"}),
    "cameras.Camera": Row("攝影機", "攝影機 C01", {"records_sound": True}),
    "cameras.Outage": Row("影像中斷", "攝影機 C01（中斷 ", {"cause": "power"}),
    "retention.Hold": Row("留存", "留存 ", {"reason": "無"}),
    "retention.HoldProposal": Row("留存提案", "留存 ", {"document_number": "無"}),
    "retention.BackupTask": Row("備份工作", "留存 ", {"outcome": "copied"}),
    "retention.EvidenceCopy": Row("留存檔", "留存檔 E115-", {"due_on": dt.date(2030, 1, 1)}),
    "retention.CopyReading": Row("留存檔播放及下載", "留存檔 E115-", {"reason": "無"}),
    "retention.DestructionList": Row("銷毀清冊", "銷毀清冊 ", {"reason": "無"}),
    "retention.DestructionItem": Row("銷毀清冊", "銷毀清冊 ", {"note": "無"}),
    "retention.HandCheck": Row("影像查核", "主機 NVR1（查核 ", {"earliest_day": dt.date(2026, 1, 1)}),
    "retention.FootageSource": Row("影像資料夾", "影像資料夾 ", {"longest_seconds": 1}),
    "retention.Destruction": Row("影像銷毀紀錄", "影像銷毀紀錄 ", {"destroyed_files": 7}),
    "retention.Finding": Row("未符合事項", "未符合事項 ", {"text": "無"}),
    "maintenance.Inspection": Row("檢查保養紀錄（附錄2）", "附錄2 第 ", {"picture_is_clear": True}),
    "maintenance.WorkList": Row("逐項檢查", "逐項檢查 ", {"ups": "bad"}),
    "maintenance.CheckedCamera": Row("逐項檢查", "逐項檢查 ", {"condition": "blurred"}),
    "maintenance.CheckedRecorder": Row("逐項檢查", "逐項檢查 ", {"disk_is_healthy": False}),
    "maintenance.Shift": Row("班別", "班別 ", {"weekdays": "0"}),
    "maintenance.DailyCheck": Row("每日檢查", "115年11月23日（一）日班", {"handover": "無"}),
    "maintenance.Fault": Row("故障", "故障 F115-", {"measures": "無"}),
    "maintenance.Equipment": Row("設備帳", "設備帳第 ", {"location": "無"}),
    "maintenance.EquipmentMove": Row("設備帳", "設備帳第 ", {"reason": "無"}),
    "maintenance.StockTake": Row("盤點", "115年度盤點", {"conclusion": "無"}),
    "maintenance.StockTakeItem": Row("盤點", "115年度盤點", {"remark": "無"}),
    "reports.Handover": Row("職務異動", "職務異動 ", {"person_name": "無"}),
    "reports.AccountApplication": Row("帳號申請", "帳號申請 ", {"role": "principal"}),
    "reports.AccountReview": Row("年度帳號清查", "115年度帳號清查", {"opened_by": "無"}),
    "reports.ReviewedAccount": Row("年度帳號清查", "115年度帳號清查", {"verdict": "confirmed"}),
    "reports.ComplianceReport": Row("符合情形報告", "符合情形報告 ", {"sha256": "0" * 64}),
    "requests.ReviewRequest": Row("調閱案件", "案 115-0001", {"reason": "無"}),
    "requests.OralConsent": Row("調閱案件", "案 115-0001", {"ground": "injured"}),
    "requests.ManagementViewing": Row("管理檢視", "管理檢視 ", {"reason": "無"}),
    "requests.AgencyLetter": Row("密件收文", "密件收文 ", {"received_number": "無"}),
    "requests.Letter": Row("調閱案件", "案 115-", {"sent_number": "無"}),
    "requests.TrackingCode": Row("調閱案件", "案 115-", {"sha256": "無"}),
    "requests.Misuse": Row("不當使用或洩密事件", "不當使用或洩密事件 ", {"noticed_by": "無"}),
    "requests.OfficerVisit": Row("調閱案件", "案 115-", {"badge": "無"}),
    "requests.CopyRelease": Row("調閱案件", "案 115-", {"medium_label": "無"}),
    "requests.Seizure": Row("扣押", "扣押 ", {"badge": "無"}),
    "requests.Erasure": Row("個資銷毀", "個資銷毀 ", {"approval_number": "無"}),
}


LISTS = (
    "retention_hold_cameras",
    "requests_reviewrequest_cameras",
    "requests_managementviewing_cameras",
    "maintenance_inspection_faults",
    "maintenance_dailycheck_faults",
    "requests_misuse_concerned",
)
"""Tables of many-to-many, each a part of what its owner says."""


@pytest.fixture
def school_year(cast: Cast, cameras: list[Camera], now: dt.datetime, tmp_path: Path) -> None:
    """One row of every kind at least, each made by its service."""
    accounts.name_deputy(
        principal_id=cast.principal.pk, deputy_id=cast.dean.pk, order=1, reason=DeputyReason.LEAVE, since=now,
        until=now + DAY, actor=cast.principal, now=now,
    )  # fmt: skip
    accounts.sign_undertaking(user=cast.guard, now=now)
    accounts.register_device(name="警衛室電腦", actor=cast.administrator, now=now)
    report_fault(
        camera=cameras[0], symptom=Symptom.BLACK, description="", form_key=uuid.uuid4(), reporter=cast.guard, now=now
    )
    record_inspection(
        inspected_on=now.date(), recorder_works=True, equipment_works=True, picture_is_clear=False, inspector="游承堃",
        remarks="C01 黑畫面", form_key=uuid.uuid4(), user=cast.handler, now=now,
    )  # fmt: skip
    look_after(cast, cameras, now)
    record_hand_check(
        recorder=cameras[0].recorder,
        earliest_day=now.date() - 5 * DAY,
        clock_offset_seconds=0,
        user=cast.guard,
        now=now,
    )
    check_minimum_retention(now)
    keep_books(cast, now)
    case = submit_a_case(cast, cameras, now)
    record_oral_consent(
        case_id=case.pk, ground=ConsentGround.MISSING, consented_by=cast.principal, consented_at=now,
        recorder=cast.handler, now=now,
    )  # fmt: skip
    record_look(
        purpose=ManagementPurpose.CLOCK, reason="校時", cameras=cameras[:1], started_at=now - DAY, ended_at=now,
        form_key=uuid.uuid4(), user=cast.guard, now=now,
    )  # fmt: skip
    take_letters_in(cast, cameras, now)
    write_letters(cast, cameras, now)
    ground = LegalGround("校園性別事件防治準則第34條", "性平字第1號", now.date() + 90 * DAY)
    wanted = Wanted(cameras[:1], now - DAY, now)
    propose_legal_hold(wanted=wanted, ground=ground, user=cast.supervisor, now=now)
    propose_an_erasure(cast, cameras, now)
    hand_post(
        post_id=cast.colleague.appointments.get().pk, successor_id=cast.guard.pk, day=now.date() + DAY, staff_title="教師",
        actor=cast.administrator, now=now,
    )  # fmt: skip
    newcomer = StaffWanted("邱瓈寬", "chiu", Role.STAFF, "教師", "", now.date(), None, "新任")
    apply_for_account(wanted=newcomer, actor=cast.handler, now=now)
    open_review(actor=cast.handler, now=now)
    report = open_report(span=Span(now.date() - 30 * DAY, now.date() - DAY), actor=cast.handler, now=now)
    said = {duty.key: {"explanation": "已查明。", "measures": "已改善。"} for duty in (*CLAUSES, *OWN_RULES)}
    check_report(report_id=report.pk, said=said, actor=cast.handler, now=now)
    destroy_what_is_due(tmp_path / "recordings", now)
    keep_a_copy(cast, cameras, now)


def write_letters(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    """A draft and a code of what a mother asked on paper; and an event with what should not have happened."""
    content = replace(content_of_a_case(cameras, now), need=Need.CHILD, relation="母親")
    who = drafts.Entry(asker=Asker.REPRESENTATIVE, applicant_name="高𣕑宇", received_at=now)
    key = drafts.save_entry(handler=cast.handler, entry=who, content=content, key=None, now=now).draft_key
    case = drafts.enter(key=key, handler=cast.handler, accepts_note=True, now=now)
    drafted(case, LetterKind.RECEIPT, cast.handler, now)
    renew_code(case_id=case.pk, actor=cast.handler, now=now)
    noticed = Noticed(noticed_by="游承堃", noticed_at=now, what="翻拍螢幕。", concerned=[cast.colleague])
    record_misuse(noticed=noticed, measures="", actor=cast.handler, now=now)


def keep_a_copy(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    """One that is read, one made by mistake, which goes."""
    read, mistake = (
        made(
            place_from_shell(
                cameras=[camera], starts_at=now - DAY, ends_at=now, reason="測試", actor=ledger.SYSTEM, now=now
            ),
            cast.handler,
            now,
        )
        for camera in cameras[:2]
    )
    open_reading(
        copy_id=read.pk, kind=ReadingKind.PLAYED, purpose=ReadingPurpose.MAKING, reason="", user=cast.handler, now=now
    )
    wanted = WantedList(ListKind.MISTAKE, [mistake.pk], "攝影機選錯")
    sign_list(list_id=open_list(wanted=wanted, user=cast.handler, now=now).pk, user=cast.supervisor, now=now)
    run_due_day(now)


def take_letters_in(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    """A 密件, an officer without a letter who takes a copy along, and the disk he seizes."""
    receive_secret(
        handler=cast.handler, body="臺灣桃園地方檢察署", dated_on=now.date(), number="密", received_number="", received_at=now,
        priority=Priority.URGENT, secrecy=Secrecy.RESTRICTED, reply_by=None, now=now,
    )  # fmt: skip
    officer = Officer(
        body="八德分局", name="葉𣕑安", badge="警 4471", reason="偵辦竊盜", came_at=now, called_number="03-0000110", called_at=now,
        answered_by="高員",
    )  # fmt: skip
    asked = agency.Wanted(cameras=cameras[:1], starts_at=now - DAY, ends_at=now - DAY + dt.timedelta(minutes=15))
    case = receive_officer(handler=cast.handler, officer=officer, wanted=asked, form_key=uuid.uuid4(), now=now)
    record_oral_consent(
        case_id=case.pk, ground=ConsentGround.OFFICER, consented_by=cast.principal, consented_at=now,
        recorder=cast.handler, now=now,
    )  # fmt: skip
    copy = made(Hold.objects.get(case_key=case.draft_key), cast.handler, now)
    parcel = Parcel(copy_id=copy.pk, medium_kind=MediumKind.USB, medium_label="1", manner=ReleaseManner.IN_PERSON)
    prepare_early_release(case_id=case.pk, actor=cast.principal, parcel=parcel, danger="有人遭擄", now=now)
    receipt = store(upload=SimpleUploadedFile("收據.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf"), now=now)
    seized = Seized(
        body="八德分局", officer="葉𣕑安", document_number="收據第 7 號", recorder=cameras[0].recorder, item=SeizedItem.DISK,
        seized_at=now - DAY, receipt=receipt,
    )  # fmt: skip
    seizure = record_seizure(handler=cast.handler, seized=seized, now=now)
    restore_recording(seizure_id=seizure.pk, handler=cast.handler, restored_at=now, now=now)


def keep_books(cast: Cast, now: dt.datetime) -> None:
    thing = enter(cast.handler, now)
    who: dict[str, Any] = {"user": cast.handler, "now": now}
    move_equipment(
        equipment_id=thing.pk, moved_on=now.date(), reason="交接", keeper="甲", unit="乙", location="丙", **who
    )
    switch_on(Feature.STOCK_TAKE)
    item = open_stock_take(year=115, **who).items.get()
    switch_on()  # as it was: no service switches an extra on, so no entry says it
    tick_item(item_id=item.pk, result=TickResult.PRESENT, found_at="", remark="", **who)


def look_after(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    work_list = start_work_list(user=cast.handler, now=now)
    check_rest(work_list_id=work_list.pk, user=cast.guard, now=now)
    check_recorder(
        work_list_id=work_list.pk, recorder=cameras[0].recorder, has_power=True, is_recording=True, disk_is_healthy=True,
        earliest_day=now.date() - 20 * DAY, clock_offset_seconds=0, note="", user=cast.guard, now=now,
    )  # fmt: skip
    shift = add_shift(
        name="日班",
        starts=dt.time(8),
        ends=dt.time(17),
        weekdays=range(5),
        since=now.date(),
        user=cast.handler,
        now=now,
    )
    record_daily_check(
        shift_id=shift.pk, day=now.date(), troubles=[Trouble(Symptom.MOVED, camera=cameras[1])], handover="側門施工",
        late_reason="", form_key=uuid.uuid4(), user=cast.guard, now=now,
    )  # fmt: skip


def destroy_what_is_due(root: Path, now: dt.datetime) -> None:
    record(root, "C01", now - 366 * DAY, now - 366 * DAY + dt.timedelta(minutes=10))
    source = register_source(name="一號主機", layout="frigate", path=str(root), actor=ledger.SYSTEM, now=now)
    adopt_source(source_id=source.pk, files=1, reason="核對", actor=ledger.SYSTEM, now=now)
    source.refresh_from_db()
    enforce_source(source, now)


def propose_an_erasure(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    case = submit_a_case(cast, cameras, now)
    withdraw(case_id=case.pk, applicant=cast.teacher, now=now)
    end_holds(now + 400 * DAY)
    propose_erasure(
        case_ids=[case.pk], basis=ErasureBasis.UNFILED, approval_number="", actor=cast.handler, now=now + 400 * DAY
    )


def content_of_a_case(cameras: list[Camera], now: dt.datetime) -> Content:
    return Content(
        need=Need.DUTY, relation="導師", phone="03-0000000", unit="五年三班", id_number="", cameras=cameras[:2], places=[],
        starts_at=now - DAY, ends_at=now - DAY + dt.timedelta(minutes=15), long_period_reason="", reason="跌倒受傷。",
    )  # fmt: skip


def submit_a_case(cast: Cast, cameras: list[Camera], now: dt.datetime) -> ReviewRequest:
    content = content_of_a_case(cameras, now)
    draft = save_draft(applicant=cast.teacher, content=content, key=None, now=now)
    return submit(key=draft.draft_key, applicant=cast.teacher, accepts_note=True, now=now)


def found() -> str:
    report = ledger.verify()
    return "" if report.finding is None else f"{report.finding.part} {report.finding.subject} {report.finding.reason}"


@pytest.mark.anywhere
@pytest.mark.counted_elsewhere
@pytest.mark.usefixtures("school_year")
def test_whatever_is_changed_or_removed_behind_the_ledger_is_named(subtests: pytest.Subtests) -> None:
    """One school, made once: each change is undone before the next."""
    assert found() == ""
    for label, row in WITNESSED.items():
        with subtests.test(label):
            assert_changes_are_named(row, apps.get_model(label))
    for table in LISTS:
        with subtests.test(table), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table}")
            assert found().startswith("witnesses ")
            transaction.set_rollback(True)


def assert_changes_are_named(row: Row, model: type[Model]) -> None:
    key = model._default_manager.order_by("pk").values_list("pk", flat=True)[0]
    with transaction.atomic():
        model._default_manager.filter(pk=key).update(**row.change)
        named = found()
        assert named.startswith(f"witnesses {row.subject}")
        assert named.endswith(f"「{row.witness}」現在的內容與這筆存取紀錄不符")
        transaction.set_rollback(True)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {model._meta.db_table} WHERE {model._meta.pk.column} = %s", [key])
        assert found().startswith(f"witnesses {row.subject}")
        transaction.set_rollback(True)


@pytest.mark.counted_elsewhere
@pytest.mark.usefixtures("school_year")
def test_every_column_counts(subtests: pytest.Subtests) -> None:
    """What the witness says of a row holds every column but its salt, so no change can pass beside it."""
    for label in WITNESSED:
        with subtests.test(label):
            model = apps.get_model(label)
            row = model._default_manager.order_by("pk")[0]
            columns = {field.attname for field in model._meta.concrete_fields} - {"salt"}
            assert witnesses.row_facts(row, without=("salt",)).keys() == columns


def test_no_room_registers_a_witness_that_is_not_in_the_table() -> None:
    assert witnesses.registered().keys() == {row.witness for row in WITNESSED.values()}


@pytest.mark.counted_elsewhere
@pytest.mark.usefixtures("school_year")
def test_what_people_go_on_to_do_keeps_the_ledger_in_order(cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
    """Changes, ends and rows that go: every one is an entry."""
    handler = ledger.Actor(name="事務組長 游承堃")
    later = now + DAY
    [device] = apps.get_model("accounts.GuardDevice").objects.all()
    accounts.withdraw_device(device_id=device.pk, actor=cast.administrator, now=later)
    repair_fault(
        fault_id=apps.get_model("maintenance.Fault").objects.earliest("pk").pk, measures="更換電源", repaired_at=later,
        user=cast.handler, now=later,
    )  # fmt: skip
    facts = {"place": "忠孝樓", "name": "川堂"}
    change_camera(code="C01", actor=handler, now=later, **facts)
    for camera in cameras:
        retire_camera(code=camera.code, on=later.date(), actor=handler, now=later)
    retire_recorder(code="NVR1", on=later.date(), actor=handler, now=later)
    check_minimum_retention(later)
    hold = place_hold(
        cameras=cameras[:1], starts_at=now, ends_at=later, reason="公文", reference="", actor=handler, now=later
    )
    release_hold(hold_id=hold.pk, reason="結案", actor=handler, now=later)
    assert found() == ""


def test_outages_that_become_one_leave_no_row_unaccounted(cameras: list[Camera], now: dt.datetime) -> None:
    guard = ledger.Actor(name="警衛")

    def dark(since: float, until: float) -> Outage:
        return open_outage(
            camera=cameras[0], cause=OutageCause.POWER, reference="", since=now + since * DAY, until=now + until * DAY,
            actor=guard, now=now,
        )  # fmt: skip

    first, second = dark(0, 1), dark(2, 3)
    dark(0.5, 2.5)
    assert Outage.objects.count() == 1
    assert found() == ""
    gone, kept = sorted([first.pk, second.pk], key=lambda pk: Outage.objects.filter(pk=pk).exists())
    sentence = ledger.sentence(Entry.objects.latest("sequence"))
    assert sentence == f"警衛將攝影機 C01（中斷 {gone}）併入攝影機 C01（中斷 {kept}）"


def test_an_open_outage_ends_as_an_entry(cameras: list[Camera], now: dt.datetime) -> None:
    guard = ledger.Actor(name="警衛")
    outage = open_outage(camera=cameras[0], cause=OutageCause.POWER, reference="", since=now, actor=guard, now=now)
    close_outage(outage_id=outage.pk, until=now + DAY, actor=guard, now=now + DAY)
    assert found() == ""


def test_a_person_who_leaves_ends_posts_and_deputyships_one_by_one(cast: Cast, now: dt.datetime) -> None:
    for order, since in ((1, now), (2, now + DAY)):
        accounts.name_deputy(
            principal_id=cast.principal.pk, deputy_id=cast.dean.pk if order == 1 else cast.supervisor.pk, order=order,
            reason=DeputyReason.LEAVE, since=since, until=since + DAY, actor=cast.principal, now=now,
        )  # fmt: skip
    for person, role in ((cast.supervisor, Role.HANDLER), (cast.dean, Role.HANDLER)):
        accounts.give_post(
            person_id=person.pk, role=role, title="組長", office="", since=now.date(), actor=cast.administrator, now=now
        )
    later = now + dt.timedelta(hours=1)
    for person in (cast.supervisor, cast.dean):
        leaving = Leaving(person.pk, MoveKind.LEAVING, cast.teacher.pk, PostAfter.TAKEN)
        let_go(leaving=leaving, actor=cast.administrator, now=later)
    post = cast.guard.appointments.get()
    accounts.end_post(appointment_id=post.pk, actor=cast.administrator, now=later)
    assert cast.supervisor.deputises_for.count() == 0, "what had not begun is taken back"
    assert cast.dean.deputises_for.get().until == later
    assert found() == ""


def test_the_digest_is_of_what_is_stored(cameras: list[Camera]) -> None:
    """A service that forgets to save is found by the next verification, not hidden by its own memory."""
    witness: witnesses.RowWitness[Camera] = witnesses.registered()["攝影機"]  # type: ignore[assignment]
    stored = witness.said(cameras[0])
    cameras[0].coverage = "川堂"
    assert witness.said(cameras[0]) == stored
    assert dict(witness())[stored["subject"]] == stored["digest"]


@pytest.mark.django_db
def test_the_sample_school_is_witnessed_from_its_first_row(settings: Any) -> None:
    settings.DEMO = True
    call_command("seed_demo", stdout=StringIO())
    assert found() == ""
