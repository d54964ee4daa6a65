"""What a row of the register says and how it ends; once ended it stands, and is set right by a new row only."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from cameras.choices import OutageCause
from cameras.services import open_outage
from ledger import services as ledger
from ledger.choices import Verb
from ledger.models import Entry
from requests import selectors, triggers
from requests.choices import (
    Action,
    Answer,
    CorrectedColumn,
    NoFootage,
    RecusalGround,
    ViewingManner,
    ViewingOutcome,
)
from requests.models import ViewingCorrection, ViewingSession
from requests.policies import KeepsOut, NotTheHandler
from requests.services.chain import Grant
from requests.services.closing import close_case
from requests.services.recusals import recuse
from requests.services.viewings import (
    Ending,
    NotAnEscort,
    PaperRow,
    ViewingRefused,
    back_enter,
    correct_row,
    countersign,
    end_viewing,
    start_viewing,
)
from retention.choices import BackupOutcome
from tests.review.acts import refused, scan, told, written

if TYPE_CHECKING:
    from django.test import Client

    from accounts.models import User
    from cameras.models import Camera
    from requests.models import ReviewRequest
    from tests.conftest import Cast
    from tests.review.conftest import Signs

MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)


def started(case: ReviewRequest, escort: User, now: dt.datetime, **more: Any) -> ViewingSession:
    facts: dict[str, Any] = {"people_present": "五年三班導師許喆安", "told_not_to_film": True} | more
    return start_viewing(case_id=case.pk, escort=escort, now=now, **facts)


def ended(case: ReviewRequest, escort: User, now: dt.datetime, ending: Ending | None = None) -> ViewingSession:
    viewing = started(case, escort, now)
    return end_viewing(
        viewing_id=viewing.pk, escort=escort, remarks="無", ending=ending or Ending(), now=now + 20 * MINUTE
    )


def test_several_escort_but_no_party_does(approved: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    recuse(
        case_id=approved.pk, person_id=cast.dean.pk, ground=RecusalGround.RELATIVE, note="", actor=cast.handler, now=now
    )
    for person in (cast.teacher, cast.dean, cast.auditor):
        with refused(ViewingRefused, f"{person.name}不能陪同本案"):
            started(approved, cast.handler, now, others=[person])
    viewing = started(approved, cast.handler, now, others=[cast.guard], place="警衛室", identity_checked=True)
    assert viewing.escort_name == "事務組長 游承堃、警衛 巴奈・古拉斯"
    assert (viewing.place, viewing.identity_checked) == ("警衛室", True)


def test_why_there_was_no_footage_is_chosen_from_the_faults_of_those_cameras(
    approved: ReviewRequest, cast: Cast, cameras: list[Camera], now: dt.datetime
) -> None:
    for camera, number in ((cameras[0], "F115-0001"), (cameras[3], "F115-0002")):
        open_outage(
            camera=camera, cause=OutageCause.FAULT, reference=number, since=now - 5 * DAY, actor=ledger.SYSTEM, now=now
        )
    assert selectors.fault_numbers_of(approved) == ["F115-0001"]
    viewing = started(approved, cast.handler, now)
    for ending, field in (
        (Ending(saw_footage=Answer.NO), "no_footage"),
        (Ending(saw_footage=Answer.NO, no_footage=NoFootage.FAULT, fault_number="F115-0002"), "fault_number"),
        (Ending(outcome=ViewingOutcome.STOPPED), "stop_reason"),
    ):
        with refused(ViewingRefused) as refusal:
            end_viewing(viewing_id=viewing.pk, escort=cast.handler, remarks="", ending=ending, now=now)
        assert refusal.value.field == field
    ending = Ending(saw_footage=Answer.NO, no_footage=NoFootage.FAULT, fault_number="F115-0001")
    found = end_viewing(viewing_id=viewing.pk, escort=cast.handler, remarks="", ending=ending, now=now)
    assert found.why_no_footage == "故障（F115-0001）"


def test_a_reason_that_does_not_apply_is_not_kept(approved: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    ending = Ending(stop_reason="無", no_footage=NoFootage.CLOCK, fault_number="F115-0001", finding=" 12:41 碰撞。 ")
    found = ended(approved, cast.handler, now, ending)
    assert (found.stop_reason, found.no_footage, found.fault_number) == ("", "", "")
    assert (found.finding, found.remarks) == ("12:41 碰撞。", "無")
    stopped = ended(approved, cast.handler, now + DAY, Ending(outcome=ViewingOutcome.STOPPED, stop_reason="翻拍"))
    assert written(approved)[-1] == Verb.VIEWING_STOPPED
    clock = Ending(saw_footage=Answer.NO, no_footage=NoFootage.CLOCK, fault_number="F115-0001")
    assert (stopped.stop_reason, ended(approved, cast.handler, now + 2 * DAY, clock).fault_number) == ("翻拍", "")


def test_where_only_the_school_looks_the_applicant_is_not_there(
    at_principal: ReviewRequest, cast: Cast, cameras: list[Camera], now: dt.datetime, signs: Signs
) -> None:
    assert at_principal.starts_at
    assert at_principal.ends_at
    grant = Grant(cameras[:1], at_principal.starts_at, at_principal.ends_at, ViewingManner.TOLD, "只告知經過")
    case = signs(at_principal, cast.principal, Action.PARTLY_APPROVE, opinion="涉及第三人。", grant=grant)
    with refused(ViewingRefused, "申請人不得在場"):
        started(case, cast.handler, now)
    assert started(case, cast.handler, now, people_present="總務主任方瑀彤")
    scope = selectors.scope_of(case)
    assert (scope.cameras, scope.manner, scope.conditions) == (cameras[:1], ViewingManner.TOLD.label, "只告知經過")


def test_nothing_is_shown_once_the_case_is_closed(approved: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    ended(approved, cast.handler, now)
    close_case(
        case_id=approved.pk, actor=cast.handler, outcome=BackupOutcome.OVERWRITTEN, reason="已覆蓋", now=now + DAY
    )
    with refused(ViewingRefused, "已結案"):
        started(approved, cast.handler, now + DAY)


def correct(viewing: ViewingSession, actor: User, now: dt.datetime, right: str, reason: str = "漏登") -> Any:
    return correct_row(
        viewing_id=viewing.pk, column=CorrectedColumn.PRESENT, right=right, reason=reason, actor=actor, now=now
    )


def test_a_correction_is_a_row_of_its_own(approved: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    viewing, again = ended(approved, cast.handler, now), ended(approved, cast.supervisor, now + DAY)
    with refused(NotAnEscort):
        correct(viewing, cast.guard, now + DAY, "甲")
    for right, reason in (("", "漏登"), ("五年三班導師許喆安", "漏登"), ("甲", " ")):
        with refused(ViewingRefused):
            correct(viewing, cast.handler, now + DAY, right, reason)
    first = correct(viewing, cast.handler, now + 2 * DAY, "許喆安、護理師")
    second = correct(viewing, cast.supervisor, now + 3 * DAY, "許喆安、護理師、組長")
    assert (first.was, second.was) == ("五年三班導師許喆安", "許喆安、護理師")
    lines = selectors.register_lines(cast.principal, now)
    assert [(line.number, line.correction, line.corrects, line.corrected_by) for line in lines] == [
        (1, None, 0, (3, 4)), (2, None, 0, ()), (3, first, 1, ()), (4, second, 1, ()),
    ]  # fmt: skip
    assert [line.viewing for line in lines] == [viewing, again, viewing, viewing]
    assert ledger.verify().finding is None


@pytest.mark.parametrize("column", CorrectedColumn)
def test_every_column_can_be_set_right(
    approved: ReviewRequest, cast: Cast, now: dt.datetime, column: CorrectedColumn
) -> None:
    viewing = ended(approved, cast.handler, now)
    was = {
        CorrectedColumn.PRESENT: "五年三班導師許喆安", CorrectedColumn.ESCORT: "事務組長 游承堃",
        CorrectedColumn.TIMES: "115/11/23 09:00 至 115/11/23 09:20", CorrectedColumn.PLACE: "", CorrectedColumn.REMARKS: "無",
    }[column]  # fmt: skip
    right = "115/11/23 09:00 至 115/11/23 09:25" if column == CorrectedColumn.TIMES else "應為"
    made = correct_row(
        viewing_id=viewing.pk, column=column, right=right, reason="誤繕", actor=cast.handler, now=now + DAY
    )
    assert made.was == was


@pytest.mark.parametrize(
    ("right", "says"),
    [
        ("昨天下午", "起、迄的日期與時間"),
        ("09:00 至 09:25", "起、迄的日期與時間"),
        ("115/11/23 至 115/11/24", "起、迄的日期與時間"),
        ("115/11/23 09:00", "起、迄的日期與時間"),
        ("115/13/23 09:00 至 115/11/23 09:25", "115/13/23"),
        ("115/11/23 09:25 至 115/11/23 09:00", "須晚於調閱起"),
        ("115/11/24 09:00 至 115/11/24 09:25", "不能晚於現在"),
    ],
)
def test_when_it_was_is_corrected_by_two_moments_in_order(
    approved: ReviewRequest, cast: Cast, now: dt.datetime, right: str, says: str
) -> None:
    viewing, at = ended(approved, cast.handler, now), now + 60 * MINUTE

    def times(text: str) -> ViewingCorrection:
        return correct_row(
            viewing_id=viewing.pk, column=CorrectedColumn.TIMES, right=text, reason="誤繕", actor=cast.handler, now=at
        )

    with refused(ViewingRefused, says) as refusal:
        times(right)
    assert refusal.value.field == "right"
    assert times("1151123　9:05至115年11月23日 0925").right == "115/11/23 09:05 至 115/11/23 09:25"


def test_the_page_of_a_correction_says_at_once_what_is_no_moment(
    client: Client, approved: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    viewing = ended(approved, cast.handler, now)
    page = reverse("review:viewing-correct", args=[approved.number, viewing.pk])
    typed = {"column": "times", "right": "昨天下午", "reason": "誤繕"}
    with time_machine.travel(now + 60 * MINUTE, tick=False):
        client.force_login(cast.handler)
        answer = client.post(page, typed)
        assert (answer.status_code, "昨天下午" in answer.content.decode()) == (422, True)
        assert "調閱起迄請寫起、迄的日期與時間" in answer.content.decode()
        assert client.post(page, typed | {"right": "115/11/23 0900 至 115/11/23 0925"}).status_code == 302
    assert viewing.corrections.get().right == "115/11/23 09:00 至 115/11/23 09:25"


def test_what_goes_on_is_not_corrected(approved: ReviewRequest, cast: Cast, now: dt.datetime) -> None:
    viewing = started(approved, cast.handler, now)
    with refused(ViewingRefused, "調閱結束後"):
        correct(viewing, cast.handler, now, "甲")


def test_the_database_itself_refuses_to_change_the_book(
    approved: ReviewRequest, cast: Cast, now: dt.datetime, subtests: pytest.Subtests
) -> None:
    viewing = ended(approved, cast.handler, now, Ending(finding="碰撞"))
    correction = correct(viewing, cast.handler, now + DAY, "甲")
    open_one = started(approved, cast.handler, now + DAY)
    changes: list[tuple[Any, dict[str, Any]]] = [
        (viewing, {"people_present": "乙"}), (viewing, {"ended_at": now + DAY}), (viewing, {"remarks": "乙"}),
        (viewing, {"escort_name": "乙"}), (viewing, {"no_footage": "clock"}), (correction, {"right": "乙"}),
        (correction, {"at": now}), (open_one, {"started_at": now}),
    ]  # fmt: skip
    for row, change in changes:
        with subtests.test(str(change)), pytest.raises(IntegrityError, match="只能新增"), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(**change)
    for row in (viewing, correction, open_one):
        with pytest.raises(IntegrityError, match="只能新增"), transaction.atomic():
            type(row).objects.filter(pk=row.pk)._raw_delete("default")
    ViewingSession.objects.filter(pk=viewing.pk).update(people_present="", finding="", remarks="")
    type(correction).objects.update(was="", right="", reason="")
    triggers.drop(connection)
    assert ViewingSession.objects.filter(pk=viewing.pk).update(escort_name="乙") == 1
    triggers.create(connection)


def paper(cast: Cast, now: dt.datetime, **more: Any) -> PaperRow:
    facts: dict[str, Any] = {
        "started_at": now - DAY, "ended_at": now - DAY + 20 * MINUTE, "escort": cast.handler, "people_present": "許喆安",
        "told_not_to_film": True, "reason": "停電", "scan": scan(now), "place": "警衛室",
    }  # fmt: skip
    return PaperRow(**facts | more)


def test_a_row_from_paper_is_marked_and_signed_for_by_another(
    approved: ReviewRequest, cast: Cast, now: dt.datetime
) -> None:
    with refused(NotTheHandler):
        back_enter(case_id=approved.pk, row=paper(cast, now), actor=cast.supervisor, now=now)
    viewing = back_enter(case_id=approved.pk, row=paper(cast, now), actor=cast.handler, now=now)
    assert told(cast.supervisor)[-1] == "請就調閱申請 115-0001 事後補登的調閱登記核章"
    [line] = selectors.register_lines(cast.principal, now)
    assert (line.kind, line.written_at, viewing.countersigned_at) == ("late", now, None)
    assert "事後補登的調閱登記尚未經主管核章。" in selectors.unfinished(approved, now)
    for nobody in (cast.handler, cast.guard, cast.teacher):
        with refused(KeepsOut):
            countersign(viewing_id=viewing.pk, actor=nobody, now=now)
    signed = countersign(viewing_id=viewing.pk, actor=cast.supervisor, now=now + MINUTE)
    assert signed.countersigned_name == "總務主任 方瑀彤"
    with refused(ViewingRefused, "已經核章"):
        countersign(viewing_id=viewing.pk, actor=cast.principal, now=now)
    assert selectors.files_of(approved).filter(pk=str(viewing.scan_id)).exists()
    assert ledger.verify().finding is None


def test_a_page_of_the_paper_register_is_for_who_works_on_the_case(
    client: Client, approved: ReviewRequest, cast: Cast, now: dt.datetime, at_now: None
) -> None:
    viewing = back_enter(case_id=approved.pk, row=paper(cast, now), actor=cast.handler, now=now)
    page = reverse("review:viewing", args=[approved.number, viewing.pk])
    scan_url = reverse("review:attachment", args=[approved.number, viewing.scan_id])
    found = {}
    for who in ("teacher", "handler", "supervisor", "principal"):
        client.force_login(getattr(cast, who))
        found[who] = (scan_url in client.get(page).content.decode(), client.get(scan_url).status_code)
    assert found == {"teacher": (False, 404)} | dict.fromkeys(("handler", "supervisor", "principal"), (True, 200))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"reason": " "}, "事後補登的原因"),
        ({"scan": None}, "掃描檔"),
        ({"people_present": ""}, "在場人"),
        ({"told_not_to_film": False}, "翻拍"),
        ({"ended_at": None}, "須依序"),
        ({"days": 5}, "不能早於所調閱的影像時段"),
        ({"days": 31}, "30 日內"),
    ],
)
def test_a_row_from_paper_is_whole(
    approved: ReviewRequest, cast: Cast, now: dt.datetime, wrong: dict[str, Any], sentence: str
) -> None:
    if "ended_at" in wrong:
        wrong = {"ended_at": now - 2 * DAY}
    if days := wrong.pop("days", None):
        wrong = {"started_at": now - days * DAY, "ended_at": now - days * DAY + MINUTE}
    row = paper(cast, now, **wrong)
    with refused(ViewingRefused, sentence):
        back_enter(case_id=approved.pk, row=row, actor=cast.handler, now=now)


def test_a_row_from_paper_needs_a_granted_case_and_an_escort(
    at_principal: ReviewRequest, cast: Cast, now: dt.datetime, signs: Signs
) -> None:
    row = paper(cast, now)
    with refused(ViewingRefused, "核准後才能補登"):
        back_enter(case_id=at_principal.pk, row=row, actor=cast.handler, now=now)
    signs(at_principal, cast.principal, Action.APPROVE, proposal=None)
    with refused(NotAnEscort):
        back_enter(case_id=at_principal.pk, row=paper_without_scan(cast, row), actor=cast.handler, now=now)
    assert not Entry.objects.filter(verb=Verb.VIEWING_BACK_ENTERED).exists()


def paper_without_scan(cast: Cast, row: PaperRow) -> PaperRow:
    return PaperRow(
        started_at=row.started_at, ended_at=row.ended_at, escort=cast.guard, people_present="許喆安",
        told_not_to_film=True, reason="停電", scan=row.scan,
    )  # fmt: skip
