"""符合情形報告: explained, signed by 承辦人, then by 處室主管; what is signed stays as it was (陸、三; ruling 29)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.choices import DeputyReason, Role
from accounts.services import appoint, end_post, name_deputy
from ledger.models import Entry
from ledger.services import SYSTEM, verify
from reports.choices import Conformity, ReportAction, ReportState
from reports.models import ComplianceReport
from reports.rules import CLAUSES, OWN_RULES, Span
from reports.selectors.compliance import Asked, compliance
from reports.selectors.reporting import digest, frozen_results, results_of
from reports.services.reporting import ReportError, check_report, explain, open_report, return_report, sign_report
from reports.transitions import ORDER, WrongOrder, follows
from requests.models import ReviewRequest
from requests.services import secrecy
from tests.printing import reader
from tests.reports.clauses import Place, asked, fault, repair, well_kept
from work.models import Notice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

    from cameras.models import Camera
    from maintenance.models import Fault
    from tests.conftest import Cast

DAY = dt.timedelta(days=1)
SAID = {"explanation": "承辦人請假，由代理人補辦。", "measures": "已指定代理人，每週一查核。"}
NAMING = {"explanation": "案 115-0001 之申請人未補件。", "measures": "已催告。"}
EVERYTHING = {duty.key: SAID for duty in (*CLAUSES, *OWN_RULES)}
PROOF = {"proof_password": "Ruifeng-108-demo"}


@pytest.fixture
def later(now: dt.datetime) -> Iterator[dt.datetime]:
    """Thirty days on, the clock of the views with it."""
    with time_machine.travel(now + 30 * DAY, tick=False):
        yield now + 30 * DAY


@pytest.fixture
def place(cast: Cast, cameras: list[Camera], now: dt.datetime) -> Place:
    return well_kept(cast, cameras, now)


@pytest.fixture
def broken(place: Place) -> Fault:
    """A camera nobody mends for a month, and a request nobody answers."""
    asked(place)
    return fault(place)


@pytest.fixture
def span(now: dt.datetime) -> Span:
    """The four weeks after that."""
    return Span(now.date(), now.date() + 28 * DAY)


@pytest.fixture
def report(broken: Fault, cast: Cast, span: Span, later: dt.datetime) -> ComplianceReport:
    return open_report(span=span, actor=cast.handler, now=later)


@pytest.fixture
def checked(report: ComplianceReport, cast: Cast, later: dt.datetime) -> ComplianceReport:
    return check_report(report_id=report.pk, said=EVERYTHING, actor=cast.handler, now=later)


def verdicts(report: ComplianceReport, now: dt.datetime) -> dict[str, Conformity]:
    return {one.duty.key: one.verdict for one in results_of(report, now)}


@pytest.mark.parametrize("state", ReportState)
@pytest.mark.parametrize("action", ReportAction)
def test_what_does_not_follow_is_refused(state: ReportState, action: ReportAction) -> None:
    if (state, action) in ORDER:
        assert follows(state, action) is ORDER[state, action]
    else:
        with pytest.raises(WrongOrder, match=f"不能{action.label}"):
            follows(state, action)


def test_a_period_is_begun_once_by_who_prepares_it_and_only_when_it_is_over(
    report: ComplianceReport, cast: Cast, span: Span, later: dt.datetime
) -> None:
    assert open_report(span=span, actor=cast.handler, now=later) == report
    for person in (cast.supervisor, cast.principal, cast.auditor, cast.administrator):
        with pytest.raises(PermissionDenied, match="由承辦人"):
            open_report(span=span, actor=person, now=later)
    with pytest.raises(ReportError, match="期間尚未結束"):
        open_report(span=Span(span.first, later.date() + DAY), actor=cast.handler, now=later)


def test_nobody_signs_before_everything_is_explained(report: ComplianceReport, cast: Cast, later: dt.datetime) -> None:
    assert verdicts(report, later)["6.1"] == Conformity.BROKEN
    with pytest.raises(ReportError, match="陸、一（異常或故障立即修復）"):
        check_report(report_id=report.pk, said={}, actor=cast.handler, now=later)
    half = EVERYTHING | {"6.1": {"explanation": "廠商缺料。", "measures": " "}}
    with pytest.raises(ReportError, match="均須填寫說明與改善措施：陸、一（異常或故障立即修復）。"):
        check_report(report_id=report.pk, said=half, actor=cast.handler, now=later)
    explain(report_id=report.pk, said=EVERYTHING, actor=cast.handler, now=later)
    checked = check_report(report_id=report.pk, said={}, actor=cast.handler, now=later)
    assert checked.state == ReportState.CHECKED
    assert next(one for one in frozen_results(checked) if one.duty.key == "6.1").explanation == SAID["explanation"]


def test_two_different_people_sign(checked: ComplianceReport, cast: Cast, later: dt.datetime) -> None:
    assert Notice.objects.filter(recipient=cast.supervisor, text__endswith="請簽核").exists()
    for person in (cast.handler, cast.principal, cast.auditor):
        with pytest.raises(PermissionDenied, match="處室主管"):
            sign_report(report_id=checked.pk, actor=person, now=later)
    signed = sign_report(report_id=checked.pk, actor=cast.supervisor, now=later)
    assert (signed.state, signed.checked_name, signed.signed_name) == (
        ReportState.SIGNED, "事務組長 游承堃", "總務主任 方瑀彤",
    )  # fmt: skip
    assert Notice.objects.filter(recipient=cast.handler, text__endswith="已簽核").exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        ComplianceReport.objects.filter(pk=signed.pk).update(signed_by=cast.handler)
    assert verify().ok


def test_who_holds_both_posts_signs_once_and_the_principal_signs_above_him(
    report: ComplianceReport, cast: Cast, later: dt.datetime
) -> None:
    words = {"role": Role.SUPERVISOR, "title": "總務主任", "since": later.date(), "actor": SYSTEM, "now": later}
    appoint(user=cast.handler, **words)  # type: ignore[arg-type]
    end_post(appointment_id=cast.supervisor.appointments.get().pk, actor=cast.administrator, now=later)
    checked = check_report(report_id=report.pk, said=EVERYTHING, actor=cast.handler, now=later)
    with pytest.raises(PermissionDenied):
        sign_report(report_id=checked.pk, actor=cast.handler, now=later)
    assert sign_report(report_id=checked.pk, actor=cast.principal, now=later).signed_by == cast.principal


def test_a_deputy_signs_for_who_is_away(checked: ComplianceReport, cast: Cast, later: dt.datetime) -> None:
    name_deputy(
        principal_id=cast.supervisor.pk, deputy_id=cast.dean.pk, order=1, reason=DeputyReason.LEAVE, since=later,
        until=later + DAY, actor=cast.supervisor, now=later,
    )  # fmt: skip
    sign_report(report_id=checked.pk, actor=cast.dean, now=later)
    entry = Entry.objects.latest("sequence")
    assert (entry.actor, entry.acting_for) == ("教務主任 陳煒騏", "總務主任請假")
    checked.refresh_from_db()
    assert checked.signed_name == "總務主任請假　教務主任 陳煒騏 代"


def test_what_was_signed_stays_whatever_happens_to_the_records(
    checked: ComplianceReport, broken: Fault, place: Place, cast: Cast, later: dt.datetime
) -> None:
    place.now = later
    repair(place, broken)
    signed = sign_report(report_id=checked.pk, actor=cast.supervisor, now=later + DAY)
    frozen = next(one for one in frozen_results(signed) if one.duty.key == "6.1")
    assert [breach.words for breach in frozen.found.breaches] == ["C03 故障 F115-0001：已 28 日未修復"]
    assert digest(signed.content) == signed.sha256
    assert signed.ledger_result == "存取紀錄完好"
    assert signed.ledger_head.startswith("第 ")
    with pytest.raises(ReportError, match="不能儲存說明"):
        explain(report_id=signed.pk, said=EVERYTHING, actor=cast.handler, now=later)
    assert [action for state, action in ORDER if state == ReportState.SIGNED] == []


def test_what_was_changed_behind_it_is_not_signed(checked: ComplianceReport, cast: Cast, later: dt.datetime) -> None:
    checked.content["results"][0]["explanation"] = "沒有說過的話"
    ComplianceReport.objects.filter(pk=checked.pk).update(content=checked.content)
    with pytest.raises(ReportError, match="與承辦人簽署時不同"):
        sign_report(report_id=checked.pk, actor=cast.supervisor, now=later)
    assert not verify().ok


def test_it_is_returned_with_a_reason_and_signed_anew(
    checked: ComplianceReport, cast: Cast, later: dt.datetime
) -> None:
    with pytest.raises(PermissionDenied):
        return_report(report_id=checked.pk, reason="請補充", actor=cast.principal, now=later)
    returned = return_report(report_id=checked.pk, reason=" 請補充廠商到場日。 ", actor=cast.supervisor, now=later)
    assert (returned.state, returned.return_reason, returned.content, returned.sha256, returned.checked_by) == (
        ReportState.DRAFT, "請補充廠商到場日。", {}, "", None,
    )  # fmt: skip
    assert Notice.objects.filter(recipient=cast.handler, text__endswith="經退回").exists()
    again = check_report(report_id=checked.pk, said=EVERYTHING, actor=cast.handler, now=later + DAY)
    assert (again.state, again.return_reason) == (ReportState.CHECKED, "")
    acts = Entry.objects.filter(subject=str(again)).order_by("sequence").values_list("verb", flat=True)
    assert [verb.removeprefix("reports.report_") for verb in acts] == ["opened", "checked", "returned", "checked"]


def test_a_ledger_that_was_tampered_with_is_said_in_what_is_signed(
    report: ComplianceReport, broken: Fault, cast: Cast, later: dt.datetime
) -> None:
    type(broken).objects.update(description="無")
    checked = check_report(report_id=report.pk, said=EVERYTHING, actor=cast.handler, now=later)
    assert checked.ledger_result == "存取紀錄核對不符"
    assert verdicts(checked, later)["6.3"] == Conformity.BROKEN


def test_the_pages_are_filled_in_signed_and_printed(
    client: Client, report: ComplianceReport, cast: Cast, span: Span, later: dt.datetime
) -> None:
    page = reverse("reports:compliance-report", args=[report.pk])
    typed = {f"{part}-{key}": words for key, said in EVERYTHING.items() for part, words in said.items()}
    client.force_login(cast.handler)
    assert client.post(page, typed | {"act": "check", "proof_password": "wrong"}).status_code == 422
    missing: dict[str, Any] = {"explanation-6.1": "廠商缺料\x00。", "measures-6.1": ""}
    refused = client.post(page, missing | PROOF | {"act": "check"})
    assert refused.status_code == 422
    assert "廠商缺料。" in refused.content.decode()
    assert client.post(page, typed | {"act": "save"}).status_code == 302
    assert client.post(page, PROOF | {"act": "check"}).status_code == 302
    assert client.post(page, PROOF | {"act": "sign"}).status_code == 403

    client.force_login(cast.supervisor)
    assert "之後紀錄之變動不影響本報告" in client.get(page).content.decode()
    assert "退回請填寫理由" in client.post(page, PROOF | {"act": "return", "reason": ""}).content.decode()
    assert client.post(page, PROOF | {"act": "return", "reason": "請補充。"}).status_code == 302
    client.force_login(cast.handler)
    assert "請補充。" in client.get(page).content.decode()
    client.post(page, PROOF | {"act": "check"})
    client.force_login(cast.supervisor)
    assert client.post(page, PROOF | {"act": "sign"}).status_code == 302

    client.force_login(cast.auditor)
    listed = client.get(reverse("reports:compliance")).content.decode()
    assert page in listed
    paper = reader.pages(client.get(reverse("reports:compliance-report-pdf", args=[report.pk])).content)
    said = "".join(reader.squeeze(one.extract_text()) for one in paper)
    report.refresh_from_db()
    for words in (
        "計畫規定", "校內自訂", "常見查核問題", "C03故障F115-0001：已28日未修復", "說明：承辦人請假，由代理人補辦。",
        "改善措施：已指定代理人，每週一查核。", "事務組長游承堃", "總務主任方瑀彤", report.sha256,
    ):  # fmt: skip
        assert words in said
    assert "尚未簽核" not in said


def test_who_may_not_read_an_explanation_does_not_write_over_it(
    client: Client, report: ComplianceReport, cast: Cast, later: dt.datetime
) -> None:
    explain(report_id=report.pk, said={"5.1": NAMING, "6.1": SAID}, actor=cast.handler, now=later)
    words = {"role": Role.HANDLER, "title": "事務組員", "since": later.date(), "actor": SYSTEM, "now": later}
    appoint(user=cast.colleague, **words)  # type: ignore[arg-type]
    readers = [cast.colleague, cast.supervisor, cast.principal]
    secrecy.restrict(case_id=ReviewRequest.objects.get().pk, readers=readers, actor=cast.supervisor, now=later)
    page = reverse("reports:compliance-report", args=[report.pk])
    client.force_login(cast.handler)
    shown = client.get(page).content.decode()
    assert 'name="explanation-6.1"' in shown
    assert 'name="explanation-5.1"' not in shown
    typed = {"act": "save", "explanation-6.1": "廠商缺料。", "measures-6.1": "改約。"}
    over = client.post(page, typed | {"explanation-5.1": "蓋過去", "measures-5.1": ""})
    assert over.status_code == 422
    text = over.content.decode()
    assert "伍、一" in text
    assert "不屬您得閱覽之案件，由得閱覽該案之承辦人或代理人修改" in text
    assert "廠商缺料。" in text, "what was typed of the rest stays on the page"
    assert 'name="explanation-5.1"' not in text
    report.refresh_from_db()
    assert report.explanations == {"5.1": NAMING, "6.1": SAID}
    with pytest.raises(ReportError, match="得閱覽該案"):
        check_report(report_id=report.pk, said=EVERYTHING, actor=cast.handler, now=later)

    assert client.post(page, typed).status_code == 302
    explain(
        report_id=report.pk, said={"5.1": NAMING}, actor=cast.handler, now=later
    )  # a page drawn before: nothing changes
    report.refresh_from_db()
    assert report.explanations["5.1"] == NAMING
    assert report.explanations["6.1"]["explanation"] == "廠商缺料。"


def test_the_button_begins_the_report_of_the_period_shown(
    client: Client, broken: Fault, cast: Cast, later: dt.datetime
) -> None:
    client.force_login(cast.handler)
    boxes = {"since_0": "115", "since_1": "11", "since_2": "1", "until_0": "115", "until_1": "11", "until_2": "30"}
    begun = client.post(reverse("reports:compliance"), boxes)
    report = ComplianceReport.objects.get()
    assert begun["Location"] == reverse("reports:compliance-report", args=[report.pk])
    assert (report.first_day, report.last_day) == (dt.date(2026, 11, 1), dt.date(2026, 11, 30))
    future = client.post(reverse("reports:compliance"), boxes | {"until_0": "116"}, follow=True)
    assert "期間尚未結束" in future.content.decode()
    draft = client.get(reverse("reports:compliance-report-pdf", args=[report.pk]))
    words = "".join(reader.squeeze(one.extract_text()) for one in reader.pages(draft.content))
    assert "本件尚未簽核" in words


def test_a_case_that_became_restricted_since_is_on_no_page_of_a_signed_report(
    client: Client, checked: ComplianceReport, cast: Cast, later: dt.datetime
) -> None:
    case = ReviewRequest.objects.get()
    assert f"'{case.number}'" in str(frozen_results(checked))
    checked = return_report(report_id=checked.pk, reason="請補充", actor=cast.supervisor, now=later)
    check_report(report_id=checked.pk, said={"5.1": NAMING}, actor=cast.handler, now=later)
    checked.refresh_from_db()
    readers = [cast.handler, cast.principal]
    secrecy.restrict(case_id=case.pk, readers=readers, actor=cast.supervisor, now=later)
    page = reverse("reports:compliance-report", args=[checked.pk])
    for person, sees in ((cast.auditor, False), (cast.supervisor, True)):
        client.force_login(person)
        assert (f"案 {case.number}" in client.get(page).content.decode()) == sees
    live = compliance(Asked(Span(later.date() - 40 * DAY, later.date()), later))
    assert f"'{case.number}'" not in str(live)
    assert "限制案 1 件：由得閱覽該案之人員查明" in str(live)
