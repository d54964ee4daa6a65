"""For each duty of the report a small world in which it is met, and what is done, or let be, so that it is not."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from accounts.choices import Feature
from accounts.services import set_report_hours, sign_undertaking
from accounts.services.people import end_before, record_post_end
from cameras.choices import OutageCause
from cameras.services import add_camera, change_camera
from ledger import services as ledger
from ledger.services import SYSTEM, make_checkpoint
from maintenance.choices import Symptom, TickResult
from maintenance.models import Fault, Inspection
from maintenance.services import close_stock_take, open_stock_take, sign_stock_take, tick_item
from maintenance.services.faults import pass_fault, repair_fault, report_by_sticker, report_fault
from maintenance.services.outages import record_outages
from printing.rules import local_date
from reports.choices import MoveKind
from reports.rules import Span, semester_span
from reports.services import staff
from requests.choices import Action, Answer, Asker, Need, Proposal
from requests.models import ReviewRequest
from requests.services import drafts, viewings
from requests.services.agency import LetterContent, Officer, Wanted, receive_letter, receive_officer
from requests.services.chain import dispute_paper_signature
from requests.services.misuses import Noticed, go_on_with_misuse, record_misuse
from retention.models import Hold
from retention.services import check_minimum_retention, enforce_maximum_retention
from retention.services.alarms import keep_unconfirmed
from tests.conftest import switch_on
from tests.copies.making import made
from tests.house.world import PDF, Sender
from tests.maintenance.equipment import enter
from tests.maintenance.looking import check, inspect, make_shift
from tests.retention.keeping import ask, checked, emergency
from tests.review.acts import on_paper
from tests.review.test_emergency_viewings import missing_child

if TYPE_CHECKING:
    from collections.abc import Callable

    from cameras.models import Camera
    from tests.conftest import Cast

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)


@dataclass
class Place:
    """A school that keeps its plan, the moment at which it is judged, and over which days."""

    cast: Cast
    cameras: list[Camera]
    now: dt.datetime
    span: Span = field(default_factory=lambda: semester_span(dt.date(2026, 11, 23)))
    verified: ledger.Report | None = None

    def later(self, **time: float) -> None:
        """Let time pass."""
        self.now += dt.timedelta(**time)
        if self.now.date() > self.span.last:
            self.span = replace(self.span, last=self.now.date())


def well_kept(cast: Cast, cameras: list[Camera], now: dt.datetime) -> Place:
    """Everybody has signed, everything stands in the books, everything was looked at this morning."""
    for person in (cast.handler, cast.supervisor, cast.principal, cast.guard, cast.administrator, cast.auditor):
        sign_undertaking(user=person, now=now)
    enter(cast.handler, now, suffix="", recorder=cameras[0].recorder)
    for camera in cameras:
        enter(cast.handler, now, suffix=camera.code, camera=camera)
    inspect(cast.handler, now)
    checked(cameras[0], 20, now)
    make_checkpoint(now)
    return Place(cast, cameras, now + HOUR)


@dataclass(frozen=True)
class Row:
    """How a duty is met, how it is not, and what the report says then."""

    kept: Callable[[Place], Any]
    broken: Callable[[Place], Any]
    named: str


def nothing(place: Place) -> None:
    """The school as it is."""


# --- 壹, 貳, 參, 肆: the plan, people -------------------------------------------------------------------------------------
def before_any_plan(place: Place) -> None:
    place.span = Span(dt.date(2018, 1, 1), dt.date(2018, 6, 30))


def without_purpose(place: Place) -> None:
    camera = place.cameras[0]
    facts = {"name": camera.name, "place": camera.place.name, "purpose": ""}
    change_camera(code=camera.code, actor=SYSTEM, now=place.now, **facts)


def leave_the_post(place: Place, person: str) -> None:
    post = getattr(place.cast, person).appointments.get()
    with transaction.atomic():  # not `end_post`: it lets nobody go who stands alone
        end_before(post, local_date(place.now))
        record_post_end(post, SYSTEM, place.now)
    place.later(days=1)


def misuse(place: Place, *, at: dt.datetime | None = None) -> int:
    noticed = Noticed(noticed_by="游承堃", noticed_at=at or place.now, what="翻拍螢幕。")
    return record_misuse(noticed=noticed, measures="", actor=place.cast.handler, now=place.now).pk


def leave(place: Place) -> int:
    leaving = staff.Leaving(place.cast.guard.pk, MoveKind.LEAVING, place.cast.colleague.pk)
    return staff.let_go(leaving=leaving, actor=place.cast.administrator, now=place.now).pk


def leave_and_sign(place: Place) -> None:
    scan = SimpleUploadedFile("切結.pdf", PDF, "application/pdf")
    staff.keep_signed(
        handover_id=leave(place), paper="acknowledgement", upload=scan, actor=place.cast.supervisor, now=place.now
    )


# --- 參、三, 陸, 附錄2: upkeep -------------------------------------------------------------------------------------------
def fault(place: Place) -> Fault:
    return report_fault(
        camera=place.cameras[2], symptom=Symptom.BLURRED, description="", form_key=uuid.uuid4(), reporter=place.cast.guard,
        now=place.now,
    )  # fmt: skip


def repair(place: Place, one: Fault) -> None:
    repair_fault(fault_id=one.pk, measures="擦拭", repaired_at=place.now, user=place.cast.handler, now=place.now)
    pass_fault(fault_id=one.pk, note="", user=place.cast.supervisor, now=place.now)


def mend(place: Place) -> None:
    repair(place, fault(place))


def wait_for_a_fault(place: Place, days: int) -> None:
    fault(place)
    place.later(days=days)


def not_rechecked(place: Place) -> None:
    inspect(place.cast.handler, place.now, picture_is_clear=False, remarks="C01 模糊", inspected_on=place.now.date())
    repair(place, Fault.objects.get())
    place.later(days=16)


def a_camera_more(place: Place) -> None:
    add_camera(
        code="C05", name="側門", place="操場", recorder=place.cameras[0].recorder, area_type="gate",
        installed_on=place.now.date(), actor=SYSTEM, now=place.now,
    )  # fmt: skip


def tampered(place: Place) -> None:
    Inspection.objects.update(inspector="無")
    place.verified = ledger.verify()


def verified(place: Place) -> None:
    place.verified = ledger.verify()


# --- 肆、三, 肆、四: footage ----------------------------------------------------------------------------------------------
def no_cause(place: Place) -> None:
    record_outages(
        cameras=place.cameras[:1], cause=OutageCause.OTHER, reference="", since=place.now - HOUR, until=None,
        user=place.cast.handler, now=place.now,
    )  # fmt: skip


def too_short(place: Place) -> None:
    checked(place.cameras[0], 5, place.now)
    check_minimum_retention(place.now)


def too_old(place: Place) -> None:
    checked(place.cameras[0], 400, place.now)
    enforce_maximum_retention(place.now)


# --- 伍: cases --------------------------------------------------------------------------------------------------------
def asked(place: Place) -> ReviewRequest:
    return ask(place.cast, place.cameras, place.now)


def not_answered(place: Place) -> None:
    asked(place)
    place.later(days=40)


def granted(place: Place) -> ReviewRequest:
    return Sender(place.cast, place.cameras, place.now).approved()


def view(place: Place, *, copies: bool, ends: bool = True) -> None:
    case = granted(place)
    if copies:
        made(Hold.objects.get(case_key=case.draft_key), place.cast.handler, place.now)
    row = viewings.start_viewing(
        case_id=case.pk, escort=place.cast.handler, people_present="許喆安", told_not_to_film=True, now=place.now
    )
    if ends:
        viewings.end_viewing(viewing_id=row.pk, escort=place.cast.handler, remarks="", now=place.now)
    else:
        place.later(days=1)


def unsigned_form(place: Place) -> None:
    missing_child(
        place.cast, place.cameras, place.cast.handler, place.now, applicant=None, applicant_name="高𣕑宇",
        asker=Asker.REPRESENTATIVE, need=Need.CHILD, protection_order=Answer.NO,
    )  # fmt: skip


def wanted(place: Place) -> Wanted:
    noon = place.now - 3 * DAY
    return Wanted(cameras=place.cameras[:1], starts_at=noon, ends_at=noon + HOUR / 4, phone="03-0000000")


def letter(place: Place) -> ReviewRequest:
    said = LetterContent(
        body="八德分局", dated_on=place.now.date(), number="德警分刑字第1號", received_number="1", received_at=place.now - HOUR,
        legal_basis="刑事訴訟法第230條", purpose="偵辦", scope="操場", use="證據",
    )  # fmt: skip
    return receive_letter(
        handler=place.cast.handler, letter=said, wanted=wanted(place), form_key=uuid.uuid4(), now=place.now
    )


def no_letter(place: Place) -> None:
    officer = Officer(
        body="八德分局", name="葉𣕑安", badge="警 4471", reason="偵辦竊盜", came_at=place.now, called_number="03-0000110",
        called_at=place.now, answered_by="高員",
    )  # fmt: skip
    receive_officer(
        handler=place.cast.handler, officer=officer, wanted=wanted(place), form_key=uuid.uuid4(), now=place.now
    )
    place.later(days=10)


def erased_early(place: Place) -> None:
    """No service does: only whoever writes into the database."""
    case = asked(place)
    drafts.withdraw(case_id=case.pk, applicant=place.cast.teacher, now=place.now)
    ReviewRequest.objects.filter(pk=case.pk).update(erased_at=place.now)


def contested(place: Place) -> None:
    case = asked(place)
    Sender(place.cast, place.cameras, place.now).sign(case, place.cast.handler, Action.PROPOSE, Proposal.APPROVE)
    case.refresh_from_db()
    signed = (place.cast.handler, place.cast.supervisor, Action.PROPOSE, Proposal.APPROVE)
    on_paper(case, *signed, at=place.now, now=place.now)
    act = case.approvals.get(step=2)
    dispute_paper_signature(approval_id=act.pk, actor=place.cast.supervisor, reason="未核章。", now=place.now)


# --- 校內自訂 ---------------------------------------------------------------------------------------------------------
def not_looked_at(place: Place) -> None:
    place.later(days=9)
    check_minimum_retention(place.now)


def not_confirmed(place: Place) -> None:
    emergency(place.cast, place.cameras, place.now)
    place.later(days=9)
    keep_unconfirmed(place.now)


def reviewed(place: Place) -> None:
    review = staff.open_review(actor=place.cast.handler, now=place.now)
    found = {line.pk: staff.Found("confirmed") for line in review.lines.all()}
    who: dict[str, Any] = {"review_id": review.pk, "now": place.now}
    staff.mark_accounts(found=found, actor=place.cast.handler, is_checked=True, **who)
    staff.sign_review(actor=place.cast.supervisor, **who)
    place.later(days=1)


def every_day(place: Place) -> None:
    place.later(days=1)
    make_checkpoint(place.now)


def shift(place: Place, *, is_checked: bool) -> None:
    switch_on(Feature.DAILY_CHECK)
    daily = make_shift(place.cast.handler, place.now, since=place.now.date())
    if is_checked:
        check(daily, place.cast.guard, place.now)
    place.later(hours=10)


def stock_taken(place: Place, *, signed: bool) -> None:
    switch_on(Feature.STOCK_TAKE)
    who: dict[str, Any] = {"user": place.cast.handler, "now": place.now}
    for item in open_stock_take(year=115, **who).items.all():
        tick_item(item_id=item.pk, result=TickResult.PRESENT, found_at="", remark="", **who)
    close_stock_take(year=115, conclusion="相符", **who)
    if signed:
        sign_stock_take(year=115, user=place.cast.supervisor, now=place.now)
    place.later(days=40)


def sticker(place: Place, days: int) -> None:
    switch_on(Feature.STICKERS)
    report_by_sticker(camera=place.cameras[0], symptom=Symptom.BLACK, form_key=uuid.uuid4(), now=place.now)
    place.later(days=days)


def told(place: Place, *, in_time: bool) -> None:
    switch_on(Feature.REPORT_CLOCKS)
    set_report_hours(security=1, breach=None, actor=SYSTEM, now=place.now)
    event = misuse(place)
    if in_time:
        go_on_with_misuse(
            misuse_id=event, measures="", informed="", security_reported_at=place.now, breach_reported_at=None,
            actor=place.cast.handler, now=place.now,
        )  # fmt: skip
    place.later(hours=2)


ROWS: dict[str, Row] = {
    "1": Row(nothing, before_any_plan, "沒有生效之本校計畫"),
    "2": Row(nothing, without_purpose, "攝影機 C01 未登錄設置目的"),
    "3.1": Row(nothing, lambda place: leave_the_post(place, "supervisor"), "無人擔任處室主管：115/11/23、115/11/24"),
    "3.2a": Row(nothing, lambda place: leave_the_post(place, "guard"), "無人擔任警衛：115/11/23、115/11/24"),
    "3.2b": Row(asked, unsigned_form, "案 115-0001：已調閱而尚無申請人簽名之附錄1"),
    "3.3a": Row(fault, lambda place: wait_for_a_fault(place, 5), "C03 故障 F115-0001：通報後 5 日無人承辦"),
    "3.3b": Row(nothing, lambda place: place.later(days=200), "應於116年5月23日（日）前檢查，至116年6月11日（五）尚未辦理"),
    "4.1": Row(nothing, misuse, "115/11/23 發現不當使用或洩密事件一件，處理中"),
    "4.2": Row(leave_and_sign, leave, "115/11/23 警衛離職，離職保密切結尚未簽名存檔"),
    "4.3a": Row(nothing, no_cause, "攝影機 C01 自 115/11/23 09:00 中斷，未說明原因"),
    "4.3b": Row(nothing, too_short, "主機 NVR1 最早可播放 115年11月18日（三），保存 5 日，不足 14 日"),
    "4.4": Row(nothing, too_old, "主機 NVR1 仍有 114年10月19日（日）的影像，已逾 1 年應予銷毀"),
    "5.1": Row(asked, not_answered, "案 115-0001：處理期限 115/12/08，逾 25 日尚未核定"),
    "5.2": Row(letter, no_letter, "案 115-0001：未以公文申請，逾補送期限 115/11/26"),
    "5.3": Row(
        lambda place: view(place, copies=True), lambda place: view(place, copies=False),
        "案 115-0001：已調閱而未製作留存檔，亦未敘明原因",
    ),
    "5.4": Row(
        lambda place: view(place, copies=False), lambda place: view(place, copies=False, ends=False),
        "案 115-0001：115/11/23 開始之調閱未登記結束",
    ),
    "5.5": Row(asked, erased_early, "案 115-0001：未滿保存期間即銷毀個資"),
    "6.1": Row(mend, lambda place: wait_for_a_fault(place, 20), "C03 故障 F115-0001：已 20 日未修復"),
    "6.2": Row(nothing, a_camera_more, "未列帳（無財產編號）：C05"),
    "6.3": Row(verified, tampered, "簽署時逐筆核對發現不符"),
    "附錄1": Row(asked, contested, "案 115-0001：紙本核章經本人提出異議"),
    "附錄2": Row(nothing, not_rechecked, "115/11/23 檢查有「否」，修復後尚未複查"),
    "hand_check": Row(nothing, not_looked_at, "主機 NVR1 自 115年11月23日（一）後未再查核"),
    "confirm": Row(nothing, not_confirmed, "仍未確認，影像繼續留存"),
    "accounts": Row(reviewed, lambda place: place.later(days=366), "尚未辦理清查，已滿一年"),
    "checkpoint": Row(every_day, lambda place: place.later(days=5), "未每日簽章，自 115/11/24 起中斷"),
    "daily_check": Row(
        lambda place: shift(place, is_checked=True), lambda place: shift(place, is_checked=False), "日班未檢查：115/11/23"
    ),
    "stock_take": Row(
        lambda place: stock_taken(place, signed=True), lambda place: stock_taken(place, signed=False),
        "115年度未完成盤點及覆核",
    ),
    "stickers": Row(lambda place: sticker(place, 1), lambda place: sticker(place, 5), "F115-0001（C01）逾 3 日未確認"),
    "report_clocks": Row(
        lambda place: told(place, in_time=True), lambda place: told(place, in_time=False),
        "115/11/23 之事件，資通安全事件通報逾時",
    ),
}  # fmt: skip
"""By the id of the duty; every one of the report stands here, or a test fails."""
