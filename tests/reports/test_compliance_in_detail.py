"""What else is not as it had to be, one thing at a time; and what was put right before the period was over."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import SchoolPlan, User
from cameras.choices import OutageCause
from cameras.models import Recorder
from cameras.services import open_outage
from files.services import store
from ledger.services import SYSTEM
from maintenance.models import Inspection
from maintenance.rules import LateInspection, late_inspections
from maintenance.services.faults import pass_fault, repair_fault
from reports.rules import Breach, Found, Result, Span
from reports.selectors.compliance import Asked, compliance
from requests.choices import Action, Answer, LetterKind, Priority, Proposal, Secrecy
from requests.models import ReviewRequest, ViewingSession
from requests.selectors.over_periods import days_late
from requests.services import agency, viewings
from requests.services.correspondence import record_sending
from retention.choices import CopyState, ListState
from retention.models import Destruction, DestructionList, EvidenceCopy, Finding
from retention.selectors.over_periods import is_countersigned_late, young_when_destroyed
from retention.services import adopt_source, check_footage, enforce_source, register_source
from retention.services.copy_destruction import run_due_day
from tests.conftest import TAIPEI
from tests.copies.ending import a_year_old, by_law, copied, held, sure
from tests.house.world import PDF
from tests.letters.conftest import issued
from tests.maintenance.looking import inspect
from tests.reports.clauses import (
    Place,
    asked,
    fault,
    granted,
    leave,
    letter,
    well_kept,
)
from tests.retention.recordings import record
from tests.review.conftest import signs
from tests.review.test_emergency_viewings import missing_child

if TYPE_CHECKING:
    from pathlib import Path

    from cameras.models import Camera
    from tests.conftest import Cast
    from tests.review.conftest import Signs

__all__ = ["signs"]
DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def place(cast: Cast, cameras: list[Camera], now: dt.datetime) -> Place:
    return well_kept(cast, cameras, now)


def of(place: Place, key: str) -> Found:
    results = compliance(Asked(place.span, place.now))
    return next(one.found for one in results if one.duty.key == key)


def breaches(place: Place, key: str) -> list[str]:
    return [one.words for one in of(place, key).breaches]


def proofs(place: Place, key: str) -> str:
    return "\n".join(one.text for one in of(place, key).proofs)


# --- the plan, people -------------------------------------------------------------------------------------------------
def test_a_plan_without_a_basis_or_with_too_few_days_is_said(place: Place) -> None:
    SchoolPlan.objects.update(basis=" ", minimum_days=7)
    assert breaches(place, "1") == ["本校計畫未載依據"]
    assert breaches(place, "4.3b") == ["本校計畫之最低保存日數為 7 日，教育部之規定為 14 日"]


def test_a_recorder_that_stands_nowhere_is_said(place: Place) -> None:
    Recorder.objects.update(location="")
    assert breaches(place, "3.2a") == ["主機 NVR1 未登錄存置地點"]


def test_who_has_not_signed_the_undertaking_is_counted_by_role(place: Place) -> None:
    place.cast.guard.undertakings.all().delete()
    assert breaches(place, "4.1") == ["警衛 1 人未簽保密切結"]


def test_an_account_that_is_open_after_its_person_left_is_said(place: Place) -> None:
    leave(place)
    User.objects.filter(pk=place.cast.guard.pk).update(is_active=True)
    assert "115/11/23 警衛離職後帳號仍可使用" in breaches(place, "4.2")
    User.objects.filter(pk=place.cast.guard.pk).update(enabled_at=place.now + HOUR)
    place.later(hours=2)
    assert "115/11/23 警衛離職後帳號仍可使用" not in breaches(place, "4.2"), "opened anew since"


# --- upkeep -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("made", "late"),
    [
        ([dt.date(2026, 1, 1), dt.date(2026, 7, 1)], []),
        ([dt.date(2026, 1, 1), dt.date(2026, 7, 2)], [LateInspection(dt.date(2026, 7, 1), dt.date(2026, 7, 2))]),
        ([dt.date(2025, 1, 1), dt.date(2026, 1, 1), dt.date(2026, 6, 1)], []),
        ([dt.date(2026, 1, 1)], [LateInspection(dt.date(2026, 7, 1), None)]),
        ([], []),
    ],
)
def test_six_months_between_two_inspections(made: list[dt.date], late: list[LateInspection]) -> None:
    began = dt.date(2026, 6, 1)
    assert late_inspections(made, dt.date(2026, 2, 1), dt.date(2026, 7, 31), months=6, began=began) == late


@pytest.mark.parametrize(
    ("began", "late"),
    [
        (dt.date(2025, 9, 1), [LateInspection(dt.date(2026, 3, 1), dt.date(2026, 3, 2))]),
        (dt.date(2025, 9, 2), []),
        (dt.date(2026, 7, 1), []),
    ],
)
def test_the_first_inspection_is_due_six_months_after_the_school_began(
    began: dt.date, late: list[LateInspection]
) -> None:
    made = [dt.date(2026, 3, 2)]
    assert late_inspections(made, dt.date(2026, 2, 1), dt.date(2026, 7, 31), months=6, began=began) == late


def test_a_repair_nobody_looked_at_again_and_one_that_took_too_long(place: Place) -> None:
    one = fault(place)
    repair_fault(fault_id=one.pk, measures="擦拭", repaired_at=place.now, user=place.cast.handler, now=place.now)
    place.later(days=15)
    assert breaches(place, "6.1") == ["C03 故障 F115-0001：修復後 15 日未複驗"]
    pass_fault(fault_id=one.pk, note="", user=place.cast.supervisor, now=place.now)
    assert breaches(place, "6.1") == ["C03 故障 F115-0001：修復後 15 日未複驗"], "it was done too late"
    type(one).objects.update(reported_at=place.now - 50 * DAY)
    assert breaches(place, "6.1") == ["C03 故障 F115-0001：35 日後修復"]


def test_a_no_without_a_fault_is_said(place: Place) -> None:
    inspect(place.cast.handler, place.now, picture_is_clear=False, remarks="模糊")
    Inspection.objects.latest("pk").faults.clear()
    assert "115/11/23 檢查有「否」而未開立故障單" in breaches(place, "6.1")


def test_a_past_period_is_judged_as_it_stood_at_its_end(place: Place) -> None:
    one = fault(place)
    first = place.now.date()
    place.later(days=30)
    repair_fault(fault_id=one.pk, measures="擦拭", repaired_at=place.now, user=place.cast.handler, now=place.now)
    place.span = Span(first, first + 20 * DAY)
    assert breaches(place, "6.1") == ["C03 故障 F115-0001：已 20 日未修復"]
    place.span = Span(first, first + 10 * DAY)
    assert breaches(place, "6.1") == []


# --- footage ----------------------------------------------------------------------------------------------------------
def test_a_gap_that_nobody_explains_is_named_by_camera_and_day(place: Place, tmp_path: Path) -> None:
    midnight = dt.datetime.combine(place.now.date(), dt.time(), TAIPEI)
    record(tmp_path, "C01", midnight - 3 * DAY, midnight - 2 * DAY, every=600)
    record(tmp_path, "C01", midnight - DAY, place.now, every=600)
    source = register_source(
        name="一號主機", layout="frigate", path=str(tmp_path), longest_seconds=600, actor=SYSTEM, now=place.now
    )
    check_footage(place.now)
    named = "攝影機 C01 影像缺漏且無說明：115/11/21，共 1 天"
    assert breaches(place, "4.3a") == [named]
    assert "影像資料夾 一號主機（最短者）：3 日（應有 14 日）" in proofs(place, "4.3b")
    open_outage(
        camera=place.cameras[0], cause=OutageCause.POWER, reference="", since=midnight - 2 * DAY, until=midnight - DAY, actor=SYSTEM,
        now=place.now,
    )  # fmt: skip
    assert breaches(place, "4.3a") == []
    assert "停電 1 筆，共 1 天" in proofs(place, "4.3a")
    assert source.pk


def test_a_gap_of_days_that_are_gone_stands_as_it_was_found(place: Place) -> None:
    Finding.objects.create(
        kind="gap",
        subject="攝影機 C01",
        text="攝影機 C01 影像缺漏",
        opened_at=place.now,
        closed_at=place.now + 40 * DAY,
    )
    first = place.now.date()
    place.later(days=60)
    place.span = Span(first, first + 20 * DAY)
    assert breaches(place, "4.3a") == ["攝影機 C01 影像缺漏（115/11/23 至 116/01/02）"]
    place.span = Span(first, first + 50 * DAY)
    assert breaches(place, "4.3a") == [], "it was explained before the period ended"


def test_a_destruction_of_what_was_too_young_would_be_named(place: Place) -> None:
    made = Destruction(planned_at=place.now, last_at=place.now - 14 * DAY, destroyed_files=1)
    assert not young_when_destroyed(made, 14)
    made.last_at += HOUR
    assert young_when_destroyed(made, 14)
    made.destroyed_files = 0
    assert not young_when_destroyed(made, 14)


def test_a_copy_past_its_day_and_a_list_nobody_signed_are_named(place: Place) -> None:
    copy = a_year_old(place.cameras, place.now)
    place.later(days=2)
    assert breaches(place, "4.4") == [f"留存檔 {copy.number} 應於 115/11/23 銷毀，尚未銷毀"]
    sure(place.cameras, place.now)
    run_due_day(place.now)
    assert breaches(place, "4.4") == []
    place.later(days=20)
    assert [words for words in breaches(place, "4.4") if "補簽" in words] == [
        f"{DestructionList.objects.get()}（屆期由系統執行）逾期未由二人補簽"
    ]
    place.span = Span(place.now.date() - 2 * DAY, place.now.date())
    assert [words for words in breaches(place, "4.4") if "補簽" in words] == [], "that was in the period before"


def test_a_list_signed_in_time_is_not_late(place: Place) -> None:
    by = place.now.date()
    row = DestructionList(state=ListState.OWED, countersign_by=by)
    assert not is_countersigned_late(row, by)
    assert is_countersigned_late(row, by + DAY)
    row.state, row.witness_at = ListState.SIGNED, dt.datetime.combine(by, dt.time(23), TAIPEI)
    assert not is_countersigned_late(row, by + DAY)
    row.witness_at += 2 * HOUR
    assert is_countersigned_late(row, by + DAY)
    row.countersign_by = None
    assert not is_countersigned_late(row, by + DAY)


def test_a_legal_hold_says_its_review_and_is_named_when_it_is_past(place: Place) -> None:
    hold = by_law(place.cameras[:2], place.now - 2 * DAY, place.now)
    assert f"法定留存 {hold.pk}（C01、C02），檢討日 116/02/21" in proofs(place, "4.4")
    copy = copied(held(place.cameras[:1], place.now - 2 * DAY), due_on=place.now.date())
    place.later(days=2)
    assert breaches(place, "4.4") == [], "the law keeps the copy"
    place.later(days=95)
    assert breaches(place, "4.4") == [f"法定留存 {hold.pk} 逾檢討日 116/02/21 未檢討"]
    type(hold).objects.filter(pk=hold.pk).update(released_at=place.now)
    EvidenceCopy.objects.filter(pk=copy.pk).update(state=CopyState.DESTROYED, destroyed_at=place.now, identity="")
    assert breaches(place, "4.4") == []
    assert "已解除" in proofs(place, "4.4")


# --- cases ------------------------------------------------------------------------------------------------------------
def test_a_request_without_a_reason_is_said(place: Place) -> None:
    ReviewRequest.objects.filter(pk=asked(place).pk).update(reason="")
    assert breaches(place, "5.1") == ["案 115-0001：未載明案由或特定調閱時段"]


def test_a_decision_that_is_late_counts_where_it_fell(place: Place) -> None:
    case = asked(place)
    due = place.now + DAY
    ReviewRequest.objects.filter(pk=case.pk).update(due_at=due, decided_at=due + 3 * DAY)
    case.refresh_from_db()
    assert days_late(case, place.now, due + 9 * DAY) == 3
    assert days_late(case, place.now, due + 2 * DAY) == 2, "so late when the period ended"
    assert days_late(case, due + 5 * DAY, due + 9 * DAY) is None, "answered before the period"
    case.decided_at = due + dt.timedelta(minutes=1)
    assert days_late(case, place.now, due + 9 * DAY) == 0
    ReviewRequest.objects.filter(pk=case.pk).update(decided_at=case.decided_at)
    place.later(days=3)
    assert breaches(place, "5.1") == ["案 115-0001：處理期限 115/11/24，當日逾時核定"]
    case.decided_at, case.status = None, "returned"
    assert days_late(case, place.now, due + 9 * DAY) is None, "it waits for its applicant"


def test_a_letter_that_lacks_an_item_and_a_reply_that_is_owed(place: Place, signs: Signs) -> None:
    case = letter(place)
    for person in (place.cast.handler, place.cast.supervisor):
        signs(case, person, Action.PROPOSE, proposal=Proposal.APPROVE, now=place.now)
    signs(case, place.cast.principal, Action.APPROVE, grants_copy=Answer.YES, copy_answer="依來文。", now=place.now)
    type(case.agency_letter).objects.update(legal_basis="", use="")  # nobody can propose to grant such a letter
    assert breaches(place, "5.2") == ["案 115-0001：來文未載明法令依據、用途"]
    type(case.agency_letter).objects.update(legal_basis="刑事訴訟法第230條", use="證據")
    place.later(days=30)
    case.refresh_from_db()
    due = f"{case.due_at:%m/%d}"
    assert breaches(place, "5.2") == [f"案 115-0001：應於 115/{due} 前函覆，尚未函覆"]
    sent = issued(case, LetterKind.GRANT, place.cast.handler, place.now)
    record_sending(
        letter_id=sent.pk, number="瑞豐總字第1號", sent_on=place.now.date(), actor=place.cast.handler, now=place.now
    )
    assert breaches(place, "5.2") == [f"案 115-0001：應於 115/{due} 前函覆，遲至 115/12/23"]


def test_a_secret_letter_past_its_day_is_counted_and_says_nothing_else(place: Place) -> None:
    stub = agency.receive_secret(
        handler=place.cast.handler, body="地檢署", dated_on=place.now.date(), number="密1", received_number="",
        received_at=place.now, priority=Priority.URGENT, secrecy=Secrecy.RESTRICTED,
        reply_by=place.now.date() + DAY, now=place.now,
    )  # fmt: skip
    assert "密件收文 1 件" in proofs(place, "5.2")
    place.later(days=3)
    assert breaches(place, "5.2") == ["115/11/23 收文之密件逾回覆期限 115/11/24 未辦畢"]
    type(stub).objects.update(settled_on=place.now.date() - 2 * DAY)
    assert breaches(place, "5.2") == []


def test_a_row_entered_from_paper_waits_for_its_countersign(place: Place) -> None:
    case = granted(place)
    scan = store(upload=SimpleUploadedFile("簿.pdf", PDF, "application/pdf"), now=place.now)
    row = viewings.PaperRow(
        started_at=place.now, ended_at=place.now + HOUR, escort=place.cast.handler, people_present="許喆安",
        told_not_to_film=True, reason="停電", scan=scan,
    )  # fmt: skip
    place.later(hours=2)
    made = viewings.back_enter(case_id=case.pk, row=row, actor=place.cast.handler, now=place.now)
    said = ["案 115-0001：115/11/23 之調閱為事後補登，尚未經主管核章"]
    assert breaches(place, "5.4") == said
    viewings.countersign(viewing_id=made.pk, actor=place.cast.supervisor, now=place.now)
    assert breaches(place, "5.4") == []


def test_an_escort_nobody_wrote_down_would_be_named(place: Place) -> None:
    ViewingSession.objects.create(
        review_request=granted(place),
        escort=place.cast.handler,
        escort_name=" ",
        told_not_to_film=True,
        started_at=place.now,
    )
    assert breaches(place, "5.4") == ["案 115-0001：115/11/23 調閱無陪同人員"]


def test_an_urgent_viewing_is_ratified_in_time_or_named(place: Place, signs: Signs) -> None:
    row = missing_child(place.cast, place.cameras, place.cast.handler, place.now)
    viewings.end_viewing(viewing_id=row.pk, escort=place.cast.handler, remarks="", now=place.now)
    assert breaches(place, "5.4") == []
    place.later(days=3)
    assert breaches(place, "5.4") == ["案 115-0001：緊急調閱應於 115/11/24 前補核，尚未補核"]
    ReviewRequest.objects.update(decided_at=place.now)
    assert breaches(place, "5.4") == ["案 115-0001：緊急調閱應於 115/11/24 前補核，逾期補核"]
    ReviewRequest.objects.update(decided_at=place.now - 3 * DAY)
    assert breaches(place, "5.4") == []


def test_a_case_erased_while_it_is_open_is_named(place: Place) -> None:
    ReviewRequest.objects.filter(pk=asked(place).pk).update(erased_at=place.now)
    assert breaches(place, "5.5") == ["案 115-0001：未滿保存期間即銷毀個資"]


# --- words ------------------------------------------------------------------------------------------------------------
def test_a_result_without_anything_to_do_does_not_apply(place: Place) -> None:
    one = next(one for one in compliance(Asked(place.span, place.now)) if one.duty.key == "5.2")
    assert (one.verdict.label, one.kind, one.icon) == ("不適用", "", "minus-circle")
    broken = Result(one.duty, one.part, replace(one.found, breaches=[Breach("甲")]))
    assert (broken.verdict.label, broken.kind, broken.icon, broken.is_broken) == ("未符合", "bad", "x-circle", True)


def test_before_set_up_there_is_a_report_as_well(db: None, now: dt.datetime) -> None:
    asked_now = Asked(Span(now.date(), now.date()), now)
    assert asked_now.began == now.date()
    assert [one.duty.key for one in compliance(asked_now) if one.is_broken][:1] == ["1"]
    assert asked_now.features == frozenset()


def test_what_this_product_destroyed_stands_there(place: Place, tmp_path: Path) -> None:
    """A destruction by this product stands in the report, and took nothing young."""
    old = place.now - 366 * DAY
    record(tmp_path, "C01", old, old + HOUR)
    record(tmp_path, "C01", place.now - HOUR, place.now)
    source = register_source(name="一號主機", layout="frigate", path=str(tmp_path), actor=SYSTEM, now=place.now)
    check_footage(place.now)
    adopt_source(source_id=source.pk, files=99, reason="核對", actor=SYSTEM, now=place.now)
    source.refresh_from_db()
    enforce_source(source, place.now)
    assert "期間內由本系統銷毀影像 1 次" in proofs(place, "4.3b")
