"""One small school in which every kind of thing exists once, for tables over all addresses."""

from __future__ import annotations

import datetime as dt
import io
import uuid
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.choices import DeputyReason, Feature, Role
from accounts.selectors import in_words
from accounts.services import name_deputy, register_device, set_device_code, set_report_hours
from cameras.choices import OutageCause
from files.services import store
from ledger.services import SYSTEM
from maintenance.choices import Condition, Symptom, TickResult
from maintenance.services import (
    add_shift,
    check_camera,
    close_stock_take,
    move_equipment,
    open_stock_take,
    record_daily_check,
    start_work_list,
    tick_item,
)
from maintenance.services.faults import repair_fault, report_fault
from maintenance.services.inspections import record_inspection
from maintenance.services.outages import record_outages
from printing.rules import local_date
from reports.choices import MoveKind
from reports.rules import CLAUSES, OWN_RULES, Span
from reports.services import order_forms, reporting, staff
from requests import selectors
from requests.choices import (
    Action,
    Answer,
    Asker,
    ConsentGround,
    CorrectedColumn,
    ErasureBasis,
    LetterKind,
    ManagementPurpose,
    Need,
    Priority,
    Proposal,
    ReleaseManner,
    Secrecy,
    SeizedItem,
)
from requests.services import agency, chain, drafts, releases, viewings
from requests.services.consents import record_oral_consent
from requests.services.ending import end_holds
from requests.services.erasing import propose_erasure
from requests.services.misuses import Noticed, record_misuse
from retention.choices import (
    DestructionMethod,
    EmergencyReason,
    LayoutKind,
    MediumKind,
    ProposalDecision,
    ReadingKind,
    ReadingPurpose,
)
from retention.models import BackupTask, Hold
from retention.services import (
    LegalGround,
    Wanted,
    confirm_deletion,
    decide_proposal,
    enforce_source,
    keep_in_emergency,
    propose_deletion,
    propose_legal_hold,
    record_hand_check,
    register_source,
    scan_source,
)
from retention.services.copies import Label, open_reading, store_medium
from retention.services.copy_destruction import dispute_copy, register_medium
from retention.services.copy_destruction.afterwards import open_system_list
from tests.conftest import switch_on
from tests.copies.ending import a_year_old, signed, written
from tests.copies.making import begin, content_of
from tests.copies.making import made as make
from tests.letters.conftest import drafted, issued
from tests.maintenance.equipment import enter
from tests.retention.recordings import record

if TYPE_CHECKING:
    from accounts.models import User
    from cameras.models import Camera
    from maintenance.models import Fault
    from requests.models import Erasure, ReviewRequest
    from retention.models import FootageSource
    from tests.conftest import Cast

PDF = b"%PDF-1.4\n%%EOF\n"


def staff_moves(cast: Cast, now: dt.datetime) -> dict[str, object]:
    """Two applications, one approved; who was approved has left already; a post that goes over; this year's review."""
    wanted = staff.Wanted(
        name="邱瓈寬", username="chiu", role=Role.STAFF, title="代理教師", office="輔導室", since=local_date(now),
        expires_on=None, reason="代理產假",
    )  # fmt: skip
    made = staff.apply_for_account(wanted=wanted, actor=cast.handler, now=now)
    person = staff.approve_account(application_id=made.pk, actor=cast.supervisor, now=now).person
    waiting = staff.apply_for_account(wanted=replace(wanted, username="next"), actor=cast.handler, now=now)
    leaving = staff.Leaving(person.pk if person else 0, MoveKind.LEAVING, None)
    left = staff.let_go(leaving=leaving, actor=cast.administrator, now=now)
    for name in ("掃描不全.pdf", "切結.pdf"):
        scan = SimpleUploadedFile(name, PDF, "application/pdf")
        staff.keep_signed(handover_id=left.pk, paper="acknowledgement", upload=scan, actor=cast.supervisor, now=now)
    moved = staff.hand_post(
        post_id=cast.auditor.appointments.get().pk, successor_id=cast.dean.pk, day=local_date(now) + dt.timedelta(days=30),
        staff_title="教師", actor=cast.administrator, now=now,
    )  # fmt: skip
    review = staff.open_review(actor=cast.handler, now=now)
    return {
        "application": waiting.pk, "departed": left.pk, "former_paper": left.former_papers.get().pk,
        "post_handover": moved.pk, "account_review": review.pk,
    }  # fmt: skip


def reports_of_periods(cast: Cast, now: dt.datetime) -> dict[str, object]:
    """The report of a month is begun, that of the half year before signed by 承辦人."""
    today, day = local_date(now), dt.timedelta(days=1)
    begun, checked = (
        reporting.open_report(span=span, actor=cast.handler, now=now)
        for span in (Span(today - 40 * day, today - 10 * day), Span(today - 220 * day, today - 41 * day))
    )
    said = {duty.key: {"explanation": "已查明。", "measures": "已改善。"} for duty in (*CLAUSES, *OWN_RULES)}
    reporting.check_report(report_id=checked.pk, said=said, actor=cast.handler, now=now)
    return {"report": begun.pk, "checked": checked.pk}


@dataclass(frozen=True)
class World:
    """The cast, the moment, and the words addresses are made with (`{case}`, `{camera}` …)."""

    cast: Cast
    now: dt.datetime
    paths: dict[str, object] = field(default_factory=dict)


def build_world(cast: Cast, cameras: list[Camera], now: dt.datetime) -> World:
    """Make a case at each place of the chain, a viewing, a fault, an inspection, a check, a deputy."""
    switch_on(*Feature)
    send = Sender(cast, cameras, now)
    waiting, returned, approved = send.submit(), send.submit(), send.approved()
    erasure = expired(send)
    send.sign(returned, cast.handler, Action.RETURN_TO_APPLICANT, None)
    viewing = viewings.start_viewing(
        case_id=approved.pk, escort=cast.handler, people_present="許喆安", told_not_to_film=True, now=now
    )
    late, appointment = late_and_planned(approved, cast, now)
    fault = report_fault(
        camera=cameras[3], symptom=Symptom.BLACK, description="", form_key=uuid.uuid4(), reporter=cast.guard, now=now
    )
    done, photo, outage = mended(cast, cameras, now)
    inspection = record_inspection(
        inspected_on=now.date(), recorder_works=True, equipment_works=True, picture_is_clear=False, inspector="游承堃",
        remarks="C04 模糊", form_key=uuid.uuid4(), user=cast.handler, now=now,
    )  # fmt: skip
    sheet, daily = look_after(cast, cameras, now)
    record_hand_check(
        recorder=cameras[0].recorder, earliest_day=now.date() - dt.timedelta(days=20), clock_offset_seconds=0,
        user=cast.guard, now=now,
    )  # fmt: skip
    deputy = name_deputy(
        principal_id=cast.supervisor.pk, deputy_id=cast.dean.pk, order=1, reason=DeputyReason.LEAVE,
        since=now + dt.timedelta(days=1), until=now + dt.timedelta(days=2), actor=cast.supervisor, now=now,
    )  # fmt: skip
    device, _ = register_device(name="警衛室電腦", actor=cast.administrator, now=now)
    set_device_code(user=cast.guard, code="480915", now=now)
    entered = send.enter()
    kept = keep(cast, cameras, now) | books(cast, now) | end_of_copies(cast, cameras, now) | staff_moves(cast, now)
    kept |= reports_of_periods(cast, now)
    return World(
        cast=cast,
        now=now,
        paths=folders_of_recordings(cast, now)
        | {
            "waiting": waiting.number,
            "granted": send.approved().number,
            "erasure": erasure.pk,
            "returned": returned.number,
            "approved": approved.number,
            "viewing": viewing.pk,
            "late": late,
            "appointment": appointment,
            "draft": send.draft().draft_key,
            "entry": send.entry().draft_key,
            "entered": entered.number,
            "letter_draft": drafted(waiting, LetterKind.RECEIPT, cast.handler, now).pk,
            "issued": issued(approved, LetterKind.GRANT, cast.handler, now).pk,
            "misuse": noticed(cast, cameras, now),
            "receipt": issued(entered, LetterKind.RECEIPT, cast.handler, now).pk,
            "attachment": waiting.attachments.get().pk,
            "camera": cameras[0].code,
            "token": cameras[0].token,
            "recorder": cameras[0].recorder.code,
            "fault": fault.number,
            "done": done.number,
            "photo": photo,
            "outage": outage,
            "inspection": inspection.pk,
            "sheet": sheet,
            **daily,
            "paper": order_forms(user=cast.handler, cases=[approved.pk], now=now).pk,
            "notice": cast.teacher.notices.first().pk,  # type: ignore[union-attr]
            "person": cast.colleague.pk,
            "post": cast.colleague.appointments.get().pk,
            "deputy": deputy.pk,
            "device": device.pk,
            "guard": cast.guard.pk,
            **kept,
            **public_bodies(cast, cameras, now),
        },
    )


def late_and_planned(case: ReviewRequest, cast: Cast, now: dt.datetime) -> tuple[int, int]:
    """A viewing entered from paper, corrected, and one arranged; somebody also looked without a case."""
    began = now - dt.timedelta(days=1)
    row = viewings.PaperRow(
        started_at=began, ended_at=began + dt.timedelta(minutes=20), escort=cast.handler, people_present="許喆安",
        told_not_to_film=True, reason="停電", scan=store(upload=SimpleUploadedFile("簿.pdf", PDF, "application/pdf"), now=now),
    )  # fmt: skip
    late = viewings.back_enter(case_id=case.pk, row=row, actor=cast.handler, now=now)
    viewings.correct_row(
        viewing_id=late.pk,
        column=CorrectedColumn.PRESENT,
        right="許喆安、護理師",
        reason="漏登",
        actor=cast.handler,
        now=now,
    )
    wanted = viewings.Arrangement(at=now + dt.timedelta(hours=30), place="總務處", escorts=[cast.handler, cast.guard])
    planned = viewings.arrange(case_id=case.pk, wanted=wanted, actor=cast.handler, now=now)
    viewings.record_look(
        purpose=ManagementPurpose.CLOCK, reason="校時", cameras=list(case.cameras.all()), started_at=began, ended_at=now,
        form_key=uuid.uuid4(), user=cast.guard, now=now,
    )  # fmt: skip
    return late.pk, planned.pk


def noticed(cast: Cast, cameras: list[Camera], now: dt.datetime) -> int:
    """Somebody filmed the screen; the reporting clocks run."""
    set_report_hours(security=1, breach=72, actor=SYSTEM, now=now)
    event = Noticed(noticed_by="游承堃", noticed_at=now, what="翻拍螢幕。", camera=cameras[0])
    return record_misuse(noticed=event, measures="已要求刪除。", actor=cast.handler, now=now).pk


def expired(send: Sender) -> Erasure:
    """Two cases withdrawn more than a year ago, when nobody of the cast worked here; one is proposed for erasure."""
    case, another = send.submit(), send.submit()
    for one in (case, another):
        drafts.withdraw(case_id=one.pk, applicant=send.cast.teacher, now=send.now)
    type(case).objects.filter(status="withdrawn").update(withdrawn_at=send.now - dt.timedelta(days=400))
    end_holds(send.now)
    return propose_erasure(
        case_ids=[case.pk], basis=ErasureBasis.UNFILED, approval_number="", actor=send.cast.handler, now=send.now
    )


def look_after(cast: Cast, cameras: list[Camera], now: dt.datetime) -> tuple[int, dict[str, object]]:
    """An open work list with a photo, the shift of today checked with something handed over, another to be checked."""
    sheet = start_work_list(user=cast.handler, now=now)
    photo = store(upload=SimpleUploadedFile("圖.pdf", PDF, "application/pdf"), now=now)
    check_camera(
        work_list_id=sheet.pk, camera=cameras[0], condition=Condition.BLURRED, note="水漬", photo=photo, user=cast.guard,
        now=now,
    )  # fmt: skip
    done, waits = (
        add_shift(
            name=name, starts=dt.time(0), ends=dt.time(0), weekdays=range(7), since=local_date(now), user=cast.handler,
            now=now,
        )
        for name in ("日班", "支援班")
    )  # fmt: skip
    check = record_daily_check(
        shift_id=done.pk, day=local_date(now), troubles=(), handover="側門施工", late_reason="", form_key=uuid.uuid4(),
        user=cast.guard, now=now,
    )  # fmt: skip
    return sheet.pk, {"today": local_date(now), "shift": done.pk, "waits": waits.pk, "check": check.pk}


def mended(cast: Cast, cameras: list[Camera], now: dt.datetime) -> tuple[Fault, int, int]:
    """Make a fault with a photo that waits for its re-check, and an outage that is no fault; return them (by key)."""
    picture = io.BytesIO()
    Image.new("RGB", (4, 3)).save(picture, "PNG")
    stored = store(upload=SimpleUploadedFile("圖.png", picture.getvalue(), "image/png"), now=now)
    fault = report_fault(
        camera=cameras[2], symptom=Symptom.BLURRED, description="", form_key=uuid.uuid4(), reporter=cast.guard, now=now,
        photo=stored,
    )  # fmt: skip
    repair_fault(fault_id=fault.pk, measures="已擦拭", repaired_at=now, user=cast.handler, now=now)
    [outage] = record_outages(
        cameras=cameras[1:2], cause=OutageCause.POWER, reference="", since=now - dt.timedelta(hours=1), until=None,
        user=cast.handler, now=now,
    )  # fmt: skip
    return fault, fault.photos.get().pk, outage.pk


def books(cast: Cast, now: dt.datetime) -> dict[str, object]:
    """Two things of the 設備帳, one moved; last year's stock-take is closed, this year's is open."""
    thing = enter(cast.handler, now, brand="大華")
    enter(cast.handler, now, suffix="2")
    where = {"keeper": "方瑀彤", "unit": "總務處", "location": "仁愛樓"}
    move_equipment(
        equipment_id=thing.pk, moved_on=local_date(now), reason="職務交接", user=cast.handler, now=now, **where
    )
    taken = open_stock_take(year=114, user=cast.handler, now=now)
    for item in taken.items.all():
        tick_item(item_id=item.pk, result=TickResult.TO_SCRAP, found_at="", remark="損壞", user=cast.handler, now=now)
    close_stock_take(year=114, conclusion="待報廢", user=cast.handler, now=now)
    item = open_stock_take(year=115, user=cast.handler, now=now).items.all()[0]
    return {"equipment": thing.pk, "closed": 114, "taken": 115, "item": item.pk}


def keep(cast: Cast, cameras: list[Camera], now: dt.datetime) -> dict[str, object]:
    """Keep footage in each way: in an emergency, as 法定留存, and one that waits for 校長."""
    emergency = keep_in_emergency(
        cameras=cameras[:1], starts_at=now - dt.timedelta(minutes=30), ends_at=now, reason=EmergencyReason.INJURY,
        form_key=uuid.uuid4(), user=cast.guard, now=now,
    )  # fmt: skip
    ground = LegalGround("校園性別事件防治準則第34條", "性平字第1號", now.date() + dt.timedelta(days=90))
    agreed, waiting = (
        propose_legal_hold(
            wanted=Wanted(cameras[:2], now - dt.timedelta(days=days), now), ground=ground, user=cast.supervisor, now=now
        )
        for days in (1, 2)
    )
    decide_proposal(proposal_id=agreed.pk, decision=ProposalDecision.AGREED, reason="", user=cast.principal, now=now)
    keys: dict[str, object] = copies_of(emergency, cast, now) | {
        "hold": emergency.pk,
        "legal": agreed.hold_id,
        "proposal": waiting.pk,
        "decided": agreed.pk,
    }
    return keys | {"backup": BackupTask.objects.get(hold=agreed.hold_id).pk}


def copies_of(hold: Hold, cast: Cast, now: dt.datetime) -> dict[str, object]:
    """A finished file with its masked version, opened by 承辦人 to play and to download; one waited for; a medium."""
    made = make(hold, cast.handler, now)
    make(hold, cast.handler, now, original=made)
    asked = {"copy_id": made.pk, "purpose": ReadingPurpose.MAKING, "reason": "", "user": cast.handler, "now": now}
    played, fetched = (open_reading(kind=kind, **asked).token for kind in ReadingKind)  # type: ignore[arg-type]
    coming = begin(hold, 5000, cast.handler, now)
    label = Label(MediumKind.USB, "總務-115-07", "總務處保險櫃")
    stick = store_medium(hold_id=hold.pk, content=content_of(hold), label=label, user=cast.handler, now=now)
    return {"copy": made.number, "played": played, "fetched": fetched, "coming": coming.number, "stick": stick.number}


def end_of_copies(cast: Cast, cameras: list[Camera], now: dt.datetime) -> dict[str, object]:
    """Copies that come due: on no list, disputed, on a list of each kind; a medium that waits, and one that is gone."""
    copy, disputed = (a_year_old(cameras, now, days=days) for days in (10, 11))
    dispute_copy(copy_id=disputed.pk, reason="家長異議", user=cast.handler, now=now)
    proposed = written(cast, now, a_year_old(cameras, now, days=12))
    owed = open_system_list([a_year_old(cameras, now)], now)
    waits, gone = (signed(cast, now, a_year_old(cameras[3:], now, medium=True)).items.get() for _ in range(2))
    photo = store(upload=SimpleUploadedFile("圖.pdf", PDF, "application/pdf"), now=now)
    register_medium(
        item_id=gone.pk, method=DestructionMethod.CRUSH, photo=photo, note="", user=cast.handler, now=now
    )  # fmt: skip
    return {
        "old_copy": copy.number, "disputed": disputed.number, "list": proposed.pk, "owed": owed.pk, "signed": waits.list_id,
        "medium": waits.pk, "gone": gone.list_id, "crushed": gone.pk,
    }  # fmt: skip


def public_bodies(cast: Cast, cameras: list[Camera], now: dt.datetime) -> dict[str, object]:
    """A letter that waits; one granted, of which a copy is prepared and one handed over; an officer; a 密件; a seizure."""
    noon = now - dt.timedelta(days=3)
    wanted = agency.Wanted(
        cameras=cameras[:1],
        starts_at=noon,
        ends_at=noon + dt.timedelta(minutes=15),
        wants_copy=True,
        phone="03-0000110",
    )
    letter = agency.LetterContent(
        body="八德分局", dated_on=now.date(), number="德警字第1號", received_at=now, legal_basis="甲", purpose="乙", scope="丙",
        use="丁",
    )  # fmt: skip
    said: dict[str, Any] = {"handler": cast.handler, "wanted": wanted, "now": now}
    waiting, granted = (agency.receive_letter(letter=letter, form_key=uuid.uuid4(), **said) for _ in range(2))
    came = agency.Officer(
        body="八德分局", name="葉𣕑安", badge="警 4471", reason="追查", came_at=now, called_number="03-0000110", called_at=now,
        answered_by="高員",
    )  # fmt: skip
    officer = agency.receive_officer(officer=came, form_key=uuid.uuid4(), **said)
    record_oral_consent(
        case_id=officer.pk, ground=ConsentGround.OFFICER, consented_by=cast.principal, consented_at=now,
        recorder=cast.handler, now=now,
    )  # fmt: skip
    make(Hold.objects.get(case_key=officer.draft_key), cast.handler, now)
    stub = agency.receive_secret(
        handler=cast.handler, body="桃園地檢署", dated_on=now.date(), number="密", received_number="", received_at=now,
        priority=Priority.URGENT, secrecy=Secrecy.RESTRICTED, reply_by=None, now=now,
    )  # fmt: skip
    receipt = store(upload=SimpleUploadedFile("收據.pdf", PDF, "application/pdf"), now=now)
    seized = agency.Seized(
        body="八德分局", officer="葉𣕑安", document_number="第 7 號", recorder=cameras[0].recorder, item=SeizedItem.DISK,
        seized_at=now - dt.timedelta(hours=1), receipt=receipt,
    )  # fmt: skip
    seizure = agency.record_seizure(handler=cast.handler, seized=seized, now=now)
    hand_over_copies(granted, cast, now)
    return {
        "letter": waiting.number, "body": granted.number, "officer": officer.number, "stub": stub.pk, "seizure": seizure.pk,
    }  # fmt: skip


def hand_over_copies(case: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    """Grant the body's case; the first copy is sent and its slip awaited, the second is prepared."""
    steps = ((cast.handler, Action.PROPOSE), (cast.supervisor, Action.PROPOSE), (cast.principal, Action.APPROVE))
    for person, action in steps:
        signing = chain.Signing(
            action=action, proposal=Proposal.APPROVE if action == Action.PROPOSE else None, opinion="如擬。",
            acts_seen=selectors.acts_on(case), grants_copy=Answer.YES, copy_answer="依來文。",
        )  # fmt: skip
        chain.sign(case_id=case.pk, actor=person, signing=signing, now=now)
    copy = make(Hold.objects.get(case_key=case.draft_key), cast.handler, now)
    parcel = releases.Parcel(
        copy_id=copy.pk, medium_kind=MediumKind.USB, medium_label="1", manner=ReleaseManner.POST, is_encrypted=True,
        password_told="電話",
    )  # fmt: skip
    sent, _ = (
        releases.prepare_release(
            case_id=case.pk, actor=cast.handler, parcel=replace(parcel, medium_label=label), now=now
        )
        for label in "12"
    )
    receiver = releases.Receiver(name="葉𣕑安", unit="八德分局", postal_number="掛號 1")
    releases.hand_over(release_id=sent.pk, actor=cast.handler, receiver=receiver, now=now)


def folders_of_recordings(cast: Cast, now: dt.datetime) -> dict[str, object]:
    """One folder of which only this product deletes, with the record of a pass; one that is only read, but proposed."""
    ours, proposed = (_folder_of_recordings(name, cast, now) for name in ("一號主機", "二號主機"))
    stated = {"stated_day": local_date(now), "files": 6, "actor": in_words(cast.principal, now), "now": now}
    confirm_deletion(source_id=ours.pk, **stated)  # type: ignore[arg-type]
    ours.refresh_from_db()
    destruction = enforce_source(ours, now).destructions[0]
    return {
        "ours": ours.pk,
        "source": proposed.pk,
        "folder": proposed.folder_cameras.get(folder="X9").pk,
        "destruction": destruction.pk,
    }


def _folder_of_recordings(name: str, cast: Cast, now: dt.datetime) -> FootageSource:
    """An hour of C01 and of a camera nobody knows, of today and of more than a year ago; proposed by 系統管理."""
    root = Path(settings.DATA_DIR) / f"recordings-{uuid.uuid4()}"
    for camera, ago in (("C01", 0), ("X9", 1), ("C01", 366)):
        start = now - dt.timedelta(days=ago, hours=1)
        record(root, camera, start, start + dt.timedelta(hours=1), size=1000)
    actor = in_words(cast.administrator, now)
    source = register_source(name=name, layout=LayoutKind.FRIGATE, path=str(root), actor=actor, now=now)
    scan_source(source, now)
    return propose_deletion(source_id=source.pk, reason="主機已停止循環刪除", actor=actor, now=now)


class Sender:
    """The teacher, who asks the same thing again and again."""

    def __init__(self, cast: Cast, cameras: list[Camera], now: dt.datetime) -> None:
        self.cast, self.cameras, self.now = cast, cameras, now

    def content(self) -> drafts.Content:
        noon = self.now - dt.timedelta(days=3)
        stored = store(upload=SimpleUploadedFile("圖.pdf", PDF, "application/pdf"), now=self.now)
        return drafts.Content(
            need=Need.DUTY, relation="導師", phone="03-0000000", unit="五年三班", id_number="", cameras=self.cameras[:2],
            places=[], starts_at=noon, ends_at=noon + dt.timedelta(minutes=15), long_period_reason="", reason="跌倒受傷。",
            attachments=[stored],
        )  # fmt: skip

    def draft(self) -> ReviewRequest:
        return drafts.save_draft(applicant=self.cast.teacher, content=self.content(), key=None, now=self.now)

    def entry(self) -> ReviewRequest:
        """承辦人's draft of what a mother asked on paper."""
        who = drafts.Entry(asker=Asker.REPRESENTATIVE, applicant_name="高𣕑宇", received_at=self.now)
        content = replace(self.content(), need=Need.CHILD, relation="母親")
        return drafts.save_entry(handler=self.cast.handler, entry=who, content=content, key=None, now=self.now)

    def enter(self) -> ReviewRequest:
        key = self.entry().draft_key
        return drafts.enter(key=key, handler=self.cast.handler, accepts_note=True, now=self.now)

    def submit(self) -> ReviewRequest:
        return drafts.submit(key=self.draft().draft_key, applicant=self.cast.teacher, accepts_note=True, now=self.now)

    def sign(self, case: ReviewRequest, actor: User, action: Action, proposal: Proposal | None) -> None:
        signing = chain.Signing(
            action=action,
            proposal=proposal,
            opinion="請補充時段。",
            acts_seen=case.approvals.count(),
            is_necessary=Answer.YES,
        )
        chain.sign(case_id=case.pk, actor=actor, signing=signing, now=self.now)

    def approved(self) -> ReviewRequest:
        case = self.submit()
        for person in (self.cast.handler, self.cast.supervisor):
            self.sign(case, person, Action.PROPOSE, Proposal.APPROVE)
        self.sign(case, self.cast.principal, Action.APPROVE, None)
        return case
